import { closedBetween } from "../alerts/federal-days.ts";
import { silenceOf } from "../alerts/silence.ts";
import { toInstant } from "../lib/time.ts";
import type { DigestSilence } from "../model/digest.ts";
import { isScheduled, noRhythm } from "../model/feed.ts";
import type { Instant } from "../model/time.ts";
import type { Services } from "./services.ts";

/** What explains silence in a period, among the public feeds: publishers that stopped, closed days, and our own not looking. */
export async function explainSilence(
  { store, feeds, clock }: Pick<Services, "store" | "feeds" | "clock">,
  from: Instant,
  to: Instant,
): Promise<DigestSilence> {
  const now = clock.now();
  const [states, pulses, unseen] = await Promise.all([
    store.feedStates(),
    store.pulses(toInstant(now)),
    store.unseenBetween(from, to),
  ]);
  const byFeed = new Map(pulses.map((pulse) => [pulse.feedId, pulse]));
  const watched = states.flatMap((state) => {
    const [feed, pulse] = [feeds().get(state.feedId), byFeed.get(state.feedId)];
    return state.active && feed && isScheduled(feed) && feed.visibility === "public" && pulse
      ? [{ feed, pulse, silence: silenceOf({ ...state, ...pulse }, feed.rhythm ?? noRhythm, now) }]
      : [];
  });
  const isFederal = watched.some(({ feed }) => feed.rhythm?.calendar === "federal");
  const counts = watched.flatMap(({ pulse: { reconciliation: last } }) =>
    last !== null && last.problem === null && last.at >= from ? [last] : [],
  );
  return {
    stale: watched.flatMap(({ feed: { id, title }, silence }) =>
      silence.kind === "stale" ? [{ feedId: id, title, words: silence.words }] : [],
    ),
    holidays: isFederal ? holidaysBetween(from, to) : [],
    unseen,
    counted:
      counts.length === 0
        ? null
        : { published: sum(counts.map((one) => one.published)), held: sum(counts.map((one) => one.held)) },
  };
}

function holidaysBetween(from: Instant, to: Instant): DigestSilence["holidays"] {
  // The day on which a digest is written stands in the next one.
  return closedBetween(dayOf(from).subtract({ days: 1 }), dayOf(to).subtract({ days: 1 }))
    .filter(({ isHoliday }) => isHoliday)
    .map(({ date, name }) => ({ date: date.toString(), name }));
}

function dayOf(instant: Instant): Temporal.PlainDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO("America/New_York").toPlainDate();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
