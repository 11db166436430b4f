import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of a section: the day of the version it holds, and how the publisher listed it. */
export interface Memory {
  readonly date: string;
  readonly stamp: string;
}

/** What the source remembers between polls. */
export interface Cursor {
  /** How far the title was when all its changes were read: `2026-07-23 2026-07-20`. */
  readonly state: string | null;
  /** The newest issue that was read. */
  readonly issued: string | null;
  /** Since when the publisher has said that it is taking in an issue. */
  readonly importingSince: string | null;
  /** The parts that were read, with the sections watched in them; one that is new in the feed is read as a whole. */
  readonly parts: readonly string[];
}

const memory = z.object({ date: z.string(), stamp: z.string() });

const cursor = z.object({
  state: z.string().nullable().catch(null),
  issued: z.string().nullable().catch(null),
  importingSince: z.string().nullable().catch(null),
  parts: z.array(z.string()).catch([]),
});

export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

/** Whether the publisher listed it as removed when it was last told of. */
export function isRemoved(kept: Memory | null): boolean {
  return kept?.stamp.split(" ").includes("removed") ?? false;
}

export function memoryJson(kept: Memory): Json {
  return { ...kept };
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { state: null, issued: null, importingSince: null, parts: [] };
}

export function cursorJson(kept: Cursor): Json {
  return { ...kept, parts: [...kept.parts] };
}
