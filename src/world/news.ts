import { escaped, mailDate } from "./blog/lists.ts";
import { isPast } from "./blog/story.ts";
import { page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** A feed of news that the world plays. */
export interface NewsStory {
  /** Named in the request log and in faults: `commerce-news`. */
  readonly name: string;
  /** The real publisher's: `https://www.commerce.gov`. */
  readonly origin: string;
  /** Where the feed lies: `/feeds/news`. */
  readonly path: string;
  readonly format: "rss" | "atom";
  readonly title: string;
  readonly language: string;
  /** How many entries are listed at once; 20 if left out. */
  readonly window?: number;
  readonly entries: readonly NewsEntry[];
}

export interface NewsEntry {
  readonly id: string;
  /** Path of its page. */
  readonly path: string;
  readonly title: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  readonly html: string;
  readonly revisions?: readonly { readonly at: string; readonly title?: string; readonly html?: string }[];
}

/** What a test or the demo can still do to the feed while the world runs. */
export interface News {
  readonly add: (...entries: readonly NewsEntry[]) => void;
}

/** Plays a publisher of news by feed. It answers conditional requests, as the better ones do. */
export function createNews(story: NewsStory, links: "real" | "own"): News & { readonly publisher: Publisher } {
  let told = story.entries;

  function answer(ask: Ask, now: Temporal.Instant): Answer {
    const host = links === "own" ? ask.url.origin : story.origin;
    const listed = standing(told, now).slice(0, story.window ?? 20);
    if (ask.url.pathname === story.path) return feedAnswer(ask, story, listed, host);
    const entry = standing(told, now).find(({ path }) => path === ask.url.pathname);
    return entry === undefined ? notFound : page(`<html><body><h1>${entry.title}</h1>${entry.html}</body></html>`);
  }

  return {
    publisher: {
      name: story.name,
      answer,
      unwell: {
        blockPage: page("<html><head><title>Access Denied</title></head><body>Reference #18.0</body></html>", 403),
        notFound,
        empty: () => page(feedText(story, [], story.origin), 200, contentType(story)),
      },
    },
    add(...entries) {
      told = [...told, ...entries];
    },
  };
}

const notFound = page("<html><head><title>Not found</title></head><body><h1>Not found</h1></body></html>", 404);

function standing(entries: readonly NewsEntry[], now: Temporal.Instant): readonly NewsEntry[] {
  return entries
    .filter(({ publishedAt }) => isPast(publishedAt, now))
    .map((entry) => {
      const edited = (entry.revisions ?? []).findLast(({ at }) => isPast(at, now));
      return { ...entry, title: edited?.title ?? entry.title, html: edited?.html ?? entry.html };
    })
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1));
}

function feedAnswer(ask: Ask, story: NewsStory, listed: readonly NewsEntry[], host: string): Answer {
  const etag = `"${listed
    .map(({ id, html }) => `${id}:${html.length}`)
    .join(",")
    .slice(0, 500)}"`;
  const headers = { "content-type": contentType(story), etag };
  if (ask.headers["if-none-match"] === etag) return { status: 304, headers, body: "" };
  return { status: 200, headers, body: feedText(story, listed, host) };
}

function contentType({ format }: NewsStory): string {
  return format === "rss" ? "application/rss+xml; charset=utf-8" : "application/atom+xml; charset=utf-8";
}

function feedText(story: NewsStory, listed: readonly NewsEntry[], host: string): string {
  const body = listed
    .map((entry) => (story.format === "rss" ? rssItem(entry, host) : atomEntry(entry, host)))
    .join("\n");
  const declaration = '<?xml version="1.0" encoding="utf-8"?>';
  return story.format === "rss"
    ? `${declaration}\n<rss version="2.0"><channel><title>${escaped(story.title)}</title><link>${host}/</link><language>${story.language}</language>\n${body}\n</channel></rss>\n`
    : `${declaration}\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${story.language}"><title>${escaped(story.title)}</title><id>${story.origin}${story.path}</id>\n${body}\n</feed>\n`;
}

function rssItem({ id, path, title, publishedAt, html }: NewsEntry, host: string): string {
  return `<item><title>${escaped(title)}</title><link>${host}${path}?utm_source=rss&amp;utm_medium=feed</link><guid isPermaLink="false">${id}</guid><pubDate>${mailDate(publishedAt)}</pubDate><description>${escaped(html)}</description></item>`;
}

function atomEntry({ id, path, title, publishedAt, html }: NewsEntry, host: string): string {
  return `<entry><id>${id}</id><title>${escaped(title)}</title><link rel="alternate" href="${host}${path}"/><published>${publishedAt}</published><updated>${publishedAt}</updated><content type="html">${escaped(html)}</content></entry>`;
}
