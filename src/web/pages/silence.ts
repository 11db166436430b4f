import { html } from "hono/html";
import { silenceOf, type Silence } from "../../alerts/silence.ts";
import { noRhythm, type Feed, type Rhythm } from "../../model/feed.ts";
import type { Pulse, Reconciliation } from "../../model/pulse.ts";
import { toInstant } from "../../lib/time.ts";
import type { Html, WebDeps } from "../deps.ts";
import { conditionOf, type FeedView } from "../feed-view.ts";
import { ago } from "../markup.ts";

/** A feed that is polled, with why it says nothing. */
export interface SilenceView {
  readonly feed: Feed;
  readonly silence: Silence;
  readonly pulse: Pulse | null;
}

/** Why each of the feeds that a reader may know of is quiet. */
export async function readSilences(deps: WebDeps, views: readonly FeedView[]): Promise<readonly SilenceView[]> {
  const now = deps.clock.now();
  const pulses = new Map((await deps.store.pulses(toInstant(now))).map((pulse) => [pulse.feedId, pulse]));
  return views.flatMap((view) => {
    const { feed, state } = view;
    if (state === null || conditionOf(view) === "off") return [];
    const pulse = pulses.get(feed.id) ?? null;
    const shown = pulse ?? { newest: null, busy: null, lastNewsAt: null };
    return [{ feed, pulse, silence: silenceOf({ ...state, ...shown }, feed.rhythm ?? noRhythm, now) }];
  });
}

/** How quiet the feeds are and why, what was last compared with the publisher's counts, and how often was looked. */
export function silenceSection(views: readonly SilenceView[], now: Temporal.Instant): Html | null {
  if (views.length === 0) return null;
  const order: readonly Silence["kind"][] = ["stale", "blind", "resting", "quiet", "waiting"];
  const sorted = views.toSorted(
    (a, b) =>
      order.indexOf(a.silence.kind) - order.indexOf(b.silence.kind) || a.feed.title.localeCompare(b.feed.title, "en"),
  );
  return html`<section aria-labelledby="silence">
    <h2 id="silence">Silence, explained</h2>
    <p class="fine">
      Why a feed says nothing: no news, a closed publisher, one that has stopped, or nobody who looked.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Silence">
      <table class="list stacking">
        <thead>
          <tr>
            <th scope="col">Feed</th>
            <th scope="col">Quiet</th>
            <th scope="col">Expected</th>
            <th scope="col">Counts compared</th>
            <th scope="col" class="number">Looks in 7 days</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map((view) => silenceRow(view, now))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const kindWords: Readonly<Record<Silence["kind"], string>> = {
  stale: "Too quiet",
  blind: "Not seen",
  resting: "At rest",
  quiet: "As usual",
  waiting: "To come",
};

function silenceRow({ feed, silence, pulse }: SilenceView, now: Temporal.Instant): Html {
  const isBad = silence.kind === "stale" || silence.kind === "blind";
  return html`<tr>
    <th scope="row">${feed.title} <span class="key">${feed.id}</span></th>
    <td data-label="Quiet">
      <span class="state ${isBad ? "ill" : "well"}">${kindWords[silence.kind]}</span>
      <p class="fine">${silence.words}</p>
    </td>
    <td data-label="Expected">${rhythmInWords(feed.rhythm ?? noRhythm)}</td>
    <td data-label="Counts compared">
      ${pulse?.reconciliation ? reconciled(pulse.reconciliation, now) : "not compared"}
    </td>
    <td data-label="Looks in 7 days" class="number">${(pulse?.checks ?? 0).toLocaleString("en")}</td>
  </tr>`;
}

function rhythmInWords({ calendar, publisherDays, feedDays }: Rhythm): string {
  const days = (count: number) => `${count} ${calendar === "federal" ? "federal working days" : "days"}`;
  const parts = [
    ...(publisherDays === null ? [] : [`a sign of the publisher within ${days(publisherDays)}`]),
    ...(feedDays === null ? [] : [`news within ${days(feedDays)}`]),
  ];
  return parts.length === 0 ? "nothing in particular" : parts.join("; ");
}

function reconciled({ at, from, to, published, held, found, problem }: Reconciliation, now: Temporal.Instant): Html {
  if (problem !== null) return html`<p class="error">${ago(at, now)}: not to be had. ${problem}</p>`;
  return html`${held.toLocaleString("en")} of ${published.toLocaleString("en")}
    <p class="fine">
      ${from} to ${to}, ${ago(at, now)}${found === 0 ? "" : `; ${found} had been missed and were fetched`}
    </p>`;
}
