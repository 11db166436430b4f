import type { Change } from "./change.ts";
import type { Significance } from "./significance.ts";
import type { DeadlineRecord } from "./store.ts";
import type { CalendarDate, Instant } from "./time.ts";

/** Changes that belong together, the weightiest first, then the newest. */
export interface DigestThread {
  readonly threadKey: string;
  readonly title: string;
  readonly significance: Significance;
  readonly changes: readonly Change[];
}

/** What tells silence from blindness in a period, beyond how often was looked. */
export interface DigestSilence {
  /** Feeds that have been quiet beyond their rhythm, and why that is odd. */
  readonly stale: readonly { readonly feedId: string; readonly title: string; readonly words: string }[];
  /** Federal holidays in the period, where feeds keep them. */
  readonly holidays: readonly { readonly date: CalendarDate; readonly name: string }[];
  /** The longest time in which nothing at all was looked at, if it was more than a day. */
  readonly unseen: { readonly from: Instant; readonly to: Instant } | null;
  /** What publishers count and how much of it is held, where that was compared. */
  readonly counted: { readonly published: number; readonly held: number } | null;
}

/** A period on one page. Weightiest thread first; what is cosmetic is counted, not listed. */
export interface Digest {
  readonly from: Instant;
  readonly to: Instant;
  /** IANA zone in which the period is named. */
  readonly zone: string;
  readonly query: string;
  readonly threads: readonly DigestThread[];
  readonly counts: Readonly<Record<Significance, number>>;
  /** Changes that a mute of the subscription held back in the period; they stand among the threads. */
  readonly heldBack: number;
  /** Changes of the period that stand nowhere in it: their number by what kept them back. Older digests do not say. */
  readonly keptBack?: { readonly query: number; readonly significance: number; readonly mute: number };
  /** Changes taken back in the period, whenever they were told. */
  readonly retracted: readonly Change[];
  /** Dates to come among what the query asks for, earliest first. */
  readonly deadlines: readonly DeadlineRecord[];
  /** How often was looked, so that silence can be told from blindness. */
  readonly checks: { readonly feeds: number; readonly checks: number; readonly ill: readonly string[] };
  /** Left out in digests of earlier versions. */
  readonly silence?: DigestSilence;
}
