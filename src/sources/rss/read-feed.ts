import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import type { FeedEntry, RawEntry, RawFeed, ReadFeed } from "./entry.ts";
import { feedDate } from "./feed-date.ts";
import { readJsonFeed } from "./json-feed.ts";
import { cleanLink } from "./link.ts";
import { repairedXml } from "./repair.ts";
import { readStrictly } from "./strict.ts";
import { readTolerantly } from "./tolerant.ts";

/**
 * Reads a served feed: RSS 0.9 to 2.0, RDF, Atom, JSON Feed. The same answer is read once. Rejects with `WrongBodyError` for what is no
 * feed.
 */
export function readFeed(response: Fetched): Promise<ReadFeed> {
  const before = readings.get(response.body);
  if (before !== undefined) return before;
  const reading = read(response);
  readings.set(response.body, reading);
  return reading;
}

// Every entry of a feed is extracted from the same bytes.
const readings = new WeakMap<Uint8Array, Promise<ReadFeed>>();

async function read({ body, headers, finalUrl }: Fetched): Promise<ReadFeed> {
  const { text } = decodeText(body, headers["content-type"]);
  const { host } = new URL(finalUrl);
  if (/^\s*[{[]/.test(text)) {
    const { entries, ...rest } = readJsonFeed(text, host);
    return settled({ ...rest, base: finalUrl }, entries);
  }
  const xml = repairedXml(text);
  const feed = await readXml(xml);
  if (feed === null) throw new WrongBodyError(`${host} sent something that is no feed.`);
  const head = headOf(xml);
  const base = URL.parse(attribute(head, "xml:base") ?? "", finalUrl)?.href ?? finalUrl;
  return settled(
    { title: feed.title, language: languageIn(head), next: olderPart(head), base, warnings: [] },
    feed.entries,
  );
}

/**
 * rss-parser first. It gives up on the whole feed for one fault, loses the order of mixed content, and does not see elements behind a
 * prefix; then the tolerant reader is asked.
 */
async function readXml(xml: string): Promise<RawFeed | null> {
  if (/\btype\s*=\s*["'](?:application\/xhtml\+xml|xhtml)["']/i.test(xml)) return readTolerantly(xml);
  try {
    const strict = await readStrictly(xml);
    if (strict.entries.length > 0) return strict;
    const tolerant = readTolerantly(xml);
    return tolerant !== null && tolerant.entries.length > 0 ? tolerant : strict;
  } catch {
    return readTolerantly(xml);
  }
}

interface Head {
  readonly title: string | null;
  readonly language: string | null;
  readonly next: string | null;
  readonly base: string;
  readonly warnings: readonly string[];
}

function settled({ title, language, next, base, warnings }: Head, raw: readonly RawEntry[]): ReadFeed {
  const bad: string[] = [];
  const entries = raw.flatMap((one, index) => {
    const entry = entryOf(one, base);
    if (entry === null)
      bad.push(`Entry ${index + 1} of the feed has neither title nor link nor text and was left out.`);
    return entry === null ? [] : [entry];
  });
  return {
    title: title === null ? null : visibleText(title),
    language,
    next: next === null ? null : cleanLink(next, base),
    entries,
    warnings: [...warnings, ...bad],
  };
}

function entryOf(raw: RawEntry, feedBase: string): FeedEntry | null {
  const base = URL.parse(raw.base ?? "", feedBase)?.href ?? feedBase;
  const id = raw.id?.trim() || null;
  const title = visibleText(raw.title ?? "");
  const body = raw.body?.trim() ?? "";
  const link = cleanLink(raw.link, base) ?? (/^https?:/i.test(id ?? "") ? cleanLink(id, base) : null);
  if (title === "" && body === "" && link === null) return null;
  return { id, link, title, body, publishedAt: feedDate(raw.date) };
}

/** Everything before the first entry. */
function headOf(xml: string): string {
  const first = /<(?:\w+:)?(?:item|entry)[\s>]/i.exec(xml);
  return xml.slice(0, first?.index ?? xml.length).slice(0, 100_000);
}

function languageIn(head: string): string | null {
  const stated = attribute(head, "xml:lang") ?? /<(?:dc:)?language>\s*([\w-]+)\s*</i.exec(head)?.[1];
  return stated ?? null;
}

function attribute(head: string, name: string): string | undefined {
  return new RegExp(`<[^!?][^<>]*\\s${name}\\s*=\\s*["']([^"']+)["']`, "i").exec(head)?.[1];
}

function olderPart(head: string): string | null {
  for (const [link] of head.matchAll(/<(?:\w+:)?link\b[^<>]*>/gi)) {
    if (/\brel\s*=\s*["'](?:next|prev-archive)["']/i.test(link))
      return /\bhref\s*=\s*["']([^"']+)["']/i.exec(link)?.[1]?.replaceAll("&amp;", "&") ?? null;
  }
  return null;
}
