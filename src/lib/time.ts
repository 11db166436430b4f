import type { Clock, Instant } from "../model/time.ts";

/** The real time. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** The one form in which instants are kept: UTC with milliseconds, so that text order is time order. */
export function toInstant(instant: Temporal.Instant): Instant {
  // A tenth of what Temporal takes to write the same.
  return new Date(instant.epochMilliseconds).toISOString();
}
