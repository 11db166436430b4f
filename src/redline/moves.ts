import type { Pair } from "./align.ts";
import type { Matcher, Moved } from "./match-blocks.ts";
import { likeness } from "./profiles.ts";

/** Adds the neighbours that went along: blocks next to a moved one on both sides, free and with the same text. */
export function withNeighbours(matcher: Matcher, pairs: readonly Pair[]): Pair[] {
  const left = new Uint8Array(matcher.beforeTaken);
  const right = new Uint8Array(matcher.afterTaken);
  for (const pair of pairs) {
    left[pair.before] = 1;
    right[pair.after] = 1;
  }
  const found = [...pairs];
  for (const pair of pairs) {
    for (const direction of [-1, 1]) {
      let b = pair.before + direction;
      let a = pair.after + direction;
      while (left[b] === 0 && right[a] === 0 && matcher.beforeKeys[b] === matcher.afterKeys[a]) {
        left[b] = 1;
        right[a] = 1;
        found.push({ before: b, after: a });
        b += direction;
        a += direction;
      }
    }
  }
  return found;
}

/** Numbers the runs of blocks that went together, from 1 in old order. Runs too small to be told from chance are left out. */
export function runsOf(matcher: Matcher, pairs: readonly Pair[]): Moved[] {
  const sorted = pairs.toSorted((x, y) => x.before - y.before);
  const moved: Moved[] = [];
  let run = 1;
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && follows(sorted[end - 1] as Pair, sorted[end] as Pair)) end += 1;
    const together = sorted.slice(start, end);
    const weight = together.reduce((sum, pair) => sum + matcher.profiles.before(pair.before).total, 0);
    if (weight >= leastMoved) {
      for (const pair of together) moved.push({ before: pair.before, after: pair.after, run });
      run += 1;
    }
    start = end;
  }
  return moved;
}

/** Pairs of free blocks in different places that say nearly the same: moved, and renumbered or edited on the way. */
export function likeElsewhere(matcher: Matcher): Pair[] {
  const { profiles } = matcher;
  const left = free(matcher.beforeTaken).filter((index) => profiles.before(index).total >= leastMoved);
  const right = free(matcher.afterTaken).filter((index) => profiles.after(index).total >= leastMoved);
  const candidates = likeliest(matcher, left, right)
    .map((pair) => {
      const b = profiles.before(pair.before);
      const a = profiles.after(pair.after);
      return { ...pair, like: likeness(b, a, profiles.shared(b, a)) };
    })
    .filter((pair) => pair.like >= 0.75)
    .toSorted((x, y) => y.like - x.like || x.before - y.before || x.after - y.after);
  const usedLeft = new Set<number>();
  const usedRight = new Set<number>();
  return candidates.filter((pair) => {
    if (usedLeft.has(pair.before) || usedRight.has(pair.after)) return false;
    usedLeft.add(pair.before);
    usedRight.add(pair.after);
    return true;
  });
}

/**
 * For each block on the left the few on the right that share most of its rare words, so that not every pair need be looked at.
 * Few blocks on both sides: all pairs.
 */
export function likeliest(matcher: Matcher, left: readonly number[], right: readonly number[]): Pair[] {
  if (left.length * right.length <= fewPairs) {
    return left.flatMap((before) => right.map((after) => ({ before, after })));
  }
  const holders = new Map<number, number[]>();
  for (const after of right) {
    for (const id of new Set(matcher.profiles.after(after).ids)) {
      const list = holders.get(id);
      if (list === undefined) holders.set(id, [after]);
      else list.push(after);
    }
  }
  return left.flatMap((before) => {
    const ids = [...new Set(matcher.profiles.before(before).ids)].filter((id) => holders.has(id));
    const rare = ids
      .toSorted((x, y) => (holders.get(x)?.length ?? 0) - (holders.get(y)?.length ?? 0) || x - y)
      .slice(0, mostRare);
    const votes = new Map<number, number>();
    for (const id of rare) {
      const list = holders.get(id) ?? [];
      if (list.length > mostHolders) break;
      for (const after of list) votes.set(after, (votes.get(after) ?? 0) + 1 / list.length);
    }
    return [...votes]
      .toSorted(([x, m], [y, n]) => n - m || x - y)
      .slice(0, mostCandidates)
      .map(([after]) => ({ before, after }));
  });
}

/** Weight of words (about letters) below which equal text in two places is chance. */
const leastMoved = 16;
const fewPairs = 2500;
const mostRare = 24;
const mostHolders = 64;
const mostCandidates = 6;

function follows(pair: Pair, next: Pair): boolean {
  return next.before === pair.before + 1 && next.after === pair.after + 1;
}

function free(taken: Uint8Array): number[] {
  const indexes: number[] = [];
  taken.forEach((flag, index) => {
    if (flag === 0) indexes.push(index);
  });
  return indexes;
}
