import type { Instant } from "./time.ts";

/** What a legal hold is on: a document by its id, a thread by its key or an identifier of it, or whatever a query finds. */
export type HoldKind = "document" | "thread" | "query";

/** Something that must be kept however old it is, until the hold is released. */
export interface LegalHold {
  readonly id: string;
  readonly kind: HoldKind;
  readonly subject: string;
  readonly reason: string;
  readonly heldAt: Instant;
  readonly heldBy: string;
}

/** What the retention rule lets go. `bytes` are those of snapshots and texts as they are kept. */
export interface Leavings {
  readonly documents: number;
  readonly versions: number;
  readonly changes: number;
  readonly bytes: number;
}

/** What is kept of a document on purpose, and what was let go of it. */
export interface Keeping {
  readonly holds: readonly LegalHold[];
  readonly letGo: readonly { readonly at: Instant; readonly versions: number }[];
}

/** How the store keeps and lets go. */
export interface RetentionStore {
  /**
   * Some of the day's housekeeping: compacts what only counts, and lets go of versions that were superseded before `before` and
   * that nobody was told of. False where nothing is left to do today, or another process is at it.
   */
  keepHouse(now: Instant, before: Instant): Promise<boolean>;
  /** What would be let go of now. */
  leavings(before: Instant): Promise<Leavings>;
  holds(): Promise<readonly LegalHold[]>;
  addHold(hold: LegalHold): Promise<void>;
  /** False where there is no such hold. */
  releaseHold(id: string, by: string, at: Instant): Promise<boolean>;
  keepingOf(documentId: string): Promise<Keeping>;
}
