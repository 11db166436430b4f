import type { SpanOp } from "../model/redline.ts";

/**
 * One step of the way from the old text to the new: `length` characters kept, taken away, brought or moved. An equal step of no
 * length parts two changes that belong to different passages.
 */
export interface Step {
  readonly op: SpanOp;
  readonly length: number;
  readonly move?: number;
}

/** The way back. */
export function reversed(steps: readonly Step[]): Step[] {
  return steps.map((step) => ({ ...step, op: opposite[step.op] }));
}

/** Puts what left before what came within every change, so that both directions read the same. */
export function ordered(steps: readonly Step[]): Step[] {
  const out: Step[] = [];
  let left: Step[] = [];
  let came: Step[] = [];
  const settle = (): void => {
    // Spreading a long list into a call overflows the stack.
    for (const step of left) out.push(step);
    for (const step of came) out.push(step);
    left = [];
    came = [];
  };
  for (const step of steps) {
    if (step.op === "equal") {
      settle();
      out.push(step);
    } else if (step.length > 0) (step.op === "delete" || step.op === "move-from" ? left : came).push(step);
  }
  settle();
  return out;
}

const opposite = {
  equal: "equal",
  insert: "delete",
  delete: "insert",
  "move-from": "move-to",
  "move-to": "move-from",
} as const satisfies Record<SpanOp, SpanOp>;
