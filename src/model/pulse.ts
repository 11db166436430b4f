import type { PlannedAlert } from "./store.ts";
import type { CalendarDate, Instant } from "./time.ts";

/** How far an illness may reach: the feed alone, everything on its host, or our own way to the network. */
export type Reach = "feed" | "host" | "network";

/** What a publisher shows of itself at a poll, whether the feed's own documents moved or not. */
export interface SignOfLife {
  /** The newest date or instant it states of anything it published; null where it states none. */
  readonly newest: CalendarDate | Instant | null;
  /** What keeps it from publishing, in its own words: `an import is running`. */
  readonly busy?: string;
}

/** How a day's comparison of the publisher's counts with what is held came out. `from` and `to` are publication days, both included. */
export interface Reconciliation {
  readonly at: Instant;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** What the publisher counts, and how much of it is held after what was missing was fetched. */
  readonly published: number;
  readonly held: number;
  /** How many were missing and could be fetched. */
  readonly found: number;
  /** Why it could not be done, or null. */
  readonly problem: string | null;
}

/** How a feed and its publisher are doing, beyond how its last poll went. */
export interface Pulse {
  readonly feedId: string;
  readonly newest: CalendarDate | Instant | null;
  readonly busy: string | null;
  /** How far its present illness may reach; null while it is well. */
  readonly reach: Reach | null;
  /** The illness it was told with, `host www.example.org 2026-03-09T12:00:00.000Z`; null if none that still stands was told. */
  readonly toldAs: string | null;
  /** Since when it is told to be quiet beyond its rhythm; null if it is not. */
  readonly staleSince: string | null;
  readonly reconciliation: Reconciliation | null;
  /** When its latest change occurred, the baseline's included. */
  readonly lastNewsAt: Instant | null;
  /** How often it was looked at in the last seven days. */
  readonly checks: number;
}

/** What is told of the health of feeds, once: `field` moves from `before` to `after` for all of them, or nothing happens. */
export interface HealthTelling {
  readonly feedIds: readonly string[];
  readonly field: "toldAs" | "staleSince";
  readonly before: string | null;
  readonly after: string | null;
  /** Null where it was told with others already. */
  readonly alert: PlannedAlert | null;
}

/** The store's part that remembers how publishers are doing. */
export interface PulseStore {
  pulses(now: Instant): Promise<readonly Pulse[]>;
  /** The longest time in which no feed was looked at, to the hour, if it was more than a day. */
  unseenBetween(from: Instant, to: Instant): Promise<{ readonly from: Instant; readonly to: Instant } | null>;
  lastReconciliation(feedId: string): Promise<Reconciliation | null>;
  /** Marks feeds as told and queues the notice in one transaction; false if another worker was faster. */
  tellHealth(telling: HealthTelling, at: Instant): Promise<boolean>;
  /** Makes feeds due now, to learn sooner how far an illness reaches. */
  bringForward(feedIds: readonly string[], now: Instant): Promise<void>;
}
