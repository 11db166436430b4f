import type { Redline } from "../model/redline.ts";
import type { Block } from "../model/text.ts";
import { plainText } from "../model/text.ts";
import type { Effort } from "./compare-words.ts";
import { compareWords } from "./compare-words.ts";
import type { Group, Moved } from "./match-blocks.ts";
import { matchBlocks } from "./match-blocks.ts";
import { renderRedline } from "./render-redline.ts";
import type { Step } from "./steps.ts";
import { ordered, reversed } from "./steps.ts";

/** Bounds of one redline. `effort` is counted in steps of the comparison; 10 million are about a second. */
export interface RedlineOptions {
  readonly effort?: number;
}

/**
 * The difference between two texts as a lawyer reads it. Exact: equal + delete + move-from gives back `plainText(before)`, equal +
 * insert + move-to `plainText(after)`. The same input gives the same redline, and the way back marks the same places. Beyond the
 * effort allowed the redline is `coarse` and still exact.
 */
export function redline(before: readonly Block[], after: readonly Block[], options: RedlineOptions = {}): Redline {
  const effort: Effort = { left: options.effort ?? 8_000_000, coarse: false };
  const steps = isTurned(before, after)
    ? reversed(stepsBetween(after, before, effort))
    : stepsBetween(before, after, effort);
  return renderRedline(ordered(steps), before, after, effort.coarse);
}

// Of equally good comparisons one is chosen by the order of the sides. Comparing every two texts in one fixed order makes the way
// back the mirror image of the way there.
function isTurned(before: readonly Block[], after: readonly Block[]): boolean {
  if (before.length !== after.length) return before.length > after.length;
  for (const [index, block] of before.entries()) {
    const other = after[index]?.text ?? "";
    if (block.text !== other) return block.text > other;
  }
  return false;
}

function stepsBetween(before: readonly Block[], after: readonly Block[], effort: Effort): Step[] {
  const old = layout(before);
  const current = layout(after);
  const { groups, moved } = matchBlocks(before, after);
  const fromHere = new Map(moved.map((pair) => [pair.before, pair]));
  const toHere = new Map(moved.map((pair) => [pair.after, pair]));
  const journeys = new Map<Moved, Step[]>();
  const journey = (pair: Moved): Step[] => {
    const known = journeys.get(pair);
    if (known !== undefined) return known;
    const steps = compareWords(
      old.slice(pair.before, pair.before + 1),
      current.slice(pair.after, pair.after + 1),
      effort,
    );
    journeys.set(pair, steps);
    return steps;
  };
  const steps: Step[] = [];
  let b = 0;
  let a = 0;
  for (const group of [...groups, end(before, after)]) {
    for (; b < group.b0; b += 1) {
      const pair = fromHere.get(b);
      if (pair === undefined) steps.push({ op: "delete", length: old.length(b) });
      else append(steps, oneSide(journey(pair), "delete", "move-from", pair.run));
    }
    for (; a < group.a0; a += 1) {
      const pair = toHere.get(a);
      if (pair === undefined) steps.push({ op: "insert", length: current.length(a) });
      else append(steps, oneSide(journey(pair), "insert", "move-to", pair.run));
    }
    steps.push(barrier);
    append(steps, compareWords(old.slice(b, group.b1), current.slice(a, group.a1), effort));
    steps.push(barrier);
    b = group.b1;
    a = group.a1;
  }
  return steps;
}

// Spreading a long list into a call overflows the stack.
function append(steps: Step[], more: readonly Step[]): void {
  for (const step of more) steps.push(step);
}

const barrier: Step = { op: "equal", length: 0 };

/** What one end of a move shows: the words that went, and those that were edited on the way. */
function oneSide(steps: readonly Step[], own: "delete" | "insert", op: "move-from" | "move-to", move: number): Step[] {
  return steps
    .filter((step) => step.op === "equal" || step.op === own)
    .map((step) => (step.op === "equal" ? { op, length: step.length, move } : step));
}

function end(before: readonly Block[], after: readonly Block[]): Group {
  return { b0: before.length, b1: before.length, a0: after.length, a1: after.length };
}

interface Layout {
  /** The text of blocks `[from, to)`, with the line feed that parts each from the one before it. */
  slice(from: number, to: number): string;
  length(index: number): number;
}

function layout(blocks: readonly Block[]): Layout {
  return {
    slice: (from, to) => (from > 0 && to > from ? "\n" : "") + plainText(blocks.slice(from, to)),
    length: (index) => (blocks[index]?.text.length ?? 0) + (index > 0 ? 1 : 0),
  };
}
