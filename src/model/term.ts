import { z } from "zod";
import type { ChangeKind } from "./change.ts";
import type { Instant } from "./time.ts";

const words = z.array(z.string().trim().min(2)).default([]);

const termEntry = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be lower-case letters, digits and hyphens, such as total-processing-performance"),
  title: z.string().min(1).describe("As people name it"),
  why: z.string().min(1).describe("What turns on it, in a sentence"),
  en: words.describe("How English texts write it; capitals, hyphens and a plural s do not count"),
  zh: words.describe("How Chinese texts write it"),
  value: z
    .enum(["number", "power-of-ten"])
    .optional()
    .describe("number: the figure stated beside it (4800); power-of-ten: a count of operations such as 10^26"),
  unit: z.string().optional().describe("What the number counts, if that has a name"),
});

/** `terms.yaml` in the feeds folder: the words and thresholds that the field turns on. */
export const termsFile = z.strictObject({ terms: z.array(termEntry).min(1) });

export type Term = Readonly<z.infer<typeof termEntry>>;

/** The terms that are followed; `hash` tells one register from another. */
export interface TermRegister {
  readonly terms: readonly Term[];
  readonly hash: string;
}

/** Where a term stands in a text: the section, the sentence, and the value stated with it (`4800`, `2400 / 4800`, `10^26`). */
export interface TermPlace {
  readonly termId: string;
  readonly section: string;
  readonly sentence: string;
  readonly value: string | null;
}

/** A place in the latest version of a document that stands. */
export interface StandingPlace extends TermPlace {
  readonly documentId: string;
  readonly feedId: string;
  readonly source: string;
  readonly title: string;
  readonly citation: string | null;
}

/** That a change of a document moved what is said with a term. `before` or `after` is null where nothing was or is said there. */
export interface TermMove {
  readonly documentId: string;
  readonly title: string;
  readonly section: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly changeId: string;
  readonly changeKind: ChangeKind;
  readonly at: Instant;
  readonly sentence: string;
}

/** A term at a glance. `values` are those stated now. */
export interface TermTotal {
  readonly termId: string;
  readonly documents: number;
  readonly values: readonly string[];
}

/** Where the terms stand, and stood: read once from each version, so that pages need not read texts. */
export interface TermStore {
  /** Documents with versions not yet read for this register, and up to which version each was (0: none). */
  documentsToRead(
    register: string,
    limit: number,
  ): Promise<readonly { readonly documentId: string; readonly read: number }[]>;
  /** Keeps what versions, given in order, say; false where another worker was faster. `read` is what `documentsToRead` said. */
  keepTerms(
    documentId: string,
    register: string,
    read: number,
    versions: readonly { readonly sequence: number; readonly places: readonly TermPlace[] }[],
  ): Promise<boolean>;
  termTotals(includePrivate: boolean): Promise<readonly TermTotal[]>;
  termPlaces(termId: string, includePrivate: boolean, limit: number): Promise<readonly StandingPlace[]>;
  /** Newest first. */
  termMoves(termId: string, includePrivate: boolean, limit: number): Promise<readonly TermMove[]>;
}
