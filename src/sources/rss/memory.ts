import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of an entry. */
export interface Memory {
  /** Everything it was ever recognised by, newest first. */
  readonly ids: readonly string[];
  /** Hash of title and text. */
  readonly text: string;
  readonly publishedAt: string | null;
}

/** What the source remembers between polls. */
export interface Cursor {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Hash of the feed's bytes. */
  readonly raw: string | null;
  /** The entries that the feed listed: the hash of each one's text by its key. */
  readonly listed: Readonly<Record<string, string>>;
  /** What its entries can be recognised by, those off the feed's topic too. */
  readonly window: readonly string[];
}

const memory = z.object({
  ids: z.array(z.string()),
  text: z.string(),
  publishedAt: z.string().nullable().catch(null),
});

const cursor = z.object({
  etag: z.string().nullable().catch(null),
  lastModified: z.string().nullable().catch(null),
  raw: z.string().nullable().catch(null),
  listed: z.record(z.string(), z.string()).catch({}),
  window: z.array(z.string()).catch([]),
});

/** Null for what another version of regwatch remembered: the entry is then looked at anew. */
export function readMemory(state: Json): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { etag: null, lastModified: null, raw: null, listed: {}, window: [] };
}

export function memoryJson(kept: Memory): Json {
  return { ...kept };
}

export function cursorJson(kept: Cursor): Json {
  return { ...kept };
}
