import { html } from "hono/html";
import { languageTag } from "../../exports/markup.ts";
import { counted } from "../../exports/redline-words.ts";
import type { Change } from "../../model/change.ts";
import { datesTold } from "../../model/deadline-words.ts";
import type { Feed } from "../../model/feed.ts";
import { daysLeft, readableTime } from "../dates.ts";
import type { Html } from "../deps.ts";
import { address, changePath } from "../links.ts";
import { badge, deadlineChip } from "../markup.ts";
import type { TimelineEntry } from "../timeline.ts";
import { kindWords } from "../words.ts";

/** One event in a list of changes. */
export function entry(
  { change, alsoIn, alike }: TimelineEntry,
  feeds: ReadonlyMap<string, Feed>,
  now: Temporal.Instant,
): Html {
  const dim = change.baseline || change.muted !== null ? " dim" : "";
  return html`<li class="entry ${change.significance}${dim}">
    <div class="aside">
      ${badge(change.significance)}${
        change.baseline ? null : html`<time datetime="${change.occurredAt}">${readableTime(change.occurredAt)}</time>`
      }
    </div>
    <article>
      <p class="headline">${change.headline === "" ? kindWords[change.kind] : change.headline}</p>
      <h3><a href="${changePath(change.id)}" lang="${languageTag(change.language)}">${change.title}</a></h3>
      ${change.summary === "" ? null : html`<p class="summary">${change.summary}</p>`}
      ${nextDeadlines(change, feeds, now)} ${alikeDocuments(alike)}
      <p class="meta">
        ${marks(change)}${change.citation === null ? null : html`<span>${change.citation}</span>`}${feedNames(change, alsoIn, feeds)}
      </p>
    </article>
  </li>`;
}

function alikeDocuments(alike: readonly Change[]): Html | null {
  if (alike.length === 0) return null;
  return html`<details class="alike">
    <summary>The same in ${counted(alike.length, "other document")}</summary>
    <ul>
      ${alike.map(
        ({ id, title, language }) =>
          html`<li><a href="${changePath(id)}" lang="${languageTag(language)}">${title}</a></li>`,
      )}
    </ul>
  </details>`;
}

function marks(change: Change): readonly Html[] {
  return [
    ...(change.retracted === undefined ? [] : [html`<span class="tag retracted">retracted</span>`]),
    ...(change.baseline ? [html`<span class="tag">before the watch began</span>`] : []),
    ...(change.muted === null ? [] : [html`<span class="tag">muted: ${change.muted}</span>`]),
    ...(change.visibility === "private" ? [html`<span class="tag">private</span>`] : []),
  ];
}

function nextDeadlines(change: Change, feeds: ReadonlyMap<string, Feed>, now: Temporal.Instant): Html | null {
  const zone = feeds.get(change.feedId)?.timezone ?? "UTC";
  const coming = datesTold(change)
    .map((deadline) => ({ deadline, days: daysLeft(deadline.date, now, zone) }))
    .filter(({ days }) => days >= 0)
    .toSorted((a, b) => a.days - b.days)
    .slice(0, 3);
  return coming.length === 0
    ? null
    : html`<p class="dues">${coming.map(({ deadline, days }) => deadlineChip(deadline, days))}</p>`;
}

function feedNames(change: Change, alsoIn: readonly Change[], feeds: ReadonlyMap<string, Feed>): readonly Html[] {
  const ids = [...new Set([change, ...alsoIn].map(({ feedId }) => feedId))];
  return ids.map((id) => html`<a href="${address("/", { feed: id })}">${feeds.get(id)?.title ?? id}</a>`);
}
