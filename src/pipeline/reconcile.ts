import { toInstant } from "../lib/time.ts";
import { RegwatchError, StoreAwayError } from "../model/errors.ts";
import type { Reconciliation } from "../model/pulse.ts";
import type { PollContext, Sighting } from "../model/source.ts";
import type { Poll } from "./poll.ts";

/** An attempt that failed is made again after so many minutes. */
const againMinutes = 60;

/** Whether a feed's counts are to be compared now: once a day, in the zone of its schedule, and not at its first poll. */
export function isReconciliationDue(poll: Poll): boolean {
  const { source, baseline, feed, reconciliation: last, services } = poll;
  if (source.reconcile === undefined || baseline) return false;
  const now = services.clock.now();
  if (last === null || last.at > toInstant(now)) return true;
  const age = Temporal.Instant.from(last.at).until(now);
  if (last.problem !== null) return age.total("minutes") >= againMinutes;
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(feed.timezone).toPlainDate();
  return !dayOf(Temporal.Instant.from(last.at)).equals(dayOf(now));
}

/** Compares the publisher's counts with what is held. What could not be compared is told in the outcome; `take` records what was missing. */
export async function reconcile(
  poll: Poll,
  context: PollContext<unknown>,
  take: (sighting: Sighting) => Promise<void>,
): Promise<Reconciliation | null> {
  const { source, services } = poll;
  if (source.reconcile === undefined) return null;
  const known = await services.store.knownDocuments([poll.feed.id]);
  const found = source.reconcile({ ...context, known: known.get(poll.feed.id) ?? new Map() });
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const step = await found.next();
      if (step.done) return { ...step.value, at: toInstant(services.clock.now()), problem: null };
      await take(step.value);
    }
  } catch (error) {
    if (!(error instanceof RegwatchError) || error instanceof StoreAwayError) throw error;
    const at = toInstant(services.clock.now());
    const today = at.slice(0, 10);
    return { at, from: today, to: today, published: 0, held: 0, found: 0, problem: error.message };
  }
}
