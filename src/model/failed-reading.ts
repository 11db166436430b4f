import type { Instant } from "./time.ts";

/** A document whose reading failed: it threw, or the process ended or stood still while it was read. */
export interface FailedReading {
  /** The document's key; empty for what the feed reads before it knows of documents. */
  readonly key: string;
  /** What was read: the hash of the served answers. Other bytes are read as if nothing had happened. */
  readonly bytes: string;
  /** The hash of the recipe by which it was read. */
  readonly recipe: string;
  readonly tries: number;
  readonly error: string;
  /** When it was tried last. */
  readonly at: Instant;
  /** Whether people were told that it is set aside. */
  readonly told: boolean;
  /** The process ended. Then it counts whatever the bytes. */
  readonly ended?: boolean;
}

/** A document that failed so often is not read again until its bytes or the recipe change, or somebody asks for it. */
export const triesAtMost = 3;

/** Before any document is known the blame is less sure: three kills in a row may be chance. */
export const listTriesAtMost = 5;

/** The documents of a feed that are set aside. */
export function setAside(failed: readonly FailedReading[]): readonly FailedReading[] {
  return failed.filter(({ key, tries }) => key !== "" && tries >= triesAtMost);
}
