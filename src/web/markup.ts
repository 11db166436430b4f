import { html } from "hono/html";
import { deadlineLabel } from "../model/deadline-words.ts";
import type { Deadline } from "../model/facts.ts";
import type { Significance } from "../model/significance.ts";
import type { CalendarDate, Instant } from "../model/time.ts";
import { daysLeftWords, fromNow, readableDate } from "./dates.ts";
import type { Html } from "./deps.ts";
import { significanceMeanings, significanceWords } from "./words.ts";

export function badge(significance: Significance): Html {
  return html`<span class="badge ${significance}" title="${significanceMeanings[significance]}"
    >${significanceWords[significance]}</span
  >`;
}

export function when(at: Instant | CalendarDate): Html {
  return html`<time datetime="${at}">${readableDate(at)}</time>`;
}

export function ago(at: Instant, now: Temporal.Instant): Html {
  return html`<time datetime="${at}" title="${readableDate(at)}">${fromNow(at, now)}</time>`;
}

/** A link out of regwatch, or plain text if the address is not http(s): foreign data never makes another kind of link. */
export function outward(url: string | null, text: string): Html {
  if (url === null || !isWeb(url)) return html`${text}`;
  return html`<a class="out" href="${url}" rel="noopener noreferrer nofollow">${text}</a>`;
}

function isWeb(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

export function deadlineChip(deadline: Deadline, days: number): Html {
  const near = days >= 0 && days <= 14 ? " near" : "";
  return html`<span class="due${days < 0 ? " past" : near}"
    >${deadlineLabel(deadline)} ${when(deadline.date)} <span class="left">${daysLeftWords(days)}</span></span
  >`;
}

export function emptyState(title: string, ...paragraphs: readonly (Html | string)[]): Html {
  return html`<section class="empty">
    <h2>${title}</h2>
    ${paragraphs.map((text) => html`<p>${text}</p>`)}
  </section>`;
}
