import type { Deadline, Facts } from "./facts.ts";
import type { Block } from "./text.ts";
import type { CalendarDate, Instant } from "./time.ts";

/**
 * How a document names another one. `key` is that document's key at its source; `source` is named where it is another one's. What
 * `announces` another document says of it what is told there (a press release and the rule it is about).
 */
export interface DocumentLink {
  readonly relation:
    | "correction-of"
    | "corrected-by"
    | "proposed-by"
    | "finalised-by"
    | "announces"
    | "companion"
    | "enacted-as"
    | "related";
  readonly key: string;
  readonly source?: string;
  readonly title?: string;
  readonly url?: string;
}

/** What extraction made of a capture's snapshots. Pure: the same snapshots and recipe give the same extraction. */
export interface Extraction {
  readonly title: string;
  /** BCP 47, as the page states it: `en`, `zh-CN`. */
  readonly language: string;
  /** The page for people. */
  readonly sourceUrl: string;
  /** The official document (govinfo PDF for the Federal Register). */
  readonly officialUrl: string | null;
  /** Short: `90 FR 47201`. */
  readonly citation: string | null;
  /** In full, for people: title, 90 Fed. Reg. 47201 (Sept. 30, 2025) (to be codified at 15 C.F.R. pt. 744). */
  readonly fullCitation: string | null;
  /** The publisher's own date. */
  readonly publishedAt: CalendarDate | Instant | null;
  /**
   * The form of the text (`inspection`, `published`, `page`). Two forms of one text are compared by words alone, because their
   * typesetting differs.
   */
  readonly form: string;
  /** False while the publisher has announced the document but not yet its text. Its arrival alone is told to nobody. */
  readonly complete: boolean;
  readonly blocks: readonly Block[];
  readonly facts: Facts;
  readonly deadlines: readonly Deadline[];
  /** What ties documents together, strongest first: `rin:0694-AK11`, `docket:BIS-2025-0017`, `bill:hr2683-119`. */
  readonly threadKeys: readonly string[];
  readonly links: readonly DocumentLink[];
}

/** Source, revision and parameters that made a version. Versions of different recipes are never compared. */
export interface Recipe {
  readonly source: string;
  readonly revision: number;
  /** SHA-256 over the parameters that influence extraction. */
  readonly paramsHash: string;
}

/** Whether two readings can be compared: the same bytes would give the same. */
export function isSameRecipe(a: Recipe, b: Recipe): boolean {
  return a.source === b.source && a.revision === b.revision && a.paramsHash === b.paramsHash;
}

/** A version as it is kept. `sequence` counts from 1 within its document. `chain` is the evidence-chain entry that recorded it. */
export interface Version extends Extraction {
  readonly id: string;
  readonly documentId: string;
  readonly sequence: number;
  readonly recipe: Recipe;
  readonly snapshots: readonly { readonly role: string; readonly id: string }[];
  readonly observedAt: Instant;
  readonly chain: string;
}
