import type { Block } from "../model/text.ts";
import type { CalendarDate } from "../model/time.ts";

/** The kinds of text that can be read. `bill-text` is a bill as the printing office sets it in plain text or in a page. */
export type Format =
  | "html"
  | "markdown"
  | "plain-text"
  | "bill-text"
  | "federal-register-xml"
  | "federal-register-text"
  | "cfr-annual"
  | "bill-dtd"
  | "uslm"
  | "ecfr"
  | "pdf";

/** A link that stands alone, such as an entry of a list of agreements. Order counts; targets are as written. */
export interface PageLink {
  readonly text: string;
  readonly target: string;
}

/** What a file says, read in whatever format it came. */
export interface Reading {
  readonly format: Format;
  readonly title: string | null;
  /** BCP 47, as the page states it, or told from the script of the text. */
  readonly language: string | null;
  readonly blocks: readonly Block[];
  /**
   * The date of a "Last updated" or "Effective" line. The line itself stays among the blocks, as a block of its own, so that the text is
   * whole; comparison knows such lines.
   */
  readonly statedDate: CalendarDate | null;
  /** Links that stand alone, which are navigation more often than terms, and so are no blocks. */
  readonly links: readonly PageLink[];
  /** Selectors that matched nothing although others did. */
  readonly missing: readonly string[];
}

/** Part of a page from one element to another, as Open Terms Archive declares it. */
export interface RangeSelector {
  readonly startBefore?: string;
  readonly startAfter?: string;
  readonly endBefore?: string;
  readonly endAfter?: string;
}

export type Selector = string | RangeSelector;

/** What is known about a file besides its bytes. `select` and `remove` are for HTML. */
export interface ReadingHint {
  readonly name?: string | undefined;
  readonly contentType?: string | undefined;
  readonly select?: readonly Selector[] | undefined;
  readonly remove?: readonly Selector[] | undefined;
}
