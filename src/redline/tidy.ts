import type { Words } from "./words.ts";
import { isUnspaced, isWord } from "./words.ts";

/** A changed stretch: words `[b0, b1)` of the old text became words `[a0, a1)` of the new one. What lies between hunks is equal. */
export interface Hunk {
  readonly b0: number;
  readonly b1: number;
  readonly a0: number;
  readonly a1: number;
}

/**
 * Makes hunks readable: insertions and deletions begin and end where sentences and clauses do, little islands of equal words
 * between changes are swallowed, and a passage of which little is left is shown as replaced.
 */
export function tidy(hunks: readonly Hunk[], left: Words, right: Words): Hunk[] {
  const texts: Texts = { left, right, leftLetters: letterSums(left), rightLetters: letterSums(right) };
  const merged: Hunk[] = [];
  for (const hunk of slideAll(hunks, left, right)) {
    let last = hunk;
    let previous = merged.at(-1);
    while (previous !== undefined && isIsland(previous, last, texts)) {
      last = hull([previous, last]);
      merged.pop();
      previous = merged.at(-1);
    }
    merged.push(last);
  }
  return isMostlyReplaced(merged, texts) ? replaced(merged, texts) : merged;
}

/** Both sides, and how many letters and digits stand before each word. */
interface Texts {
  readonly left: Words;
  readonly right: Words;
  readonly leftLetters: readonly number[];
  readonly rightLetters: readonly number[];
}

function letterSums(side: Words): number[] {
  const sums = [0];
  let sum = 0;
  for (const key of side.keys) sums.push((sum += isWord(key) ? key.length : 0));
  return sums;
}

function slideAll(hunks: readonly Hunk[], left: Words, right: Words): Hunk[] {
  const slid: Hunk[] = [];
  for (const [index, hunk] of hunks.entries()) {
    const from = slid.at(-1);
    const to = hunks[index + 1];
    const room = {
      back: Math.min(hunk.b0 - (from?.b1 ?? 0), hunk.a0 - (from?.a1 ?? 0)),
      on: Math.min((to?.b0 ?? left.keys.length) - hunk.b1, (to?.a0 ?? right.keys.length) - hunk.a1),
    };
    if (hunk.b0 === hunk.b1) slid.push(move(hunk, slide(right, hunk.a0, hunk.a1, room)));
    else if (hunk.a0 === hunk.a1) slid.push(move(hunk, slide(left, hunk.b0, hunk.b1, room)));
    else slid.push(hunk);
  }
  return slid;
}

/** How many words a one-sided change can be shifted to begin at a better place: `a [b a] b` may as well be `a b [a b]`. */
function slide(side: Words, start: number, end: number, room: { back: number; on: number }): number {
  let best = 0;
  let bestScore = boundary(side, start) + boundary(side, end);
  const weigh = (shift: number, needed: number): void => {
    const score = boundary(side, start + shift) + boundary(side, end + shift);
    if (score >= bestScore + needed) {
      best = shift;
      bestScore = score;
    }
  };
  const mostShifts = 200;
  for (let shift = -1; shift >= -Math.min(room.back, mostShifts); shift -= 1) {
    if (side.keys[start + shift] !== side.keys[end + shift]) break;
    weigh(shift, 1);
  }
  for (let shift = 1; shift <= Math.min(room.on, mostShifts); shift += 1) {
    if (side.keys[start + shift - 1] !== side.keys[end + shift - 1]) break;
    weigh(shift, 1);
  }
  return best;
}

/** How good a place the gap before word `index` is to begin or end a change. */
function boundary(side: Words, index: number): number {
  if (index <= 0 || index >= side.keys.length) return 6;
  const lead = side.text.slice(side.ends[index - 1], side.starts[index]);
  if (lead.includes("\n")) return 6;
  const previous = side.keys[index - 1] ?? "";
  if (/^[.!?。！？]$/.test(previous) && (lead !== "" || isUnspaced(previous + (side.keys[index] ?? "")))) return 5;
  if (/^[;；]$/.test(previous)) return 4;
  if (/^[,:，：、]$/.test(previous)) return 3;
  if (side.keys[index] === "(" || previous === ")") return 2;
  return lead === "" ? 0 : 1;
}

function move(hunk: Hunk, by: number): Hunk {
  return { b0: hunk.b0 + by, b1: hunk.b1 + by, a0: hunk.a0 + by, a1: hunk.a1 + by };
}

function isIsland(previous: Hunk, next: Hunk, texts: Texts): boolean {
  const { left } = texts;
  if (isValue(previous, texts) || isValue(next, texts)) return next.b0 === previous.b1;
  const length = next.b0 - previous.b1;
  if (length > mostIslandWords) return false;
  if (length === 0) return true;
  let count = 0;
  let size = 0;
  let common = true;
  let unspaced = false;
  for (let index = previous.b1; index < next.b0; index += 1) {
    const key = left.keys[index] ?? "";
    if (index > previous.b1 && left.text.slice(left.ends[index - 1], left.starts[index]).includes("\n")) return false;
    if (!isWord(key)) {
      if (isSentenceEnd(left, index)) return false;
      continue;
    }
    count += 1;
    size += key.length;
    common &&= commonWords.has(key.toLowerCase());
    unspaced ||= isUnspaced(key);
  }
  const smaller = Math.min(hunkSize(previous, texts), hunkSize(next, texts));
  const replaces =
    [previous, next].some((hunk) => hunk.b1 > hunk.b0) && [previous, next].some((hunk) => hunk.a1 > hunk.a0);
  if (!replaces || smaller < 2) return false;
  if (count === 0) return [previous, next].every((hunk) => hunk.b1 > hunk.b0 && hunk.a1 > hunk.a0);
  if (unspaced) return size * 2 <= smaller || (common && count <= 2);
  if (count <= 2) return common ? smaller >= 7 && size * 2 <= smaller : size * 4 <= smaller;
  return count <= 4 && size * 4 <= smaller;
}

/** One number, date or citation for another: clear as it stands, so never swallowed. */
function isValue({ b0, b1, a0, a1 }: Hunk, { left, right }: Texts): boolean {
  return b1 - b0 === 1 && a1 - a0 === 1 && /\d/.test(left.keys[b0] ?? "") && /\d/.test(right.keys[a0] ?? "");
}

function isSentenceEnd(side: Words, index: number): boolean {
  const key = side.keys[index] ?? "";
  if (/^[。！？；]$/.test(key)) return true;
  return /^[.!?;]$/.test(key) && side.ends[index] !== side.starts[index + 1];
}

const mostIslandWords = 8;

/** Letters and digits a hunk takes away or brings, whichever is more. */
function hunkSize({ b0, b1, a0, a1 }: Hunk, { leftLetters, rightLetters }: Texts): number {
  return Math.max(between(leftLetters, b0, b1), between(rightLetters, a0, a1));
}

function between(sums: readonly number[], from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

function isMostlyReplaced(hunks: readonly Hunk[], { leftLetters, rightLetters }: Texts): boolean {
  const left = leftLetters.at(-1) ?? 0;
  const right = rightLetters.at(-1) ?? 0;
  let kept = left;
  for (const hunk of hunks) kept -= between(leftLetters, hunk.b0, hunk.b1);
  if (hunks.length < 2) return kept === 0 && left > 0 && right > 0;
  return kept < Math.min(left, right) * 0.3 && kept < Math.max(left, right) * 0.2;
}

/** One replacement for all, but for sentences that stayed whole. */
function replaced(hunks: readonly Hunk[], texts: Texts): Hunk[] {
  const whole: Hunk[] = [];
  for (const hunk of hunks) {
    const last = whole.at(-1);
    if (last !== undefined && between(texts.leftLetters, last.b1, hunk.b0) < sentenceLetters)
      whole[whole.length - 1] = hull([last, hunk]);
    else whole.push(hunk);
  }
  return [...whole.slice(0, -1), toTheEnd(hull(whole.slice(-1)), texts)];
}

const sentenceLetters = 60;

/** Takes the closing full stop along, so that it does not stand there alone. */
function toTheEnd(hunk: Hunk, { left, right, leftLetters }: Texts): Hunk {
  if (between(leftLetters, hunk.b1, left.keys.length) > 0) return hunk;
  return { ...hunk, b1: left.keys.length, a1: right.keys.length };
}

function hull(hunks: readonly Hunk[]): Hunk {
  const first = hunks[0] as Hunk;
  const last = hunks.at(-1) as Hunk;
  return { b0: first.b0, b1: last.b1, a0: first.a0, a1: last.a1 };
}

const commonWords = new Set(
  (
    "a an and any are as at be been by can for from had has have he her his if in into is it its of on or our she so such " +
    "than that the their them then there these they this those to under upon was we were which who will with would you your " +
    "的 了 和 或 与 及 在 为 是 等 对 将 您 我们 其 该 以 于 由 并 中 之 有 就 也 都 而 但 如 若 所 被 把 从 向 到"
  ).split(" "),
);
