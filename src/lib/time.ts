import type { Clock, Instant } from "../model/time.ts";

/** The real time. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };

/** Since when something has stood: from now on where that is not remembered, or lies in the future, as a clock wrote it that was set back. */
export function sinceOrNow(remembered: Instant | null | undefined, now: Temporal.Instant): Instant {
  if (remembered == null) return toInstant(now);
  return Temporal.Instant.compare(remembered, now) > 0 ? toInstant(now) : remembered;
}

/** The one form in which instants are kept: UTC with milliseconds, so that text order is time order. */
export function toInstant(instant: Temporal.Instant): Instant {
  // A tenth of what Temporal takes to write the same.
  return new Date(instant.epochMilliseconds).toISOString();
}
