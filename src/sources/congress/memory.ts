import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of a bill. */
export interface Memory {
  /** When the publisher last changed it, as it says. */
  readonly stamp: string;
  /** Hash of the facts that count. */
  readonly facts: string;
  /** The print that is known, and those before it: codes in order. */
  readonly versions: readonly string[];
  /** A print is announced that is not there yet. */
  readonly awaited: boolean;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The print that is known as it was served; null while there is none. */
  readonly print: Print | null;
}

/** A print's bytes: where they are, since when they are known, and when they were last read (ISO dates). */
export interface Print {
  readonly address: string;
  readonly hash: string;
  readonly since: string;
  readonly readOn: string;
}

/** What the source remembers between polls. */
export interface Cursor {
  /** The newest update date that was listed. */
  readonly since: string | null;
  /** Bills to be looked at again: the publisher could not give them, or gave an old answer. */
  readonly retry: readonly string[];
  /** Bills still to be looked into for the term. */
  readonly backlog: readonly string[];
  /** Bills looked into and found not to be the feed's: `{ "hr1-119": "2026-01-12T00:00:00Z eh" }`. */
  readonly looked: Readonly<Record<string, string>>;
  /** Entries of the publisher's lists of changed files that were read. */
  readonly batches: readonly string[];
  /** UTC date on which the bills found before were last read whether they seemed changed or not. */
  readonly rereadOn: string | null;
}

const memory = z.object({
  stamp: z.string(),
  facts: z.string(),
  versions: z.array(z.string()),
  awaited: z.boolean().catch(false),
  etag: z.string().nullable().catch(null),
  lastModified: z.string().nullable().catch(null),
  print: z
    .object({ address: z.string(), hash: z.string(), since: z.iso.date(), readOn: z.string() })
    .nullable()
    .catch(null),
});

const cursor = z.object({
  since: z.string().nullable().catch(null),
  retry: z.array(z.string()).catch([]),
  backlog: z.array(z.string()).catch([]),
  looked: z.record(z.string(), z.string()).catch({}),
  batches: z.array(z.string()).catch([]),
  rereadOn: z.string().nullable().catch(null),
});

/** Null for what another version of regwatch remembered in a way that is no longer read: the bill is then looked at anew. */
export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function readCursor(state: Json | null): Cursor {
  return (
    cursor.safeParse(state).data ?? { since: null, retry: [], backlog: [], looked: {}, batches: [], rereadOn: null }
  );
}

export function memoryJson(kept: Memory): Json {
  return { ...kept, print: kept.print && { ...kept.print } };
}

export function cursorJson(kept: Cursor): Json {
  return { ...kept };
}
