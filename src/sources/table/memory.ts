import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers between polls. */
export interface Cursor {
  /** How the table was read. */
  readonly recipe: string | null;
  /** Hash of the bytes. */
  readonly bytes: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The columns that were served. */
  readonly columns: readonly string[];
  readonly rows: number;
  /** Hash of the rows of each document. One that the store does not have is read again, whatever the bytes. */
  readonly documents: Readonly<Record<string, string>>;
  /** A table that shrank to less than half, in which nobody believes yet. */
  readonly held: { readonly text: string; readonly since: string; readonly looks: number } | null;
}

const cursor = z.object({
  recipe: z.string().nullable(),
  bytes: z.string().nullable(),
  etag: z.string().nullable().catch(null),
  lastModified: z.string().nullable().catch(null),
  columns: z.array(z.string()),
  rows: z.number(),
  documents: z.record(z.string(), z.string()).catch({}),
  held: z.object({ text: z.string(), since: z.string(), looks: z.number() }).nullable().catch(null),
});

export function readCursor(state: Json | null): Cursor {
  return (
    cursor.safeParse(state).data ?? {
      recipe: null,
      bytes: null,
      etag: null,
      lastModified: null,
      columns: [],
      rows: 0,
      documents: {},
      held: null,
    }
  );
}

export function cursorJson(kept: Cursor): Json {
  return { ...kept, columns: [...kept.columns], held: kept.held === null ? null : { ...kept.held } };
}

/** Hash of a document's rows; null for what is remembered otherwise. */
export function readMemory(state: Json | undefined): string | null {
  return z.object({ rows: z.string() }).safeParse(state).data?.rows ?? null;
}
