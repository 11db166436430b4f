import { z } from "zod";
import type { Json } from "../../model/json.ts";

const held = z.object({ text: z.string(), since: z.string(), looks: z.number() });

/** Its shape, for who keeps it beside other things. */
export const pageMemory = z.object({
  /** Hash of how the page was read. */
  recipe: z.string(),
  /** Hash of the bytes, of what is visible of them, and of the text taken from them. */
  bytes: z.string(),
  visible: z.string(),
  text: z.string(),
  characters: z.number(),
  form: z.string(),
  /** The script most of the text is in, the language it is said to be in, and whether it reads as English. */
  script: z.string(),
  language: z.string(),
  english: z.boolean(),
  /** Where the answer came from in the end. */
  place: z.string(),
  /** The page ended with its own closing tag. */
  closed: z.boolean(),
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  /** A doubtful text that is not believed yet: its hash, since when it is seen, and how often. */
  held: held.nullable().catch(null),
});

/** What the source remembers of a page. */
export type Memory = Readonly<z.infer<typeof pageMemory>>;
export type Held = Readonly<z.infer<typeof held>>;

/** Null for what another version of regwatch remembered in a way that is no longer read: the page is then looked at anew. */
export function readMemory(state: Json | undefined): Memory | null {
  return pageMemory.safeParse(state).data ?? null;
}

export function memoryJson(kept: Memory): Json {
  return JSON.parse(JSON.stringify(kept)) as Json;
}
