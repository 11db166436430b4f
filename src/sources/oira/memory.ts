import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers between polls. */
export interface Cursor {
  /** Hash of the list of rules under review. */
  readonly list: string | null;
  /** The last day on which concluded reviews were read, in Washington. */
  readonly concludedOn: string | null;
  /** Reviews that no list has any more, and since when: `{ "0694-AJ90 2026-02-03": "2026-03-01T…Z" }`. */
  readonly missing: Readonly<Record<string, string>>;
}

const cursor = z.object({
  list: z.string().nullable().catch(null),
  concludedOn: z.string().nullable().catch(null),
  missing: z.record(z.string(), z.string()).catch({}),
});

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { list: null, concludedOn: null, missing: {} };
}

export function cursorJson(kept: Cursor): Json {
  return { list: kept.list, concludedOn: kept.concludedOn, missing: { ...kept.missing } };
}

/** What the source remembers of a review: the hash of what was said of it, and whether it is over. */
export interface Memory {
  readonly said: string;
  readonly over: boolean;
}

const memory = z.object({ said: z.string(), over: z.boolean() });

export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function memoryJson(kept: Memory): Json {
  return { ...kept };
}
