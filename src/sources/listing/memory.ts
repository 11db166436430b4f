import { z } from "zod";
import type { Json } from "../../model/json.ts";

const text = z.string().nullable().catch(null);

const memory = z.object({
  /** Where the item's page is asked for. */
  address: text,
  /** Hash of what counts of the item in its list. */
  listed: z.string(),
  /** Hash of the text of its page; null where its page is not read. */
  detail: text,
  /** Characters of that text. */
  size: z.number().catch(0),
  date: text,
  /** When it was first seen or last changed, and when its page is read next; null once nobody looks any more. */
  since: z.string(),
  nextAt: text,
  /** Since when its text is not to be found on its page, or much shorter than it was. */
  goneSince: text,
  /** Since when its address answers that there is nothing. */
  missingSince: text,
  vanished: z.boolean().catch(false),
});

const cursor = z.object({
  /** What was listed lately, newest last, off the feed's topic too. */
  seen: z.array(z.string()).catch([]),
  /** The oldest date of the first list: what is older was there before. */
  floor: text,
});

/** What the source remembers of an item. */
export type Memory = Readonly<z.infer<typeof memory>>;

/** What it remembers between polls. */
export type Cursor = Readonly<z.infer<typeof cursor>>;

/** Null for what another version of regwatch remembered: the item is then read anew. */
export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? { seen: [], floor: null };
}

export function asJson(kept: Memory | Cursor): Json {
  return JSON.parse(JSON.stringify(kept)) as Json;
}
