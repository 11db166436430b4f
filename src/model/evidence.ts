import type { Json } from "./json.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Instant } from "./time.ts";

/** An entry of a document's evidence chain as it is kept. `hash` is `sha256:` and the SHA-256 of the canonical JSON of `body`. */
export interface ChainEntry {
  readonly entry: number;
  readonly hash: string;
  readonly body: Json;
}

/** One served answer in the part it plays for a version, as the version's document saw it. */
export interface ServedAnswer {
  readonly role: string;
  readonly snapshot: Snapshot;
}

/** Where the chain of one document ended when it was time-stamped. */
export interface StampedHead {
  readonly documentId: string;
  readonly entries: number;
  readonly head: string;
}

/**
 * What is to be time-stamped together: the heads that are new since the checkpoint before, by document. `previous` is the SHA-256 of that
 * checkpoint's text, or null for the first.
 */
export interface Checkpoint {
  readonly day: string;
  readonly at: Instant;
  readonly previous: string | null;
  readonly heads: readonly StampedHead[];
}

/** A checkpoint with what the authority answered. `token` is a DER-encoded RFC 3161 TimeStampToken. */
export interface TimeStamp extends Checkpoint {
  readonly token: Uint8Array;
  readonly authority: string;
  readonly stampedAt: Instant;
}

/** How the time-stamping stands: for `doctor` and the metrics. */
export interface StampStanding {
  readonly lastStampedAt: Instant | null;
  /** Checkpoints that wait for their token, and what went wrong last. */
  readonly waiting: number;
  readonly error: string | null;
}

/** What the store tells of evidence, and how it keeps time stamps. */
export interface EvidenceStore {
  /** The whole chain of a document, oldest entry first. */
  chainOf(documentId: string): Promise<readonly ChainEntry[]>;
  /** Every served answer that a version was made from, in order. */
  servedFor(versionId: string): Promise<readonly ServedAnswer[]>;
  /** Every served answer that an entry speaks of, by the entry's hash: also where it recorded no version. */
  servedBy(chain: string): Promise<readonly ServedAnswer[]>;
  /** Makes the day's checkpoint if there is none and heads are new. */
  openCheckpoint(day: string, at: Instant): Promise<void>;
  /** Claims the oldest checkpoint that waits for its token; nobody else gets it before `until`. */
  claimCheckpoint(now: Instant, until: Instant): Promise<(Checkpoint & { readonly attempts: number }) | null>;
  keepToken(day: string, token: Uint8Array, authority: string, at: Instant): Promise<void>;
  postponeCheckpoint(day: string, until: Instant, error: string): Promise<void>;
  /** The time stamps that speak of a document, oldest first, each with all its heads. */
  timeStampsOf(documentId: string): Promise<readonly TimeStamp[]>;
  /** The first time stamp after an entry was written, by the entry's hash; null before there is one. */
  stampCovering(chain: string): Promise<{ readonly authority: string; readonly stampedAt: Instant } | null>;
  stampStanding(): Promise<StampStanding>;
}
