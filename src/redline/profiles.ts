import type { Block } from "../model/text.ts";
import { isUnspaced, words } from "./words.ts";

/** Which words a block has, for finding its like: word ids in rising order, repeats included, and their weight in all. */
export interface Profile {
  readonly ids: readonly number[];
  readonly total: number;
}

/** Profiles of blocks, made when first asked for and comparable with each other. */
export interface Profiles {
  readonly before: (index: number) => Profile;
  readonly after: (index: number) => Profile;
  /** The weight of what two blocks have in common. */
  readonly shared: (left: Profile, right: Profile) => number;
}

export function profiles(before: readonly Block[], after: readonly Block[]): Profiles {
  const ids = new Map<string, number>();
  const weights: number[] = [];
  const left: (Profile | undefined)[] = [];
  const right: (Profile | undefined)[] = [];

  function make(text: string): Profile {
    const found: number[] = [];
    let total = 0;
    for (const key of words(text).keys) {
      let id = ids.get(key);
      if (id === undefined) {
        id = ids.size;
        ids.set(key, id);
        weights.push(wordWeight(key));
      }
      if (weights[id] === 0) continue;
      found.push(id);
      total += weights[id] ?? 0;
    }
    return { ids: found.toSorted((a, b) => a - b), total };
  }

  return {
    before: (index) => (left[index] ??= make(before[index]?.text ?? "")),
    after: (index) => (right[index] ??= make(after[index]?.text ?? "")),
    shared(one, other) {
      let sum = 0;
      let i = 0;
      let j = 0;
      while (i < one.ids.length && j < other.ids.length) {
        const a = one.ids[i] as number;
        const b = other.ids[j] as number;
        if (a === b) sum += weights[a] ?? 0;
        if (a <= b) i += 1;
        if (b <= a) j += 1;
      }
      return sum;
    },
  };
}

/** How alike two profiles are, 0 to 1 (Dice's coefficient by weight). */
export function likeness(left: Profile, right: Profile, shared: number): number {
  const total = left.total + right.total;
  return total === 0 ? 0 : (2 * shared) / total;
}

// Long words say more about what a block is than the little ones all blocks have, and numbers are what changes; marks say nothing.
function wordWeight(key: string): number {
  if (!/[\p{L}\p{N}]/u.test(key)) return 0;
  if (/\d/.test(key)) return Math.min(4, key.length);
  return isUnspaced(key) ? key.length * 2 : Math.max(1, Math.min(12, key.length - 1));
}
