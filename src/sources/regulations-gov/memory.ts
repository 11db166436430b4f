import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of a document. */
export interface Memory {
  /** Hash of title and facts, comments left out. */
  readonly stated: string;
  readonly reached: number | null;
  readonly docket: string | null;
}

/** What the source remembers between polls. */
export interface Cursor {
  /** When agencies' documents were last asked for. */
  readonly since: string | null;
  /** Documents that their docket does not list any more, and since when: `{ "BIS-2025-0017-0001": "2026-03-01T…Z" }`. */
  readonly missing: Readonly<Record<string, string>>;
}

const memory = z.object({
  stated: z.string(),
  reached: z.number().nullable().catch(null),
  docket: z.string().nullable().catch(null),
});

const cursor = z.object({
  since: z.string().nullable().catch(null),
  missing: z.record(z.string(), z.string()).catch({}),
});

export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function memoryJson(kept: Memory): Json {
  return { ...kept };
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { since: null, missing: {} };
}

export function cursorJson(kept: Cursor): Json {
  return { since: kept.since, missing: { ...kept.missing } };
}
