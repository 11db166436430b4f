import type { Door } from "./door.ts";
import type { Memory } from "./memory.ts";
import type { FederalRegisterParams } from "./params.ts";

/** A known document with what the source remembers of it. */
export interface Remembered {
  readonly key: string;
  readonly memory: Memory;
}

/** What every look at a document needs. `held` and `notOurs` are what this poll leaves for the next one. */
export interface Round {
  readonly door: Door;
  readonly params: FederalRegisterParams;
  /** The date in Washington. */
  readonly today: string;
  readonly now: Temporal.Instant;
  readonly heldBefore: Readonly<Record<string, string>>;
  readonly held: Map<string, string>;
  readonly notOursBefore: ReadonlySet<string>;
  readonly notOurs: Set<string>;
  readonly warn: (warning: string) => void;
}
