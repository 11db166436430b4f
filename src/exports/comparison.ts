import type { Redline } from "../model/redline.ts";
import type { Significance } from "../model/significance.ts";
import type { Block } from "../model/text.ts";
import type { Instant } from "../model/time.ts";

/** One of the two texts that were compared. */
export interface ComparedText {
  /** As whoever asked named it: a file or an address. */
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** Two texts and their redline. */
export interface ComparedTexts {
  readonly title: string;
  /** BCP 47; empty if not known. */
  readonly language: string;
  readonly before: ComparedText;
  readonly after: ComparedText;
  readonly redline: Redline;
  /** When it was compared. */
  readonly at: Instant;
}

/** Two texts and what was found between them, ready to be taken away as a page, a Word file or lines. */
export interface Comparison extends ComparedTexts {
  readonly significance: Significance;
  readonly headline: string;
  readonly summary: string;
  /** Why it matters, each as a sentence without its full stop. */
  readonly reasons: readonly string[];
}
