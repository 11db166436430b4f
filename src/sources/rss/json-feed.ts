import { z } from "zod";
import { WrongBodyError } from "../../model/errors.ts";
import type { RawEntry } from "./entry.ts";

const text = z.string().nullish().catch(undefined);

const item = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(undefined),
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
});

const feed = z.object({
  version: z.string().regex(/jsonfeed\.org\/version/),
  title: text,
  language: text,
  next_url: text,
  items: z.array(z.unknown()),
});

/** A JSON Feed as read (https://www.jsonfeed.org/version/1.1/). */
interface JsonFeed {
  readonly title: string | null;
  readonly language: string | null;
  readonly next: string | null;
  readonly entries: readonly RawEntry[];
  readonly warnings: readonly string[];
}

/** Reads a JSON Feed of version 1 or 1.1. Throws `WrongBodyError` for other JSON. */
export function readJsonFeed(source: string, host: string): JsonFeed {
  const { data } = feed.safeParse(parsed(source, host));
  if (data === undefined) throw new WrongBodyError(`${host} sent JSON that is no JSON Feed.`);
  const warnings: string[] = [];
  const entries = data.items.flatMap((raw, index) => {
    const read = item.safeParse(raw).data;
    if (read === undefined) warnings.push(`Entry ${index + 1} of the feed is no entry and was left out.`);
    return read === undefined ? [] : [entryOf(read)];
  });
  return { title: data.title ?? null, language: data.language ?? null, next: data.next_url ?? null, entries, warnings };
}

function entryOf(read: z.infer<typeof item>): RawEntry {
  return {
    id: read.id,
    link: read.url ?? read.external_url,
    title: read.title,
    body: read.content_html ?? read.content_text ?? read.summary,
    date: read.date_published ?? read.date_modified,
  };
}

function parsed(source: string, host: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw new WrongBodyError(`${host} sent something that is neither a feed nor JSON.`);
  }
}
