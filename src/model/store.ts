import type { AccessStore } from "./access.ts";
import type { AuditStore } from "./audit.ts";
import type { Alert, HealthNotice } from "./alert.ts";
import type { CalendarStore } from "./calendar.ts";
import type { Change, ChangeKind } from "./change.ts";
import type { CopyStore } from "./copy.ts";
import type { DeskStore } from "./desk-store.ts";
import type { Delivery, DeliveryState, UnsettledAttempt } from "./delivery.ts";
import type { Digest } from "./digest.ts";
import type { DraftStore } from "./draft.ts";
import type { EvidenceStore } from "./evidence.ts";
import type { Deadline } from "./facts.ts";
import type { FailedReading } from "./failed-reading.ts";
import type { Feed } from "./feed.ts";
import type { Vault } from "./installation.ts";
import type { Json } from "./json.ts";
import type { PulseStore, Reach, Reconciliation, SignOfLife } from "./pulse.ts";
import type { RetentionStore } from "./retention.ts";
import type { Significance } from "./significance.ts";
import type { Snapshot } from "./snapshot.ts";
import type { KnownDocument } from "./source.ts";
import type { Standing } from "./standing.ts";
import type { Destination, Subscription, SubscriptionState } from "./subscription.ts";
import type { ChecksOfDay, Tally } from "./tally.ts";
import type { TermStore } from "./term.ts";
import type { Block } from "./text.ts";
import type { CalendarDate, Instant } from "./time.ts";
import type { DocumentLink, Extraction, Recipe, Version } from "./version.ts";

/** What is remembered of a feed between polls. */
export interface FeedState {
  readonly feedId: string;
  readonly host: string;
  /** False when its file is gone. */
  readonly active: boolean;
  readonly cursor: Json | null;
  /** When the baseline was recorded; null before. */
  readonly baselineAt: Instant | null;
  readonly nextDueAt: Instant;
  readonly lastCheckedAt: Instant | null;
  readonly lastOkAt: Instant | null;
  readonly checks: number;
  /** Failed checks in a row. */
  readonly failures: number;
  readonly illSince: Instant | null;
  /** What is wrong, in plain words, or null. */
  readonly error: string | null;
  readonly warnings: readonly string[];
  readonly recipe: Recipe | null;
  /** Polls that were cut short by the end of their process since one ended well. */
  readonly interruptions: number;
  readonly failedReadings: readonly FailedReading[];
  readonly documents: number;
}

/** A document with its latest version, as the next comparison needs it. */
export interface DocumentHead {
  readonly id: string;
  readonly feedId: string;
  readonly key: string;
  readonly threadKey: string;
  readonly state: Json;
  readonly sequence: number;
  readonly latest: Version;
  readonly lastSeenAt: Instant;
  /** When the text itself, not only the facts, was last seen. */
  readonly textSeenAt: Instant;
  readonly vanishedAt: Instant | null;
  readonly doubt: Doubt | null;
}

/** A reading that differs from the latest version and that a later look has to confirm before it counts. */
export interface Doubt {
  /** Hash of the reading. */
  readonly reading: string;
  readonly firstSeenAt: Instant;
  /** Since when no look has seen the latest version. */
  readonly since: Instant;
}

/** How a reading stands to a document's earlier ones: the latest version before the last one that says the same, if there is one. */
export interface Return {
  readonly to: { readonly sequence: number; readonly observedAt: Instant } | null;
  /** When the latest version was recorded, if it was a return itself: the document goes back and forth. */
  readonly latestReturnedAt: Instant | null;
}

/** A delivery to be queued in the transaction that records its alert. `eventKey` makes it unique per subscription. */
export interface PlannedDelivery {
  readonly subscriptionId: string;
  readonly lane: string;
  readonly eventKey: string;
  /** Ties it to earlier ones about the same thing. */
  readonly threadKey?: string;
  /** Where it goes instead of the subscription's own destination: to its owner, and then also while the subscription is paused. */
  readonly destination?: Destination;
  /** A mute keeps it back, for the digest or the end of the mute. */
  readonly held?: true;
}

/** An alert and whom it goes to. */
export interface PlannedAlert {
  readonly alert: Alert;
  readonly deliveries: readonly PlannedDelivery[];
}

/**
 * Everything one capture leaves behind, recorded in one transaction. `expectedSequence` is the document's sequence that the comparison
 * was made with (0 for a new document); if another worker was faster, nothing is recorded and the result says so.
 * `version` is null when only the document's fate changed (it vanished). The store fills `change.evidence.chain`.
 */
export interface Recording {
  readonly feedId: string;
  readonly documentId: string;
  readonly key: string;
  readonly threadKey: string;
  readonly expectedSequence: number;
  readonly at: Instant;
  readonly state: Json;
  readonly snapshots: readonly { readonly role: string; readonly snapshot: Snapshot }[];
  readonly version: { readonly extraction: Extraction; readonly recipe: Recipe } | null;
  readonly vanished: boolean;
  readonly change: Change | null;
  readonly alert: PlannedAlert | null;
  /** Set instead of `alert` where the change is told together with others of its poll that carry the same key. */
  readonly gather: string | null;
}

/** A change that waits to be told with others. */
export interface Gathered {
  readonly key: string;
  readonly change: Change;
}

export type Recorded =
  | { readonly kind: "recorded"; readonly change: Change | null; readonly deliveries: number }
  | { readonly kind: "overtaken" };

/** Subscriptions as they are now, the ids of those that were removed, and the mark to ask with next time. */
export interface SubscriptionsSince {
  readonly mark: string;
  readonly present: readonly Subscription[];
  readonly removed: readonly string[];
}

/** A document as a poll is told of it, with the recipe that made its latest version. */
export interface ReadDocument extends KnownDocument {
  readonly recipe: Recipe;
}

/** A document that is as it is known, and how much of it was looked at. */
export interface SeenAgain {
  readonly key: string;
  readonly looked: "facts" | "all";
  readonly state?: Json;
}

/** How a poll ended, and what it showed of the publisher. */
export interface PollOutcome {
  readonly feedId: string;
  readonly at: Instant;
  readonly nextDueAt: Instant;
  /** When the feed was due as it was claimed: where somebody wanted it sooner meanwhile, it is due then. */
  readonly claimedDueAt?: Instant;
  /** Documents that were seen and are as they are known, where that is not on record yet. */
  readonly seen?: readonly SeenAgain[];
  readonly result:
    | { readonly ok: true; readonly cursor: Json; readonly warnings: readonly string[]; readonly recipe: Recipe }
    | { readonly ok: false; readonly error: string };
  readonly pulse?: {
    readonly life?: SignOfLife;
    /** How far an illness may reach; left out where the poll went well. */
    readonly reach?: Reach;
    readonly reconciliation?: Reconciliation;
  };
}

/** What the timeline shows. All given conditions hold together. `before` is a cursor from an earlier page. */
export interface TimelineFilter {
  readonly feedId?: string;
  readonly source?: string;
  readonly topic?: string;
  readonly kind?: ChangeKind;
  readonly minimum?: Significance;
  readonly threadKey?: string;
  readonly documentId?: string;
  /** Only changes with one of these event keys: all the feeds through which the same events were seen. */
  readonly eventKeys?: readonly string[];
  /** Ids of changes that are known already. */
  readonly except?: readonly string[];
  readonly since?: Instant;
  readonly until?: Instant;
  /** Left out: muted changes are not shown. */
  readonly muted?: "with" | "only";
  /** Left out: the baseline is shown too. */
  readonly baseline?: boolean;
  /** True for readers who may see private feeds. */
  readonly includePrivate: boolean;
  /**
   * In the query language, and valid. A page may then be shorter than its limit although there is more: after some thousand changes
   * that its words might have meant the search is left to the next page.
   */
  readonly query?: string;
  readonly before?: string;
  readonly limit: number;
}

/** Which texts that stand now are searched. `query` is valid. */
export interface TextFilter {
  readonly query: string;
  readonly feedId?: string;
  readonly source?: string;
  readonly topic?: string;
  readonly includePrivate: boolean;
  readonly before?: string;
  readonly limit: number;
}

/** A document whose latest text holds what was searched for. */
export interface FoundDocument {
  readonly documentId: string;
  readonly feedId: string;
  readonly title: string;
  readonly language: string;
  /** The first sections that hold it; `first` is the place of their first block, `before` the characters before it. */
  readonly sections: readonly { readonly first: number; readonly before: number; readonly blocks: readonly Block[] }[];
  /** How many sections more hold it. */
  readonly more: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the next page, or null at the end. */
  readonly next: string | null;
}

/** Who may see what was read. */
export interface Seen {
  readonly visibility: "public" | "private";
}

/** A document as its page shows it. Versions without their text, newest first. */
export interface DocumentRecord {
  readonly id: string;
  readonly feedId: string;
  readonly key: string;
  readonly threadKey: string;
  readonly title: string;
  readonly visibility: "public" | "private";
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly vanishedAt: Instant | null;
  readonly links: readonly DocumentLink[];
  readonly versions: readonly VersionSummary[];
}

export interface VersionSummary {
  readonly id: string;
  readonly sequence: number;
  readonly observedAt: Instant;
  readonly publishedAt: CalendarDate | Instant | null;
  readonly form: string;
  readonly title: string;
  readonly changeId: string | null;
}

/** A deadline with the document it belongs to. */
export interface DeadlineRecord extends Deadline {
  readonly documentId: string;
  readonly feedId: string;
  readonly threadKey: string;
  readonly title: string;
  readonly sourceUrl: string;
  readonly citation: string | null;
  readonly topics: readonly string[];
}

/** A delivery as `subscriptions` and the web list it. */
export interface DeliveryRecord {
  readonly id: string;
  readonly subscriptionId: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  readonly lastError: string | null;
  readonly title: string;
}

/** The first broken link of the evidence chain, or how much was checked. */
export type Verification =
  | {
      readonly ok: true;
      readonly documents: number;
      readonly entries: number;
      readonly snapshots: number;
      /** Versions that the retention rule let go of, as the chains say. */
      readonly letGo: number;
    }
  | { readonly ok: false; readonly documentId: string; readonly entry: number; readonly problem: string };

/** Counts for `/metrics` and `doctor`. */
export interface StoreCounts {
  readonly feeds: number;
  readonly feedsIll: number;
  readonly documents: number;
  readonly versions: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
  readonly changes: number;
  readonly subscriptions: number;
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
  /** Seconds the oldest delivery that could go out has waited, or 0. */
  readonly oldestQueuedSeconds: number;
}

/** Work that waits. The seconds are 0 where nothing does. */
export interface Backlog {
  /** Feeds whose check is more than five minutes late. */
  readonly overdueFeeds: number;
  /** How long the feed that waits longest is due, of those that nobody polls and whose host is not left alone. */
  readonly unclaimedFeedSeconds: number;
  /** How long the lane that waits longest could go on, of those that nobody works on. */
  readonly unclaimedLaneSeconds: number;
  readonly pausedSubscriptions: number;
  readonly databaseBytes: number;
}

/** What is known of a delivery in the transaction that commits the beginning of an attempt. `number` counts from 1. */
export interface Attempt {
  readonly number: number;
  /** When the first attempt began since the delivery could go out. */
  readonly triedSince: Instant;
  /** With what was taken back of it since it was claimed. */
  readonly alert: Alert;
  readonly parent: string | null;
  readonly standing: Standing;
}

/** A message that stands and is to say what is true now. `revision` tells this wish from a later one. */
export interface Amendment {
  readonly delivery: Delivery;
  readonly reference: string;
  readonly revision: number;
  /** Attempts made so far. */
  readonly attempts: number;
}

/** How an attempt, or a look at one whose end was not known, ended. */
export type Settlement =
  | { readonly state: "sent"; readonly reference: string | null }
  | { readonly state: "queued"; readonly nextAttemptAt: Instant; readonly error: string }
  | { readonly state: "unknown"; readonly lookAt: Instant; readonly looks: number; readonly error: string }
  | { readonly state: "failed"; readonly error: string };

/** What wakes a worker. Rows are the truth: a lost wake-up is made up for by the next tick. */
export interface WakeUps {
  onHost(host: string): Promise<void>;
  onLane(lane: string): Promise<void>;
}

/** The memory of regwatch. Each method is one transaction. Implemented on PGlite and on PostgreSQL. */
export interface Store
  extends
    AccessStore,
    AuditStore,
    CalendarStore,
    CopyStore,
    DeskStore,
    DraftStore,
    EvidenceStore,
    PulseStore,
    RetentionStore,
    TermStore,
    Vault {
  // feeds
  syncFeeds(feeds: readonly { readonly feed: Feed; readonly host: string }[], now: Instant): Promise<void>;
  feedStates(): Promise<readonly FeedState[]>;
  feedState(feedId: string): Promise<FeedState | null>;
  dueHosts(now: Instant): Promise<readonly string[]>;
  /** Claims at most `limit` due feeds of a host for `leaseSeconds`, those that wait longest. None is under another worker's lease. */
  claimDueFeeds(
    host: string,
    worker: string,
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly FeedState[]>;
  /** Claims one feed whether due or not; null while another worker holds it. */
  claimFeed(feedId: string, worker: string, now: Instant, leaseSeconds: number): Promise<FeedState | null>;
  /** Prolongs leases. Returns the feeds whose lease was not lost to another worker. */
  renewFeedLeases(
    feedIds: readonly string[],
    worker: string,
    now: Instant,
    leaseSeconds: number,
  ): Promise<ReadonlySet<string>>;
  /** Gives a lease back without an outcome: the poll was interrupted and the feed stays due. */
  releaseFeed(feedId: string, worker: string): Promise<void>;
  /** Ends polls, each where `worker` still holds its feed, and gives the leases back. Returns the feeds it held. */
  finishPolls(worker: string, outcomes: readonly PollOutcome[]): Promise<ReadonlySet<string>>;
  /** Remembers what of a feed could not be read; nothing where the lease was lost to another worker. */
  keepFailedReadings(feedId: string, worker: string, readings: readonly FailedReading[]): Promise<void>;
  /**
   * Books the next free moment for a request to `host`, at least `gapMs` after the one before, across all workers; with `count`, that
   * many moments `gapMs` apart, of which the first is returned.
   */
  reserveRequest(host: string, now: Instant, gapMs: number, count?: number): Promise<Instant>;
  /** Nobody asks `host` anything before `until` (Retry-After, block page). */
  holdHost(host: string, until: Instant): Promise<void>;
  /** Makes due what only a clock that was ahead can have put off, where leases are as long as that. Returns how many rows it was. */
  mendFuture(now: Instant, leaseSeconds: number): Promise<number>;

  // documents
  /** The documents of some feeds by their keys, oldest first; a feed without any may be left out. */
  knownDocuments(feedIds: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, ReadDocument>>>;
  documentHead(feedId: string, key: string): Promise<DocumentHead | null>;
  /** The thread that any of the keys already belongs to (the oldest such thread), as far as private feeds may be asked, or null. */
  threadOf(threadKeys: readonly string[], includePrivate: boolean): Promise<string | null>;
  markSeen(feedId: string, seen: readonly SeenAgain[], at: Instant): Promise<void>;
  record(recording: Recording): Promise<Recorded>;
  /** Remembers a reading that a later look has to confirm. It is forgotten when the latest version is seen again, or a new one recorded. */
  holdBack(documentId: string, expectedSequence: number, doubt: Doubt): Promise<void>;
  /** Whether a reading of a document was there before. */
  returnOf(documentId: string, extraction: Extraction): Promise<Return>;
  /** Changes of a feed that wait to be told together, oldest first. */
  gathered(feedId: string): Promise<readonly Gathered[]>;
  /** Changes that wait to be told together, oldest first, of feeds that are polled by themselves no more and are not being polled now. */
  leftGathered(now: Instant): Promise<readonly Gathered[]>;
  /** Tells gathered changes; each waits no longer. Returns how many deliveries were queued. */
  tellGathered(changeIds: readonly string[], alert: PlannedAlert, at: Instant): Promise<number>;
  /** Replaces the latest version by what a new recipe makes of the same snapshots: a new version, no change, no alert. */
  reextracted(
    documentId: string,
    expectedSequence: number,
    extraction: Extraction,
    recipe: Recipe,
    at: Instant,
  ): Promise<void>;

  // subscriptions
  addSubscription(subscription: Subscription): Promise<void>;
  removeSubscription(id: string, by: string, at: Instant): Promise<boolean>;
  setSubscriptionState(
    id: string,
    state: SubscriptionState,
    because: string | null,
    by: string,
    at: Instant,
    /** What is told about it where the state changes by this. */
    notice?: PlannedAlert,
  ): Promise<boolean>;
  /** Lets what regwatch itself paused at a destination go on. Returns the ids. */
  resumeMended(destination: Destination, by: string, at: Instant): Promise<readonly string[]>;
  subscription(id: string): Promise<Subscription | null>;
  subscriptions(filter?: {
    readonly destination?: Destination;
    readonly tenant?: string;
    readonly state?: SubscriptionState;
  }): Promise<readonly Subscription[]>;
  /** What was written to subscriptions since an earlier call, which gave `mark`; all of them for null. A row may come twice, and none is left out. */
  subscriptionsSince(mark: string | null): Promise<SubscriptionsSince>;

  // deliveries
  dueLanes(now: Instant): Promise<readonly string[]>;
  /** Claims a lane and returns its deliveries that may go out, in order; empty while another worker holds it or it has to wait. */
  claimLane(
    lane: string,
    worker: string,
    now: Instant,
    leaseSeconds: number,
    limit: number,
  ): Promise<readonly Delivery[]>;
  releaseLane(lane: string, worker: string): Promise<void>;
  /**
   * Commits that an attempt begins, before it does. Null if the lease was lost, or all that it tells of is private by now: then do not
   * send. `lookAt` is when the receiver can first be asked whether it took the message, should nobody settle the attempt; left out where
   * it cannot be asked.
   */
  beginAttempt(deliveryId: string, worker: string, now: Instant, lookAt?: Instant): Promise<Attempt | null>;
  /**
   * Turns a delivery that may have been made between a backup and its restore into one to be looked up, as after an attempt at the time
   * of the backup. `looks` is how many looks count as made. False if the lease was lost.
   */
  beginDoubt(deliveryId: string, worker: string, now: Instant, looks: number): Promise<boolean>;
  /** The attempt to be looked up of a delivery whose end is not known. Null if the lease was lost: then do not look. */
  beginLook(deliveryId: string, worker: string, now: Instant): Promise<UnsettledAttempt | null>;
  /** `attempt` is the one it is about: where another has begun since, nothing but "sent" counts any more. */
  settleDelivery(deliveryId: string, settlement: Settlement, now: Instant, attempt: number): Promise<void>;
  /** Claims a lane and returns its oldest message to be amended now, or null. */
  claimAmendment(lane: string, worker: string, now: Instant, leaseSeconds: number): Promise<Amendment | null>;
  /** Ends an amendment (`later` null), or puts it off. One that was asked for anew meanwhile stays due. */
  settleAmendment(amendment: Amendment, later: { readonly at: Instant; readonly error: string } | null): Promise<void>;
  deliveriesOf(subscriptionId: string, limit: number): Promise<readonly DeliveryRecord[]>;
  /** Deliveries not yet settled; `check` waits until there are none it could still send. */
  pendingDeliveries(): Promise<number>;

  // reads
  timeline(filter: TimelineFilter): Promise<Page<Change>>;
  /** Counts changes by the week they stand in (its Monday in UTC), source and significance; `query` is not regarded. */
  tally(filter: Omit<TimelineFilter, "query" | "before" | "limit">): Promise<readonly Tally[]>;
  /** Documents whose latest text holds a section that the query asks for, newest first. Pages may be short, as in `timeline`. */
  standingTexts(filter: TextFilter): Promise<Page<FoundDocument>>;
  /** How many changes and documents recorded by an earlier version wait to be indexed. */
  searchBacklog(): Promise<{ readonly changes: number; readonly documents: number }>;
  /** Indexes some of them; false where nothing was left to do. */
  workOffBacklog(atMost: number): Promise<boolean>;
  change(id: string): Promise<Change | null>;
  /** The versions a change lies between, with their text. */
  changeVersions(changeId: string): Promise<{ readonly before: Version | null; readonly after: Version | null } | null>;
  document(id: string): Promise<DocumentRecord | null>;
  /** Newest first by last change. */
  documents(filter: {
    readonly feedId?: string;
    readonly includePrivate: boolean;
    readonly before?: string;
    readonly limit: number;
  }): Promise<Page<Omit<DocumentRecord, "versions">>>;
  /** A document of any feed of this source with this key (a correction's original): of a public one where there is one. */
  documentByKey(
    source: string,
    key: string,
    includePrivate: boolean,
  ): Promise<{ readonly id: string; readonly title: string } | null>;
  version(id: string): Promise<(Version & Seen) | null>;
  /** The bytes with the first time they were served: in public where that was so, else as a private feed saw them. */
  snapshot(id: string): Promise<(Snapshot & Seen) | null>;
  /** Dates of documents that still stand and are not muted, earliest first. */
  deadlines(filter: {
    readonly from: CalendarDate;
    readonly to: CalendarDate;
    readonly includePrivate: boolean;
  }): Promise<readonly DeadlineRecord[]>;
  healthNotices(limit: number): Promise<readonly HealthNotice[]>;
  /** How often was looked in a period, to the hour, and which public feeds cannot be read at the moment. */
  checksBetween(from: Instant, to: Instant): Promise<Digest["checks"]>;
  /** How often a feed was checked day by day, newest first. */
  checksByDay(feedId: string, since: Instant): Promise<readonly ChecksOfDay[]>;
  /** Makes a feed due now and wakes a worker for it. */
  hasten(feedId: string, by: string, now: Instant): Promise<void>;
  backlog(now: Instant): Promise<Backlog>;
  counts(now: Instant): Promise<StoreCounts>;
  verify(onProgress?: (documents: number) => void): Promise<Verification>;

  // life
  /** Begins to deliver wake-ups to this process. */
  listen(wakeUps: WakeUps): Promise<void>;
  /** Wakes workers for these hosts or lanes, here or elsewhere. */
  wake(what: { readonly hosts?: readonly string[]; readonly lanes?: readonly string[] }): Promise<void>;
  /** Answers when the database does. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
