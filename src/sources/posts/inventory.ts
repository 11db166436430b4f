import { toInstant } from "../../lib/time.ts";
import { RegwatchError } from "../../model/errors.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { identified } from "../rss/identity.ts";
import { readFeed } from "../rss/read-feed.ts";
import type { Memory } from "./memory.ts";
import type { Round } from "./round.ts";
import { readSitemap } from "./sitemap.ts";

/** What the lists of posts say of one: the hash of its words in the feed, and when the sitemap says it changed. */
export interface Listing {
  readonly address: string;
  readonly feed?: string | undefined;
  readonly sitemap?: string | undefined;
}

/** What a round through feed, archive and sitemap found. */
export interface Inventory {
  readonly listed: ReadonlyMap<string, Listing>;
  readonly feed: { readonly etag: string | null; readonly lastModified: string | null };
  /** When the sitemap was last read in full. */
  readonly sitemapAt: string | null;
  /** True if this round read it. */
  readonly withSitemap: boolean;
}

/**
 * Asks feed, archive and, once a day, sitemap which posts there are. Where one cannot be read the others count; where none can, rejects
 * with the error of the first.
 */
export async function takeInventory(round: Round): Promise<Inventory> {
  const listed = new Map<string, Listing>();
  const add = (address: string, hints: Omit<Listing, "address"> = {}): boolean => {
    const key = round.collection.keyOf(address);
    const own = round.collection.own(address);
    if (key === null || own === null) return false;
    const isNew = !listed.has(key) && !round.known.has(key) && round.cursor.waiting[key] === undefined;
    listed.set(key, { ...listed.get(key), address: own, ...hints });
    return isNew;
  };
  const failures: RegwatchError[] = [];
  let asked = 0;
  const attempt = async (ask: (() => Promise<void>) | null): Promise<boolean> => {
    if (ask === null) return false;
    asked += 1;
    try {
      await ask();
      return true;
    } catch (error) {
      if (!(error instanceof RegwatchError)) throw error;
      failures.push(error);
      return false;
    }
  };
  const { feed, sitemap, archive } = round.params;
  let validators = round.cursor.feed;
  const withSitemap = await attempt(
    sitemap === undefined || !isSitemapDue(round) ? null : () => fromSitemap(round, sitemap, add),
  );
  await attempt(archive === undefined ? null : () => fromArchive(round, archive, add));
  await attempt(
    feed === undefined
      ? null
      : async () => {
          validators = await fromFeed(round, feed, add);
        },
  );
  const [first] = failures;
  if (first !== undefined && failures.length === asked) throw first;
  for (const failure of failures) round.warn(`A list of posts could not be read: ${failure.message}`);
  return {
    listed,
    feed: validators,
    sitemapAt: withSitemap ? toInstant(round.now) : round.cursor.sitemapAt,
    withSitemap,
  };
}

/** Whether feed or sitemap say something of a post that they did not say when it was last read. */
export function isHinted(memory: Memory, key: string, { listed, withSitemap }: Inventory): boolean {
  const listing = listed.get(key);
  const { feed, sitemap } = memory.hints;
  if (listing?.feed !== undefined && feed !== undefined && listing.feed !== feed) return true;
  if (listing?.sitemap !== undefined && sitemap !== undefined && listing.sitemap !== sitemap) return true;
  return withSitemap && sitemap !== undefined && listing?.sitemap === undefined && !memory.vanished;
}

type Add = (address: string, hints?: Omit<Listing, "address">) => boolean;

async function fromFeed(round: Round, place: string, add: Add): Promise<Inventory["feed"]> {
  const { etag, lastModified } = round.cursor.feed;
  const validators = { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
  const response = await round.ask(place, Object.keys(validators).length > 0 ? { validators } : {});
  if (response.status === 304) return round.cursor.feed;
  const { entries, warnings } = await readFeed(response);
  for (const { entry, text } of identified(entries).toReversed()) add(entry.link ?? entry.id ?? "", { feed: text });
  for (const warning of warnings) round.warn(warning);
  return { etag: response.headers["etag"] ?? null, lastModified: response.headers["last-modified"] ?? null };
}

function isSitemapDue({ cursor, now }: Round): boolean {
  if (cursor.sitemapAt === null) return true;
  const hours = Temporal.Instant.from(cursor.sitemapAt).until(now).total("hours");
  // What was read in the future was read by a clock that was set back.
  return hours < 0 || hours >= 23;
}

const mostSitemaps = 50;

async function fromSitemap(round: Round, place: string, add: Add): Promise<void> {
  const queue = [place];
  for (let at = 0; at < queue.length; at += 1) {
    if (at >= mostSitemaps) {
      round.warn(`The sitemap index has more than ${mostSitemaps} sitemaps; the rest is not read.`);
      return;
    }
    const { kind, entries } = readSitemap(await round.ask(queue[at] ?? place));
    for (const { address, changed } of entries) {
      if (kind === "pages") add(address, { sitemap: changed ?? "" });
      else if (round.collection.own(address) !== null && !queue.includes(address)) queue.push(address);
    }
  }
}

// Page by page, until one has nothing new.
async function fromArchive(round: Round, place: string, add: Add): Promise<void> {
  const numbered = place.includes("{page}");
  let next: string | null = numbered ? place.replace("{page}", "1") : place;
  for (let page = 1; next !== null && page <= round.params.archivePages; page += 1) {
    const response = await round.ask(next, { expect: "html", ...(page === 1 ? {} : { allowStatus: [404] }) });
    if (response.status === 404) return;
    const { text } = decodeText(response.body, response.headers["content-type"]);
    const added = addressesIn(text).filter((address) => {
      const absolute = URL.parse(address, response.finalUrl)?.href;
      return absolute !== undefined && add(absolute);
    });
    if (added.length === 0) return;
    next = numbered ? place.replace("{page}", String(page + 1)) : nextPage(text, response.finalUrl);
  }
}

function addressesIn(html: string): readonly string[] {
  const found = html.matchAll(/<a\b[^<>]*?\bhref\s*=\s*["']([^"'#]{1,2000})/gi);
  return [...new Set(Array.from(found, (match) => (match[1] ?? "").replaceAll("&amp;", "&")))];
}

function nextPage(html: string, base: string): string | null {
  for (const [tag] of html.matchAll(/<(?:a|link)\b[^<>]*>/gi)) {
    if (!/\b(?:rel|class)\s*=\s*["'][^"']*\bnext\b/i.test(tag)) continue;
    const address = /\bhref\s*=\s*["']([^"']+)/i.exec(tag)?.[1]?.replaceAll("&amp;", "&");
    if (address !== undefined) return URL.parse(address, base)?.href ?? null;
  }
  return null;
}
