import { html } from "hono/html";
import { counted, figure } from "../../exports/redline-words.ts";
import type { Html } from "../deps.ts";
import { daysBack, type KeepView } from "../keep-view.ts";
import { address } from "../links.ts";
import type { FilterParameters } from "../parameters.ts";
import type { Reader } from "../reader.ts";
import { significanceWords } from "../words.ts";

/** The filters of the timeline to be kept: as a feed, a calendar or a subscription, with what that would have told. */
export function keepSection(reader: Reader, view: KeepView | null, filters: FilterParameters): Html | null {
  if (view === null) return null;
  const { query, minimum, told, orMore, looked } = view;
  return html`<aside class="keep" aria-labelledby="keep">
    <h2 id="keep">Keep this search</h2>
    <p>
      In the last ${daysBack} days it would have told
      <strong>${figure(told)}${orMore ? " or more" : ""}</strong> of ${counted(looked, "change")}, from
      ${significanceWords[minimum].toLowerCase()} up.
    </p>
    <ul>
      ${reader.admin ? html`<li><a href="${address("/subscriptions/new", { query, min: minimum })}">Subscription</a></li>` : null}
      <li><a href="${address("/atom.xml", filters)}">Atom feed</a></li>
      <li><a href="${address("/feed.json", filters)}">JSON Feed</a></li>
      <li><a href="${address("/deadlines.ics", { q: query })}">Calendar of its dates</a></li>
    </ul>
  </aside>`;
}
