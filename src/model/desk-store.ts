import type { Change } from "./change.ts";
import type { Delivery } from "./delivery.ts";
import type { Significance } from "./significance.ts";
import type { Acknowledgement } from "./standing.ts";
import type { PlannedAlert } from "./store.ts";
import type { Subscription, SubscriptionOptions, When } from "./subscription.ts";
import type { Instant } from "./time.ts";

/** What of a subscription people may change. What is left out stays. */
export interface SubscriptionUpdate {
  readonly query?: string;
  readonly when?: When;
  readonly minimum?: Significance;
  readonly options?: Partial<SubscriptionOptions>;
}

/** How a subscription fares. */
export interface SubscriptionFigures {
  readonly lastSentAt: Instant | null;
  /** Alerts sent in the last 30 days that nobody has acknowledged. */
  readonly unacknowledged: number;
}

/** Changes that one subscription is to be told of together, and the deliveries they stand for. */
export interface Gathered {
  readonly subscription: Subscription;
  readonly deliveries: readonly Delivery[];
}

/**
 * A subscription whose digest is due. `dueAt` is null where that was never worked out, `digestedTo` before its first digest, `begunAnew`
 * where no clock was ever set back from a time up to which digests had been told.
 */
export interface DueDigest {
  readonly subscription: Subscription;
  readonly dueAt: Instant | null;
  readonly digestedTo: Instant | null;
  readonly begunAnew: Instant | null;
}

/** What the store remembers of what people decide, and what waits to be told together. Each method is one transaction. */
export interface DeskStore {
  /** Changes a subscription and says so in the audit log. Null if there is none. */
  updateSubscription(
    id: string,
    update: SubscriptionUpdate,
    action: string,
    by: string,
    at: Instant,
  ): Promise<Subscription | null>;
  /** The reader of a pending subscription's address agrees. False where there is none, or none that waits for it. */
  confirmSubscription(id: string, by: string, at: Instant): Promise<boolean>;
  subscriptionFigures(ids: readonly string[], now: Instant): Promise<ReadonlyMap<string, SubscriptionFigures>>;
  /** A delivery as it stands now. */
  delivery(id: string): Promise<Delivery | null>;
  /** Records a decision for everybody at the tenant, or takes it back (null), and has the messages that stand amended. */
  acknowledge(
    tenant: string,
    alertId: string,
    acknowledgement: Acknowledgement | null,
    by: string,
    at: Instant,
  ): Promise<void>;
  /** Alerts of the last 30 days that a tenant has not acknowledged, newest first. */
  unacknowledged(
    tenant: string,
    now: Instant,
    limit: number,
  ): Promise<readonly { delivery: Delivery; sentAt: Instant }[]>;
  /** Queues an alert that no recording brought about. Returns how many deliveries went to their lanes. */
  queue(planned: PlannedAlert, at: Instant): Promise<number>;
  /** Names that public changes bear, most frequent first. */
  names(): Promise<{ readonly agencies: readonly string[]; readonly bills: readonly string[] }>;
  /**
   * Those who were told of a change, or are about to be; what a mute still keeps back is told as taken back. `byNotice`: by a notice alone,
   * at the end of a mute or a pause or as a reminder of a date, and by no alert that could be amended.
   */
  toldOf(changeId: string): Promise<readonly { readonly subscription: Subscription; readonly byNotice: boolean }[]>;
  /**
   * Takes a change back: it is marked wherever it is shown, messages that stand are amended, and `notice` is queued. False if it was taken
   * back already.
   */
  retract(changeId: string, reason: string, by: string, at: Instant, notice: PlannedAlert): Promise<boolean>;
  /** Changes taken back in a period. */
  retracted(from: Instant, to: Instant): Promise<readonly Change[]>;
  /** What was kept back and may be told now: for those told at once, active, and not muted any more. */
  dueHeld(now: Instant): Promise<readonly Gathered[]>;
  /**
   * Tells what was kept back by one notice, or nothing where none of it may be told any more, and ends the mute with the last. Nothing
   * happens where another worker was faster.
   */
  tellHeld(gathered: Gathered, notice: PlannedAlert | null, now: Instant): Promise<void>;
  /** By subscription what waits in channels, oldest first: where it is more than so many, the oldest of which waits since then. */
  backlogs(limits: {
    readonly channels: readonly string[];
    readonly moreThan: number;
    readonly waitingSince: Instant;
  }): Promise<readonly Gathered[]>;
  /** Puts one alert in the place of several that wait. False, and nothing happened, where one of them does not wait any more. */
  gatherBacklog(gathered: Gathered, alert: PlannedAlert, now: Instant): Promise<boolean>;
  /** Alerts that nobody acknowledged within the time their subscription gives, and of which nobody was reminded. */
  dueReminders(now: Instant): Promise<readonly Gathered[]>;
  remind(gathered: Gathered, notice: PlannedAlert, now: Instant): Promise<void>;
  /** Active subscriptions whose digest is due, or whose first or next one was never worked out. */
  dueDigests(now: Instant): Promise<readonly DueDigest[]>;
  /**
   * Moves a subscription on to its next digest, and queues this one if there is one, or keeps it as a draft where it is to be approved, of
   * which `notice` tells. False where another worker was faster.
   */
  passDigest(
    due: DueDigest,
    next: { readonly dueAt: Instant; readonly digestedTo: Instant | null },
    digest: PlannedAlert | null,
    now: Instant,
    notice?: PlannedAlert | null,
  ): Promise<boolean>;
}
