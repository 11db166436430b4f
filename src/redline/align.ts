import { diffArrays } from "diff";

/** Item `before` of one sequence and item `after` of the other, counted from 0. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** What stays in place, in order, and what is found once on each side but out of order. */
export interface Alignment {
  readonly kept: readonly Pair[];
  readonly crossing: readonly Pair[];
}

/**
 * Aligns two sequences of ids. Ids found once on each side are the anchors, and among anchors that cross the heavier stay; between
 * them the same again, and at the bottom a bounded Myers comparison. Time grows with length, not with its square.
 */
export function align(before: readonly number[], after: readonly number[], weight: (id: number) => number): Alignment {
  const kept: Pair[] = [];
  let crossing: readonly Pair[] = [];
  const open: Range[] = [{ b0: 0, b1: before.length, a0: 0, a1: after.length, depth: 0 }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const inner = trim(before, after, range, kept);
    if (inner.b0 === inner.b1 || inner.a0 === inner.a1) continue;
    const once = inner.depth > deepest ? [] : foundOnce(before, after, inner);
    if (once.length === 0) {
      for (const pair of myers(before, after, inner)) kept.push(pair);
      continue;
    }
    const chain = heaviestChain(once, (pair) => weight(before[pair.before] ?? 0));
    if (inner.depth === 0) {
      const stays = new Set(chain);
      crossing = once.filter((pair) => !stays.has(pair));
    }
    for (const pair of chain) kept.push(pair);
    for (const gap of between(chain, inner)) open.push(gap);
  }
  return { kept: kept.toSorted((a, b) => a.before - b.before), crossing };
}

/**
 * The heaviest run of pairs that rises on both sides. Pairs must come ordered by `before`, then `after`; of two that share a side
 * at most one is taken.
 */
export function heaviestChain<P extends Pair>(pairs: readonly P[], weight: (pair: P) => number): P[] {
  const places = [...new Set(pairs.map((pair) => pair.after))].toSorted((a, b) => a - b);
  const rank = new Map(places.map((place, index) => [place, index + 1]));
  // best[r]: the pair that ends the heaviest chain within a Fenwick tree's range; totals[p]: weight of the chain that ends at p.
  const best = new Int32Array(places.length + 1).fill(-1);
  const totals = new Float64Array(pairs.length);
  const previous = new Int32Array(pairs.length).fill(-1);
  let top = -1;
  for (let start = 0; start < pairs.length;) {
    let end = start;
    while (end < pairs.length && pairs[end]?.before === pairs[start]?.before) end += 1;
    // Pairs with the same left side must not follow each other, so all are measured before any is entered.
    for (let index = start; index < end; index += 1) {
      const pair = pairs[index] as P;
      for (let r = (rank.get(pair.after) ?? 1) - 1; r > 0; r -= r & -r) {
        const other = best[r] as number;
        if (other >= 0 && heavier(totals, other, previous[index] as number)) previous[index] = other;
      }
      const link = previous[index] as number;
      totals[index] = weight(pair) + (link >= 0 ? (totals[link] as number) : 0);
      if (top < 0 || (totals[index] as number) > (totals[top] as number)) top = index;
    }
    for (let index = start; index < end; index += 1) {
      for (let r = rank.get((pairs[index] as P).after) ?? 1; r <= places.length; r += r & -r) {
        if (heavier(totals, index, best[r] as number)) best[r] = index;
      }
    }
    start = end;
  }
  const chain: P[] = [];
  for (let index = top; index >= 0; index = previous[index] as number) chain.push(pairs[index] as P);
  return chain.toReversed();
}

interface Range {
  readonly b0: number;
  readonly b1: number;
  readonly a0: number;
  readonly a1: number;
  readonly depth: number;
}

const deepest = 40;
/** Edits looked for where nothing is unique, such as rows of one table. */
const mostEdits = 300;

function trim(before: readonly number[], after: readonly number[], range: Range, kept: Pair[]): Range {
  let { b0, b1, a0, a1 } = range;
  while (b0 < b1 && a0 < a1 && before[b0] === after[a0]) kept.push({ before: b0++, after: a0++ });
  while (b0 < b1 && a0 < a1 && before[b1 - 1] === after[a1 - 1]) kept.push({ before: --b1, after: --a1 });
  return { b0, b1, a0, a1, depth: range.depth };
}

function foundOnce(before: readonly number[], after: readonly number[], range: Range): Pair[] {
  const places = new Map<number, { before: number; after: number }>();
  for (let index = range.a0; index < range.a1; index += 1) {
    const id = after[index] as number;
    const seen = places.get(id);
    if (seen === undefined) places.set(id, { before: -1, after: index });
    else seen.after = -2;
  }
  for (let index = range.b0; index < range.b1; index += 1) {
    const seen = places.get(before[index] as number);
    if (seen !== undefined) seen.before = seen.before === -1 ? index : -2;
  }
  const pairs: Pair[] = [];
  for (const pair of places.values()) if (pair.before >= 0 && pair.after >= 0) pairs.push(pair);
  return pairs.toSorted((a, b) => a.before - b.before);
}

function heavier(totals: Float64Array, candidate: number, than: number): boolean {
  return than < 0 || (totals[candidate] as number) > (totals[than] as number);
}

function between(chain: readonly Pair[], range: Range): Range[] {
  const gaps: Range[] = [];
  let b0 = range.b0;
  let a0 = range.a0;
  for (const pair of [...chain, { before: range.b1, after: range.a1 }]) {
    if (pair.before > b0 && pair.after > a0) {
      gaps.push({ b0, b1: pair.before, a0, a1: pair.after, depth: range.depth + 1 });
    }
    b0 = pair.before + 1;
    a0 = pair.after + 1;
  }
  return gaps;
}

function myers(before: readonly number[], after: readonly number[], range: Range): Pair[] {
  const right = after.slice(range.a0, range.a1);
  const known = new Set(right);
  const left = before.slice(range.b0, range.b1);
  if (!left.some((id) => known.has(id))) return [];
  const parts = diffArrays(left, right, { maxEditLength: mostEdits });
  const pairs: Pair[] = [];
  let b = range.b0;
  let a = range.a0;
  for (const part of parts ?? []) {
    if (part.removed) b += part.count;
    else if (part.added) a += part.count;
    else for (let n = 0; n < part.count; n += 1) pairs.push({ before: b++, after: a++ });
  }
  return pairs;
}
