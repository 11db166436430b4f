import { z } from "zod";
import type { Json } from "../../model/json.ts";

/** What the source remembers of a post. */
export interface Memory {
  /** As the publisher writes it. */
  readonly address: string;
  /** Hash of the bytes, of what a reader sees of the page, and of the post's own text. */
  readonly raw: string;
  readonly visible: string;
  readonly text: string;
  /** Characters of the post's text. */
  readonly size: number;
  /** Hash of the params that the text was read with. */
  readonly recipe: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When it was published, or first seen, or last changed: the younger, the sooner it is read again. */
  readonly since: string;
  readonly readAt: string;
  readonly nextAt: string;
  /** What feed and sitemap said of it when it was last read. */
  readonly hints: { readonly feed?: string | undefined; readonly sitemap?: string | undefined };
  readonly vanished: boolean;
}

/** Why what a look saw does not count yet: since when, and when it is looked at again. */
export interface Doubt {
  readonly why: "gone" | "thin" | "failed";
  readonly since: string;
  readonly nextAt: string;
}

/** What the source remembers between polls. */
export interface Cursor {
  readonly feed: { readonly etag: string | null; readonly lastModified: string | null };
  readonly sitemapAt: string | null;
  /** Posts that were never read yet: their addresses by key, in the order of discovery. */
  readonly waiting: Readonly<Record<string, string>>;
  /** Posts that were told as changed and are not recorded so yet: the hash of each one's new text. */
  readonly pending: Readonly<Record<string, string>>;
  readonly doubts: Readonly<Record<string, Doubt>>;
  /** When all posts were last read because one had changed, and how many changed with it. */
  readonly sweep: { readonly at: string; readonly changed: number } | null;
  /** Posts that are to be read because others changed, beyond what the sweep allowed. */
  readonly unswept: readonly string[];
}

const text = z.string().nullable().catch(null);

const memory = z.object({
  address: z.string(),
  raw: z.string(),
  visible: z.string(),
  text: z.string(),
  size: z.number(),
  recipe: z.string(),
  etag: text,
  lastModified: text,
  since: z.string(),
  readAt: z.string(),
  nextAt: z.string(),
  hints: z.object({ feed: z.string().optional(), sitemap: z.string().optional() }).catch({}),
  vanished: z.boolean().catch(false),
});

const doubt = z.object({ why: z.enum(["gone", "thin", "failed"]), since: z.string(), nextAt: z.string() });

const cursor = z.object({
  feed: z.object({ etag: text, lastModified: text }).catch({ etag: null, lastModified: null }),
  sitemapAt: text,
  waiting: z.record(z.string(), z.string()).catch({}),
  pending: z.record(z.string(), z.string()).catch({}),
  doubts: z.record(z.string(), doubt).catch({}),
  sweep: z.object({ at: z.string(), changed: z.number() }).nullable().catch(null),
  unswept: z.array(z.string()).catch([]),
});

const nothing: Cursor = {
  feed: { etag: null, lastModified: null },
  sitemapAt: null,
  waiting: {},
  pending: {},
  doubts: {},
  sweep: null,
  unswept: [],
};

/** Null for what another version of regwatch remembered: the post is then read anew. */
export function readMemory(state: Json): Memory | null {
  return memory.safeParse(state).data ?? null;
}

export function readCursor(state: Json | null): Cursor {
  return cursor.safeParse(state).data ?? nothing;
}

/** The JSON form, without what is undefined. */
export function asJson(kept: Memory | Cursor): Json {
  return JSON.parse(JSON.stringify(kept)) as Json;
}
