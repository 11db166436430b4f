import { html } from "hono/html";
import { reasonInWords } from "../../alerts/reasons.ts";
import { languageTag, spoken } from "../../exports/markup.ts";
import type { Change } from "../../model/change.ts";
import type { Span } from "../../model/redline.ts";
import type { Reason } from "../../model/significance.ts";
import type { Html } from "../deps.ts";
import type { RedlineReading } from "../redline-view.ts";
import { significanceMeanings } from "../words.ts";

/** Why a change matters, each reason linked to the words it rests on. */
export function reasonsSection({ significance, reasons, language }: Change, reading: RedlineReading | null): Html {
  return html`<section aria-labelledby="why">
    <h2 id="why">Why it is ${significance}</h2>
    <p>${significanceMeanings[significance]}</p>
    ${
      reasons.length === 0
        ? null
        : html`<ul class="reasons">
            ${reasons.map((reason, index) => reasonItem(reason, language, index, reading))}
          </ul>`
    }
  </section>`;
}

function reasonItem(
  { rule, section, before, after }: Reason,
  language: string,
  index: number,
  reading: RedlineReading | null,
): Html {
  const mark = reading?.marks[index] ?? null;
  const name = reasonInWords({ rule });
  const title =
    mark === null || reading === null
      ? html`${name}`
      : html`<a href="${reading.elsewhere(mark.line)}#mark-${index + 1}">${name}</a>`;
  return html`<li id="reason-${index + 1}">
    <strong>${title}</strong
    >${section === undefined ? null : html` <span class="where" lang="${languageTag(language)}">${section}</span>`}
    ${before === undefined ? null : html`<del lang="${languageTag(language)}">${spoken("[before: ")}${before}${spoken("] ")}</del>`}
    ${after === undefined ? null : html`<ins lang="${languageTag(language)}">${spoken("[after: ")}${after}${spoken("] ")}</ins>`}
  </li>`;
}

/** Beside the words that a reason rests on: what it says of them, and the way back to it. */
export function reasonNotes(reasons: readonly Reason[], { marks }: RedlineReading): ReadonlyMap<Span, Html> {
  const notes = new Map<Span, Html>();
  for (const [index, mark] of marks.entries()) {
    const reason = reasons[index];
    if (mark === null || reason === undefined) continue;
    const note = html`<a class="because" lang="en" id="mark-${index + 1}" href="#reason-${index + 1}"
      >${reasonInWords({ rule: reason.rule })}</a
    >`;
    const earlier = notes.get(mark.span);
    notes.set(mark.span, earlier === undefined ? note : html`${earlier}${note}`);
  }
  return notes;
}
