import { diffArrays } from "diff";
import { align } from "./align.ts";
import type { Step } from "./steps.ts";
import type { Hunk } from "./tidy.ts";
import { tidy } from "./tidy.ts";
import type { Words } from "./words.ts";
import { sentenceEnds, words } from "./words.ts";

/** How much work may still be done on one redline, in steps of the comparison. Spent as it goes; `coarse` once a bound was hit. */
export interface Effort {
  left: number;
  coarse: boolean;
}

/** Compares two passages word by word. The steps' lengths cover both texts to the character. */
export function compareWords(before: string, after: string, effort: Effort): Step[] {
  if (before === after) return [{ op: "equal", length: before.length }];
  const left = words(before);
  const right = words(after);
  const [b, a] = intern(left, right);
  const hunks = tidy(findHunks(left, right, b, a, effort), left, right);
  return stepsOf(hunks, left, right);
}

/** The changed stretches of two sequences of words, found within the effort that is left. */
function findHunks(left: Words, right: Words, b: readonly number[], a: readonly number[], effort: Effort): Hunk[] {
  const whole = trimmed(b, a, { b0: 0, b1: b.length, a0: 0, a1: a.length });
  if (whole.b1 - whole.b0 + (whole.a1 - whole.a0) <= fewWords) return myers(b, a, whole, effort);
  // Long passages are aligned by sentence first: it is faster, and a sentence that stayed is shown as one that stayed.
  const leftSentences = sentences(left, b, whole.b0, whole.b1);
  const rightSentences = sentences(right, a, whole.a0, whole.a1);
  const ids = new Map<string, number>();
  const id = (sentence: Sentence): number => idOf(ids, sentence.key);
  const weights: number[] = [];
  const leftIds = leftSentences.map(id);
  const rightIds = rightSentences.map(id);
  for (const [index, sentence] of leftSentences.entries()) weights[leftIds[index] ?? 0] = sentence.end - sentence.start;
  const { kept } = align(leftIds, rightIds, (sentence) => weights[sentence] ?? 1);
  const hunks: Hunk[] = [];
  let b0 = whole.b0;
  let a0 = whole.a0;
  for (const pair of [...kept, null]) {
    const l = pair === null ? null : (leftSentences[pair.before] as Sentence);
    const r = pair === null ? null : (rightSentences[pair.after] as Sentence);
    const gap = { b0, b1: l?.start ?? whole.b1, a0, a1: r?.start ?? whole.a1 };
    if (gap.b1 > gap.b0 || gap.a1 > gap.a0)
      for (const hunk of myers(b, a, trimmed(b, a, gap), effort)) hunks.push(hunk);
    b0 = l?.end ?? b0;
    a0 = r?.end ?? a0;
  }
  return hunks;
}

const fewWords = 500;
/** Edits looked for in one stretch. Work grows with their square. */
const mostEdits = 700;

function intern(left: Words, right: Words): [number[], number[]] {
  const ids = new Map<string, number>();
  return [left.keys.map((key) => idOf(ids, key)), right.keys.map((key) => idOf(ids, key))];
}

function idOf(ids: Map<string, number>, key: string): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  ids.set(key, ids.size);
  return ids.size - 1;
}

function trimmed(b: readonly number[], a: readonly number[], range: Hunk): Hunk {
  let { b0, b1, a0, a1 } = range;
  while (b0 < b1 && a0 < a1 && b[b0] === a[a0]) {
    b0 += 1;
    a0 += 1;
  }
  while (b0 < b1 && a0 < a1 && b[b1 - 1] === a[a1 - 1]) {
    b1 -= 1;
    a1 -= 1;
  }
  return { b0, b1, a0, a1 };
}

function myers(b: readonly number[], a: readonly number[], range: Hunk, effort: Effort): Hunk[] {
  const { b0, b1, a0, a1 } = range;
  if (b0 === b1 && a0 === a1) return [];
  if (b0 === b1 || a0 === a1) return [range];
  const left = b.slice(b0, b1);
  const right = a.slice(a0, a1);
  const common = new Set(left);
  if (!right.some((id) => common.has(id))) return [range];
  const edits = Math.min(mostEdits, Math.floor(Math.sqrt(Math.max(0, effort.left))));
  const parts = edits > 0 ? diffArrays(left, right, { maxEditLength: edits }) : undefined;
  effort.left -= left.length + right.length;
  if (parts === undefined) {
    effort.left -= edits * edits;
    effort.coarse = true;
    return hunksAround(align(left, right, () => 1).kept, range);
  }
  const kept: { before: number; after: number }[] = [];
  let before = 0;
  let after = 0;
  let found = 0;
  for (const part of parts) {
    if (part.removed) before += part.count;
    else if (part.added) after += part.count;
    else for (let n = 0; n < part.count; n += 1) kept.push({ before: before++, after: after++ });
    if (part.added || part.removed) found += part.count;
  }
  effort.left -= found * found;
  return hunksAround(kept, range);
}

function hunksAround(kept: readonly { before: number; after: number }[], range: Hunk): Hunk[] {
  const hunks: Hunk[] = [];
  let { b0, a0 } = range;
  for (const pair of kept) {
    const b1 = range.b0 + pair.before;
    const a1 = range.a0 + pair.after;
    if (b1 > b0 || a1 > a0) hunks.push({ b0, b1, a0, a1 });
    b0 = b1 + 1;
    a0 = a1 + 1;
  }
  if (range.b1 > b0 || range.a1 > a0) hunks.push({ b0, b1: range.b1, a0, a1: range.a1 });
  return hunks;
}

interface Sentence {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

function sentences(side: Words, ids: readonly number[], from: number, to: number): Sentence[] {
  const found: Sentence[] = [];
  let start = from;
  for (const offset of sentenceEnds(side.text)) {
    let end = start;
    while (end < to && (side.starts[end] ?? 0) < offset) end += 1;
    if (end > start) found.push({ key: ids.slice(start, end).join(" "), start, end });
    start = end;
  }
  return found;
}

function stepsOf(hunks: readonly Hunk[], left: Words, right: Words): Step[] {
  const steps: Step[] = [];
  let b = 0;
  let a = 0;
  let bAt = 0;
  let aAt = 0;
  const add = (op: Step["op"], length: number): void => {
    const last = steps.at(-1);
    if (last?.op === op) steps[steps.length - 1] = { op, length: last.length + length };
    else if (length > 0) steps.push({ op, length });
  };
  // What two sides have in common at a place: equal where it is the same to the character, else replaced.
  const both = (bTo: number, aTo: number): void => {
    if (left.text.slice(bAt, bTo) === right.text.slice(aAt, aTo)) add("equal", bTo - bAt);
    else {
      add("delete", bTo - bAt);
      add("insert", aTo - aAt);
    }
    bAt = bTo;
    aAt = aTo;
  };
  for (const hunk of [
    ...hunks,
    { b0: left.keys.length, b1: left.keys.length, a0: right.keys.length, a1: right.keys.length },
  ]) {
    for (; b < hunk.b0; b += 1, a += 1) {
      both(left.starts[b] ?? 0, right.starts[a] ?? 0);
      both(left.ends[b] ?? 0, right.ends[a] ?? 0);
    }
    // A replaced stretch keeps the space before it; an inserted or deleted one takes its space along.
    if (hunk.b1 > hunk.b0 && hunk.a1 > hunk.a0) both(left.starts[hunk.b0] ?? 0, right.starts[hunk.a0] ?? 0);
    const bTo = hunk.b1 > hunk.b0 ? (left.ends[hunk.b1 - 1] ?? 0) : bAt;
    const aTo = hunk.a1 > hunk.a0 ? (right.ends[hunk.a1 - 1] ?? 0) : aAt;
    add("delete", bTo - bAt);
    add("insert", aTo - aAt);
    bAt = bTo;
    aAt = aTo;
    b = hunk.b1;
    a = hunk.a1;
  }
  both(left.text.length, right.text.length);
  return steps;
}
