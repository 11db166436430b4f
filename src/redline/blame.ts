import type { Block } from "../model/text.ts";
import { matchBlocks } from "./match-blocks.ts";
import { normaliseText } from "./normal-form.ts";

/** When a passage came in, and when its words last changed: the sequences of versions. */
export interface Origin {
  readonly since: number;
  readonly changed: number;
}

/** The first version's passages all came in with it. */
export function firstOrigins(blocks: readonly Block[], sequence: number): readonly Origin[] {
  return blocks.map(() => ({ since: sequence, changed: sequence }));
}

/**
 * Carries the origins of `before`'s passages over to `after`, which is version `sequence`. A passage that moved keeps its origin; one
 * that was joined from several came in with the oldest of them. Where `sameBytes`, both are readings of the same bytes by two recipes:
 * then nothing came in and nothing changed.
 */
export function carryOrigins(
  before: readonly Block[],
  origins: readonly Origin[],
  after: readonly Block[],
  sequence: number,
  sameBytes: boolean,
): readonly Origin[] {
  const carried: (Origin | undefined)[] = after.map(() => undefined);
  const { groups, moved } = matchBlocks(before, after);
  for (const { b0, b1, a0, a1 } of groups) {
    const from = origins.slice(b0, b1);
    const same = sameBytes || saysTheSame(before.slice(b0, b1), after.slice(a0, a1));
    for (let at = a0; at < a1; at += 1) carried[at] = from.length === 0 ? undefined : joined(from, same, sequence);
  }
  for (const { before: b, after: a } of moved) {
    const from = origins[b];
    const [old, current] = [before[b], after[a]];
    if (from === undefined || old === undefined || current === undefined) continue;
    carried[a] = joined([from], sameBytes || saysTheSame([old], [current]), sequence);
  }
  let last = origins[0] ?? { since: sequence, changed: sequence };
  return carried.map((origin) => {
    last = origin ?? (sameBytes ? last : { since: sequence, changed: sequence });
    return last;
  });
}

function joined(from: readonly Origin[], same: boolean, sequence: number): Origin {
  const since = Math.min(...from.map((origin) => origin.since));
  return { since, changed: same ? Math.max(...from.map((origin) => origin.changed)) : sequence };
}

function saysTheSame(before: readonly Block[], after: readonly Block[]): boolean {
  return textOf(before) === textOf(after);
}

function textOf(blocks: readonly Block[]): string {
  return normaliseText(blocks.map((block) => block.text).join(" "));
}
