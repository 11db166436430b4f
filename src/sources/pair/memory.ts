import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { pageMemory } from "../policy-page/memory.ts";

const side = z.object({
  /** What the source of policy pages remembers of it. */
  page: pageMemory,
  /** Hash of each of its passages. */
  passages: z.array(z.string()),
  /** Its text when both were last in step; null while they are. */
  base: z.string().nullable(),
  /** The day it was first changed since, the moment it last was, and its new passages. */
  since: z.string().nullable(),
  latest: z.string().nullable(),
  fresh: z.array(z.string()),
});

const memory = z.object({
  sides: z.tuple([side, side]),
  /** What was told of a page that is behind; null where nothing is. */
  told: z.string().nullable(),
});

/** What the source remembers of one of the pages. */
export type SideMemory = Readonly<z.infer<typeof side>>;

/** What the source remembers of a pair. */
export type Memory = Readonly<z.infer<typeof memory>>;

/** Null for what another version of regwatch remembered: the pair is then looked at anew. */
export function readMemory(state: Json | undefined): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function memoryJson(kept: Memory): Json {
  return JSON.parse(JSON.stringify(kept)) as Json;
}
