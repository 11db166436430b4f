import type { Deadline, FactChange } from "./facts.ts";
import type { Redline } from "./redline.ts";
import type { Reason, Significance } from "./significance.ts";
import type { CalendarDate, Instant } from "./time.ts";

export type ChangeKind = "first-seen" | "amended" | "withdrawn";

/** When and why something that was told turned out to be wrong. */
export interface Retraction {
  readonly at: Instant;
  readonly reason: string;
}

/** What proves a change: a window, never a moment. Snapshot ids are `sha256:…`; `chain` is the evidence-chain entry. */
export interface Evidence {
  readonly before: string | null;
  readonly after: string | null;
  /** When the old text was last seen. */
  readonly lastSeenBefore: Instant | null;
  /** When the new text was first seen. */
  readonly firstSeenAfter: Instant;
  readonly chain: string;
}

/** What a change is about, for queries and filters. CFR references as `15 CFR 744`, bills as `hr2683-119`. */
export interface Identifiers {
  readonly documentNumber: string | null;
  readonly agencies: readonly string[];
  readonly cfrReferences: readonly string[];
  readonly docketIds: readonly string[];
  readonly rins: readonly string[];
  readonly bills: readonly string[];
}

/** The difference between two versions, as data. Its JSON form is the contract of `check --json`, webhooks and the API. */
export interface Change {
  readonly id: string;
  /** The same for the same event seen through two feeds, so that a subscription hears of it once. */
  readonly eventKey: string;
  readonly feedId: string;
  readonly source: string;
  readonly documentId: string;
  readonly threadKey: string;
  readonly kind: ChangeKind;
  /** What happened in the field's own words: "Comment deadline moved", "Correction", "Filed for public inspection". */
  readonly headline: string;
  readonly title: string;
  readonly sourceUrl: string;
  readonly permalink: string;
  readonly publishedAt: CalendarDate | Instant | null;
  readonly detectedAt: Instant;
  /** Its place on the timeline: the publisher's own date for what the baseline found, else `detectedAt`. */
  readonly occurredAt: Instant;
  readonly language: string;
  readonly significance: Significance;
  readonly reasons: readonly Reason[];
  readonly topics: readonly string[];
  readonly identifiers: Identifiers;
  readonly facts: readonly FactChange[];
  readonly deadlines: readonly Deadline[];
  readonly summary: string;
  readonly summarisedBy: "rules" | "model";
  readonly citation: string | null;
  readonly fullCitation: string | null;
  readonly officialUrl: string | null;
  /** The changed passages with some words around them. */
  readonly redline: Redline;
  readonly evidence: Evidence;
  /** True for what the first poll of a feed found: recorded and shown, told to nobody. */
  readonly baseline: boolean;
  /** Why nobody is told, if a mute pattern of the feed says so. */
  readonly muted: string | null;
  readonly visibility: "public" | "private";
  /** Present once the change was taken back: it was told by mistake. */
  readonly retracted?: Retraction;
}
