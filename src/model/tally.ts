import type { CalendarDate } from "./time.ts";
import type { Significance } from "./significance.ts";

/** How often a feed was checked on one day of UTC. */
export interface ChecksOfDay {
  readonly day: CalendarDate;
  readonly checks: number;
}

/** So many changes of one week, source and significance. */
export interface Tally {
  readonly week: CalendarDate;
  readonly source: string;
  readonly significance: Significance;
  readonly muted: boolean;
  readonly count: number;
}
