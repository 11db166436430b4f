import { checkBody } from "../../lib/body-check.ts";
import { bodyHash } from "../../lib/hash.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { KnownDocument, PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import type { ReadFeed } from "./entry.ts";
import { feedRole } from "./extract.ts";
import { identified } from "./identity.ts";
import { cursorJson, memoryJson, readCursor, readMemory, type Cursor, type Memory } from "./memory.ts";
import { topicTest, type RssParams } from "./params.ts";
import { readFeed } from "./read-feed.ts";
import { recognise, type Recognised } from "./recognise.ts";

/** A page of the feed: what was served and what it says. */
interface Page {
  readonly response: Fetched;
  readonly feed: ReadFeed;
}

/** One poll: the feed, and its older pages where it has run ahead of us; then every entry, oldest first. */
export async function* pollRss(context: PollContext<RssParams>): AsyncGenerator<Sighting, PollEnd, void> {
  const cursor = readCursor(context.cursor);
  const known = remembered(context.known);
  const isSettled = Object.entries(cursor.listed).every(([key, text]) => known.get(key)?.text === text);
  const response = await ask(context, at(context, context.params.url), isSettled ? cursor : null);
  const raw = response.status === 304 ? cursor.raw : bodyHash(response.body);
  if (isSettled && cursor.raw !== null && raw === cursor.raw) {
    for (const key of Object.keys(cursor.listed)) yield { kind: "unchanged", key, looked: "all" };
    return { cursor: cursorJson({ ...cursor, ...(response.status === 304 ? {} : validatorsOf(response)) }) };
  }
  const first = { response, feed: await readFeed(response) };
  const warnings: string[] = [...first.feed.warnings];
  const pages = [first, ...(await olderPages(context, first, cursor, warnings))];
  const listed: Record<string, string> = {};
  for (const { page, one } of oldestFirst(pages, known)) {
    context.signal.throwIfAborted();
    const sighting = sightingOf(context.params, page, one);
    if (sighting === null) continue;
    listed[one.key] = one.text;
    yield sighting;
  }
  if (first.feed.entries.length === 0 && Object.keys(cursor.listed).length > 0)
    warnings.push("The feed lists nothing now, though it did before. Nothing counts as gone.");
  const window = identified(first.feed.entries).flatMap(({ ids }) => ids);
  return { cursor: cursorJson({ ...validatorsOf(response), raw: bodyHash(response.body), listed, window }), warnings };
}

function remembered(known: ReadonlyMap<string, KnownDocument>): ReadonlyMap<string, Memory> {
  return new Map(
    [...known].flatMap(([key, { state }]) => {
      const memory = readMemory(state);
      return memory === null ? [] : [[key, memory] as const];
    }),
  );
}

/** The address at the mirror, where there is one. Other hosts stay as they are. */
function at({ params }: PollContext<RssParams>, address: string): string {
  const url = new URL(address, params.url);
  if (params.baseUrl === undefined || url.host !== new URL(params.url).host) return url.href;
  return `${params.baseUrl}${url.pathname}${url.search}`;
}

const accept =
  "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";

const maxBytes = 20_000_000;

async function ask({ fetch, signal }: PollContext<RssParams>, url: string, cursor: Cursor | null): Promise<Fetched> {
  signal.throwIfAborted();
  const validators = {
    ...(cursor?.etag == null ? {} : { etag: cursor.etag }),
    ...(cursor?.lastModified == null ? {} : { lastModified: cursor.lastModified }),
  };
  const asking = Object.keys(validators).length > 0;
  const response = await fetch(url, {
    accept,
    maxBytes,
    ...(asking && { validators }),
    ...(cursor?.raw != null && { knownBytes: cursor.raw }),
  });
  const isKnown = response.status === 304 || bodyHash(response.body) === cursor?.raw;
  if (!isKnown) refuseOther(response);
  return response;
}

// A feed may be XML or JSON; which it is shows only when it is there.
function refuseOther({ body, headers, finalUrl }: Fetched): void {
  const isJson = /^\s*[{[]/.test(new TextDecoder().decode(body.subarray(0, 64)).replace(/^\uFEFF/, ""));
  const problem = checkBody(body, headers, isJson ? "json" : "xml");
  if (problem !== null) throw new WrongBodyError(`${new URL(finalUrl).host} sent ${problem.what} instead of the feed.`);
}

const mostPages = 10;

/** Older pages, until one has an entry that was listed before: between two polls more came than the feed shows at once. */
async function olderPages(
  context: PollContext<RssParams>,
  first: Page,
  { window }: Cursor,
  warnings: string[],
): Promise<readonly Page[]> {
  const before = new Set(window);
  const isAhead = ({ feed }: Page) => !identified(feed.entries).some(({ ids }) => ids.some((id) => before.has(id)));
  if (before.size === 0 || first.feed.entries.length === 0 || !isAhead(first)) return [];
  const pages: Page[] = [];
  for (let page = first, count = 1; page.feed.next !== null && count < mostPages; count += 1) {
    const response = await ask(context, at(context, page.feed.next), null);
    page = { response, feed: await readFeed(response) };
    pages.push(page);
    if (!isAhead(page)) return pages;
  }
  warnings.push(
    `None of the ${first.feed.entries.length} entries in the feed was there at the last poll: some between may have been missed. Poll more often.`,
  );
  return pages;
}

interface Placed {
  readonly page: Page;
  readonly one: Recognised;
}

function oldestFirst(pages: readonly Page[], known: ReadonlyMap<string, Memory>): readonly Placed[] {
  const all = pages.flatMap((page) => identified(page.feed.entries).map((entry) => ({ page, entry })));
  const pageOf = new Map(all.map(({ page, entry }) => [entry.entry, page]));
  const recognised = recognise(
    all.map(({ entry }) => entry),
    known,
  );
  return recognised
    .flatMap((one) => {
      const page = pageOf.get(one.entry);
      return page === undefined ? [] : [{ page, one }];
    })
    .toReversed()
    .toSorted((a, b) => compare(a.one.entry.publishedAt ?? "", b.one.entry.publishedAt ?? ""));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Null for what is off the feed's topic. What was on it once stays. */
function sightingOf(params: RssParams, page: Page, one: Recognised): Sighting | null {
  const { key, entry, ids, text, memory } = one;
  if (memory === null && !topicTest(params.match)(`${entry.title}\n${visibleText(entry.body)}`)) return null;
  const kept: Memory = {
    ids: [...new Set([...ids, ...(memory?.ids ?? [])])].slice(0, 8),
    text,
    publishedAt: entry.publishedAt,
  };
  if (memory !== null && memory.text === text) {
    const moved = JSON.stringify(memory) !== JSON.stringify(kept);
    return { kind: "unchanged", key, looked: "all", ...(moved ? { state: memoryJson(kept) } : {}) };
  }
  const parts = [{ role: feedRole(key, ids), response: page.response }];
  return { kind: "captured", key, parts, state: memoryJson(kept) };
}

function validatorsOf({ headers }: Fetched): Pick<Cursor, "etag" | "lastModified"> {
  return { etag: headers["etag"] ?? null, lastModified: headers["last-modified"] ?? null };
}
