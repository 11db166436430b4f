import type { Html } from "./markup.ts";
import { fold } from "./redline-lines.ts";
import type { Line } from "./redline-lines.ts";

/** Passages that stand together on a page: shown, or folded under a number of their own. */
export interface Piece {
  readonly lines: readonly Line[];
  /** Counted from 1 over the whole redline; null where the passages are shown. */
  readonly fold: number | null;
  /** The part of the redline that holds it, from 1. */
  readonly part: number;
}

/** How a redline that no page could hold is divided over several. */
export interface RedlineParts {
  readonly pieces: readonly Piece[];
  /** The part to be shown. */
  readonly part: number;
  /** The folds that come with their text; the others are links. */
  readonly withText: ReadonlySet<number>;
  /** The fold that somebody asked for, and that stands open. */
  readonly open: number | null;
  readonly partAddress: (part: number) => string;
  readonly foldAddress: (fold: number) => string;
  /** Stands after the last part of several. */
  readonly end: Html | null;
}

/** Divides a redline into parts of about `shown` characters of passages that are not folded. */
export function piecesOf(lines: readonly Line[], shown = Number.POSITIVE_INFINITY): readonly Piece[] {
  const pieces: Piece[] = [];
  let [part, held, folds] = [1, 0, 0];
  for (const stretch of fold(lines)) {
    if (stretch.kind === "folded") {
      folds += 1;
      pieces.push({ lines: stretch.lines, fold: folds, part });
      continue;
    }
    let kept: Line[] = [];
    for (const line of stretch.lines) {
      if (held > 0 && held + line.length > shown) {
        if (kept.length > 0) pieces.push({ lines: kept, fold: null, part });
        [part, held, kept] = [part + 1, 0, []];
      }
      kept.push(line);
      held += line.length;
    }
    if (kept.length > 0) pieces.push({ lines: kept, fold: null, part });
  }
  return pieces;
}

/** The folds that a page has room for, the first ones first. */
export function foldsWithin(pieces: readonly Piece[], characters: number): ReadonlySet<number> {
  const fitting = new Set<number>();
  let left = characters;
  for (const { lines, fold: number } of pieces) {
    if (number === null) continue;
    left -= lengthOf(lines);
    if (left < 0) break;
    fitting.add(number);
  }
  return fitting;
}

/** The part in which each passage stands. */
export function partsByLine(pieces: readonly Piece[]): ReadonlyMap<Line, number> {
  return new Map(pieces.flatMap(({ lines, part }) => lines.map((line): [Line, number] => [line, part])));
}

export function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}
