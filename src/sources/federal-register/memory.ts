import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of a document. */
export interface Memory {
  readonly form: "inspection" | "published";
  /** Hash of the facts that count. */
  readonly facts: string;
  /** Hash of the text's bytes; null while there is none. */
  readonly text: string | null;
  readonly publicationDate: string | null;
  /** Eastern date on which the text was last read. */
  readonly textReadOn: string | null;
  /** Seen gone from the desk at this many polls in a row. */
  readonly gone: number;
  readonly vanished: boolean;
}

/** What the source remembers between polls. */
export interface Cursor {
  /** Eastern date of the last good poll. */
  readonly lastGoodOn: string | null;
  /** Eastern date on which the documents beyond the search were last read again. */
  readonly rereadOn: string | null;
  /** Filings looked into and found not to be the feed's, while they are on the desk. */
  readonly notOurs: readonly string[];
  /** Documents whose new text is awaited, since when. */
  readonly held: Readonly<Record<string, string>>;
}

const memory = z.object({
  form: z.enum(["inspection", "published"]),
  facts: z.string(),
  text: z.string().nullable(),
  publicationDate: z.string().nullable(),
  textReadOn: z.string().nullable().catch(null),
  gone: z.number().catch(0),
  vanished: z.boolean().catch(false),
});

const cursor = z.object({
  lastGoodOn: z.iso.date().nullable().catch(null),
  rereadOn: z.string().nullable().catch(null),
  notOurs: z.array(z.string()).catch([]),
  held: z.record(z.string(), z.string()).catch({}),
});

/** Null for what another version of regwatch remembered in a way that is no longer read: the document is then looked at anew. */
export function readMemory(state: Json): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { lastGoodOn: null, rereadOn: null, notOurs: [], held: {} };
}

export function memoryJson(kept: Memory): Json {
  return { ...kept };
}

export function cursorJson(kept: Cursor): Json {
  return { ...kept };
}
