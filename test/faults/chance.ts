/** Choices that a seed repeats: the moments of a run are the machine's, its plan is not. */
export interface Chance {
  /** From `from` (inclusive) to `to` (exclusive). */
  between(from: number, to: number): number;
  whole(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** Mulberry32: small, seeded, the same everywhere. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    between: (from, to) => from + next() * (to - from),
    whole: (from, to) => Math.floor(from + next() * (to - from)),
    pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number],
  };
}
