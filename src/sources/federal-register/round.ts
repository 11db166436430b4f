import type { KnownDocument, PollContext } from "../../model/source.ts";
import { openDoor, type Door } from "./door.ts";
import { readMemory, type Cursor, type Memory } from "./memory.ts";
import type { FederalRegisterParams } from "./params.ts";
import { sameNumberForm } from "./record.ts";

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

/** What a poll begins with. */
export function beginRound(
  context: PollContext<FederalRegisterParams>,
  cursor: Cursor,
  warn: (warning: string) => void,
): Round {
  const now = context.now();
  return {
    door: openDoor(context),
    params: context.params,
    today: now.toZonedDateTimeISO("America/New_York").toPlainDate().toString(),
    now,
    heldBefore: cursor.held,
    held: new Map(),
    notOursBefore: new Set(cursor.notOurs),
    notOurs: new Set(),
    warn,
  };
}

/** What is remembered of the documents that are known, by number (`sameNumberForm`). */
export function remembered(known: ReadonlyMap<string, KnownDocument>): ReadonlyMap<string, Remembered> {
  const all = new Map<string, Remembered>();
  for (const { key, state } of known.values()) {
    const memory = readMemory(state);
    if (memory !== null) all.set(sameNumberForm(key), { key, memory });
  }
  return all;
}
