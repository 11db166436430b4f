import type { BlockKind } from "../model/text.ts";

/** A passage of a page before its path is known. */
export interface Piece {
  readonly kind: BlockKind;
  readonly text: string;
  /** Of a heading, 1 is outermost. */
  readonly level?: number;
  /** Markers of the lists it stands in, outermost first; bullets are empty. */
  readonly markers?: readonly string[];
  /** Bold from end to end. */
  readonly bold?: boolean;
  /** The first passage of a list item. */
  readonly first?: boolean;
  /** Where it leads, if it is nothing but a link. */
  readonly target?: string | undefined;
  /** Which list it belongs to, nested lists counted with the outermost. */
  readonly list?: number | undefined;
  /** What a row of a table is known by. */
  readonly keys?: readonly string[];
}
