import { linesOf } from "../exports/redline-lines.ts";
import type { Line } from "../exports/redline-lines.ts";
import { foldsWithin, partsByLine, piecesOf } from "../exports/redline-parts.ts";
import type { Piece } from "../exports/redline-parts.ts";
import type { Redline } from "../model/redline.ts";
import type { Reason } from "../model/significance.ts";
import type { Texts } from "./comparison.ts";
import { address } from "./links.ts";
import { markReasons } from "./reason-marks.ts";
import type { Mark } from "./reason-marks.ts";

/** How the reader asked to see a text: `?view=side`, `?whole=1`, the part of a long redline, the fold that is to stand open. */
export interface TextChoice {
  readonly side: boolean;
  readonly whole: boolean;
  readonly part: number | undefined;
  readonly open: number | undefined;
}

/** A redline cut for a page: the pieces of all parts, and which of them the page shows. */
export interface RedlineReading {
  readonly redline: Redline;
  readonly lines: readonly Line[];
  readonly pieces: readonly Piece[];
  readonly part: number;
  readonly parts: number;
  readonly open: number | null;
  readonly withText: ReadonlySet<number>;
  /** Where each reason's words stand. */
  readonly marks: readonly (Mark | null)[];
  /** The address of the page that holds a passage; empty on that page itself. */
  readonly elsewhere: (line: Line) => string;
  readonly partAddress: (part: number) => string;
  readonly foldAddress: (fold: number) => string;
  /** The address of the same page shown differently. */
  readonly shownAs: (wish: { readonly side: boolean; readonly whole?: boolean }) => string;
}

/** Characters on one page: changed passages with their neighbours, and folded text that is sent along. */
const shownInPart = 150_000;
const foldedWithText = 40_000;
/** Characters of a page that was asked for with everything on it. */
const wholeAtMost = 6_000_000;

const known = new WeakMap<Redline, readonly Line[]>();

/** Cuts a redline for a page. `parameters` are those of the page's address that say what is compared. */
export function readRedline(
  redline: Redline,
  texts: Texts,
  choice: TextChoice,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  reasons: readonly Reason[] = [],
): RedlineReading {
  const lines = cutLines(redline, texts);
  const pieces = piecesOf(lines, choice.whole ? wholeAtMost : shownInPart);
  const parts = pieces.at(-1)?.part ?? 1;
  const open = pieces.find(({ fold }) => fold !== null && fold === choice.open) ?? null;
  const part = open?.part ?? Math.min(choice.part ?? 1, parts);
  const places = partsByLine(pieces);
  const kept = { ...parameters, view: choice.side ? "side" : null, whole: choice.whole ? "1" : null };
  const partAddress = (number: number): string => address(path, { ...kept, part: number === 1 ? null : number });
  return {
    redline,
    lines,
    pieces,
    part,
    parts,
    open: open?.fold ?? null,
    withText: foldsWithin(
      pieces.filter((piece) => piece.part === part),
      choice.whole ? wholeAtMost : foldedWithText,
    ),
    marks: markReasons(lines, reasons),
    elsewhere: (line) => (places.get(line) === part ? "" : partAddress(places.get(line) ?? 1)),
    partAddress,
    foldAddress: (fold) => address(path, { ...kept, open: fold }),
    shownAs: ({ side, whole = false }) =>
      address(path, { ...parameters, view: side ? "side" : null, whole: whole ? "1" : null }),
  };
}

function cutLines(redline: Redline, { before, after }: Texts): readonly Line[] {
  const lines = known.get(redline) ?? linesOf(redline, before?.blocks ?? [], after?.blocks ?? []);
  known.set(redline, lines);
  return lines;
}
