import type { Block } from "../model/text.ts";
import type { Pair } from "./align.ts";
import { align } from "./align.ts";
import { matchGap } from "./match-gap.ts";
import { likeElsewhere, runsOf, withNeighbours } from "./moves.ts";
import { normaliseText } from "./normal-form.ts";
import type { Profiles } from "./profiles.ts";
import { profiles } from "./profiles.ts";
import { withSplits } from "./splits.ts";

/**
 * Blocks `[b0, b1)` of the old text that became blocks `[a0, a1)` of the new one: one and one as a rule, more where a block was
 * split or blocks were joined.
 */
export interface Group {
  readonly b0: number;
  readonly b1: number;
  readonly a0: number;
  readonly a1: number;
}

/** A block that went to another place, with the number of the run of blocks that went together. */
export interface Moved extends Pair {
  readonly run: number;
}

/** What belongs together, groups in order. A block in no group that did not move was deleted or inserted. */
export interface Matching {
  readonly groups: readonly Group[];
  readonly moved: readonly Moved[];
}

/** Two texts while their blocks are matched: what each block says, and which blocks are spoken for. */
export interface Matcher {
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  /** Blocks with the same key say the same. */
  readonly beforeKeys: readonly number[];
  readonly afterKeys: readonly number[];
  readonly profiles: Profiles;
  readonly beforeTaken: Uint8Array;
  readonly afterTaken: Uint8Array;
}

/**
 * Finds which blocks belong together: the same text first, then what moved whole, then number and likeness, then moved and edited, then
 * split and joined.
 */
export function matchBlocks(before: readonly Block[], after: readonly Block[]): Matching {
  const keys = new Map<string, number>();
  const weights: number[] = [];
  const keyOf = (block: Block): number => {
    const text = normaliseText(block.text);
    const known = keys.get(text);
    if (known !== undefined) return known;
    weights.push(text.length + 1);
    keys.set(text, keys.size);
    return keys.size - 1;
  };
  const matcher: Matcher = {
    before,
    after,
    beforeKeys: before.map(keyOf),
    afterKeys: after.map(keyOf),
    profiles: profiles(before, after),
    beforeTaken: new Uint8Array(before.length),
    afterTaken: new Uint8Array(after.length),
  };
  const { kept, crossing } = align(matcher.beforeKeys, matcher.afterKeys, (key) => weights[key] ?? 1);
  const groups: Group[] = kept.map(({ before: b, after: a }) => ({ b0: b, b1: b + 1, a0: a, a1: a + 1 }));
  groups.forEach((group) => take(matcher, group));
  const moved = runsOf(matcher, withNeighbours(matcher, crossing));
  moved.forEach((pair) => takePair(matcher, pair));
  for (const gap of gapsBetween(kept, before.length, after.length)) {
    for (const group of matchGap(matcher, gap)) {
      take(matcher, group);
      groups.push(group);
    }
  }
  const edited = runsOf(matcher, [...moved, ...withNeighbours(matcher, likeElsewhere(matcher))]);
  edited.forEach((pair) => takePair(matcher, pair));
  const inOrder = groups.toSorted((x, y) => x.b0 - y.b0 || x.a0 - y.a0);
  return { groups: withSplits(matcher, inOrder), moved: edited };
}

function take(matcher: Matcher, group: Group): void {
  matcher.beforeTaken.fill(1, group.b0, group.b1);
  matcher.afterTaken.fill(1, group.a0, group.a1);
}

function takePair(matcher: Matcher, pair: Pair): void {
  matcher.beforeTaken[pair.before] = 1;
  matcher.afterTaken[pair.after] = 1;
}

function gapsBetween(kept: readonly Pair[], beforeLength: number, afterLength: number): Group[] {
  const gaps: Group[] = [];
  let b0 = 0;
  let a0 = 0;
  for (const pair of [...kept, { before: beforeLength, after: afterLength }]) {
    if (pair.before > b0 && pair.after > a0) gaps.push({ b0, b1: pair.before, a0, a1: pair.after });
    b0 = pair.before + 1;
    a0 = pair.after + 1;
  }
  return gaps;
}
