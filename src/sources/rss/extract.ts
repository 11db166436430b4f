import type { Deadline } from "../../model/facts.ts";
import type { Captured } from "../../model/source.ts";
import { plainText, type Block } from "../../model/text.ts";
import type { Extraction } from "../../model/version.ts";
import { languageOf } from "../../snapshots/language.ts";
import { readHtml } from "../../snapshots/html.ts";
import { outlined } from "../../snapshots/outline.ts";
import { operativeDates } from "../../snapshots/operative-dates.ts";
import { readPlainText } from "../../snapshots/plain-text.ts";
import type { FeedEntry } from "./entry.ts";
import { identified } from "./identity.ts";
import { readFeed } from "./read-feed.ts";
import { factsOf, linksOf, references, threadKeysOf } from "./references.ts";

/**
 * The role of the feed's answer in a capture. An entry whose id changed keeps its key; the role then names the entry by the id it has now.
 */
export function feedRole(key: string, ids: readonly string[]): string {
  return ids.includes(key) ? "feed" : `feed ${ids[0] ?? ""}`;
}

/** Reads one entry out of the feed it was captured from. Rejects if it is not there. */
export async function extractEntry({ key, parts }: Captured): Promise<Extraction> {
  const part = parts.find(({ role }) => role === "feed" || role.startsWith("feed "));
  if (part === undefined) throw new Error(`${key} has no feed.`);
  const feed = await readFeed(part.response);
  const id = part.role === "feed" ? key : part.role.slice("feed ".length);
  const entry = identified(feed.entries).find(({ ids }) => ids.includes(id))?.entry;
  if (entry === undefined) throw new Error(`The feed has no entry ${id}.`);
  return extraction(entry, feed.language, part.response.url);
}

function extraction(entry: FeedEntry, stated: string | null, feedUrl: string): Extraction {
  const blocks = blocksIn(entry);
  const text = plainText(blocks);
  const named = references(text, [entry.link ?? "", ...addressesIn(entry.body)], entry.publishedAt);
  const links = linksOf(named);
  return {
    title: entry.title === "" ? (blocks[0]?.text.slice(0, 120) ?? entry.link ?? feedUrl) : entry.title,
    language: languageOf(blocks, stated) ?? "und",
    sourceUrl: entry.link ?? feedUrl,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: entry.publishedAt,
    form: "entry",
    complete: true,
    blocks,
    facts: factsOf(named),
    deadlines: links.some(({ relation }) => relation === "announces") ? statedDates(blocks, entry) : [],
    threadKeys: threadKeysOf(named),
    links,
  };
}

// Where news announces a document, its dates are laid beside those of the document.
function statedDates(blocks: readonly Block[], { publishedAt }: FeedEntry): readonly Deadline[] {
  return operativeDates(blocks, { publicationDate: publishedAt?.slice(0, 10) ?? null, filedAt: null });
}

// The title belongs to the text: where only it is edited, that is what is told.
function blocksIn({ title, body }: FeedEntry): readonly Block[] {
  const heading: readonly Block[] = title === "" ? [] : [{ kind: "heading", path: [], text: title }];
  if (body === "") return heading;
  const { pieces } = /<[a-z!/]/i.test(body) ? readHtml(body) : readPlainText(body);
  return [...heading, ...outlined(pieces)];
}

function addressesIn(body: string): readonly string[] {
  return Array.from(body.matchAll(/\bhref\s*=\s*["']([^"']{1,2000})["']/gi), (match) => match[1] ?? "");
}
