/** An instant of ours: ISO 8601 in UTC with milliseconds (`2026-01-12T18:57:22.000Z`), so that text order is time order. */
export type Instant = string;

/** A date of the law: an ISO calendar date (`2026-02-04`) without time or zone. Never compared with an instant. */
export type CalendarDate = string;

/** Where the current time comes from. Passed in everywhere, so that tests and the demo own it. */
export interface Clock {
  now(): Temporal.Instant;
}
