import { ReadingError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { plainText, type Block } from "../../model/text.ts";
import type { CalendarDate, Instant } from "../../model/time.ts";
import { blocksOf } from "../../snapshots/blocks-of.ts";
import { decodeText } from "../../snapshots/charset.ts";
import type { Reading } from "../../snapshots/reading.ts";
import { visibleText } from "../../snapshots/visible-text.ts";
import { feedDate } from "../rss/feed-date.ts";
import type { PostsParams } from "./params.ts";

/** A post as read from its page. */
export interface Post {
  readonly title: string;
  readonly language: string | null;
  readonly blocks: readonly Block[];
  readonly publishedAt: CalendarDate | Instant | null;
  readonly statedDate: CalendarDate | null;
}

type ReadingParams = Pick<PostsParams, "select" | "remove" | "until">;

/** Reads a post from its page. Throws `ReadingError` where selectors match nothing any more, and where there is no text. */
export function readPost(response: Fetched, params: ReadingParams): Post {
  const { text: source } = decodeText(response.body, response.headers["content-type"]);
  const reading = bodyOf(response, source, params);
  const title = titleOf(source, reading);
  const body = untilHeading(reading.blocks, params.until);
  const isTitled = body.some((block) => block.kind === "heading" && block.text === title);
  const heading: Block = { kind: "heading", path: [], text: title };
  return {
    title,
    language: reading.language,
    blocks: isTitled || title === "" ? body : [heading, ...body],
    publishedAt: publishedAt(source),
    statedDate: reading.statedDate,
  };
}

/** The text of a post as it is compared from look to look. */
export function postText({ blocks }: Post): string {
  return plainText(blocks).normalize("NFKC").replaceAll(/\s+/g, " ");
}

/** What blogs call the element that holds nothing but the post; the frame around it changes by itself. */
const bodyElements: readonly (readonly [mark: string, selector: string])[] = [
  ["blog-post-content", ".blog-post-content"],
  ["articleBody", "[itemprop=articleBody], [property=articleBody]"],
  ["entry-content", ".entry-content"],
  ["post-content", ".post-content"],
];

const enough = 100;

function bodyOf(response: Fetched, source: string, { select, remove }: ReadingParams): Reading {
  const hint = { name: response.finalUrl, contentType: "text/html", remove };
  if (select !== undefined) return blocksOf(response.body, { ...hint, select });
  for (const [mark, selector] of bodyElements) {
    if (!source.includes(mark)) continue;
    const reading = tried(() => blocksOf(response.body, { ...hint, select: [selector] }));
    if (reading !== null && plainText(reading.blocks).length >= enough) return reading;
  }
  return blocksOf(response.body, hint);
}

function tried(read: () => Reading): Reading | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadingError) return null;
    throw error;
  }
}

// The window's title adds the name of the blog.
function titleOf(source: string, reading: Reading): string {
  const shared = metaContent(source, "og:title") ?? reading.title ?? "";
  return visibleText(shared)
    .replace(/\s[|｜]\s[^|｜]*$/u, "")
    .trim();
}

const endings = [
  "本篇作者",
  "作者",
  "作者介绍",
  "作者简介",
  "关于作者",
  "关于本文作者",
  "校对作者",
  "审校作者",
  "相关产品",
  "相关文章",
  "相关博客",
  "相关内容",
  "相关阅读",
  "推荐阅读",
  "延伸阅读",
  "更多文章",
  "about the author",
  "about the authors",
  "about the author(s)",
  "author",
  "authors",
  "related posts",
  "related articles",
  "related products",
  "related content",
  "related reading",
  "recommended reading",
  "you may also like",
  "more posts",
  "next steps in your journey",
];

// What stands below the authors is theirs and the blog's, except a note on the post as a whole.
function untilHeading(blocks: readonly Block[], until: readonly string[]): readonly Block[] {
  const ends = new Set([...endings, ...until].map(bare));
  const at = blocks.findIndex((block, index) => index > 0 && block.text.length <= 40 && ends.has(bare(block.text)));
  if (at < 0) return blocks;
  const notes = blocks.slice(at).filter(({ text }) => note.test(text));
  return [...blocks.slice(0, at), ...notes.map((block) => ({ ...block, path: [] }))];
}

const note = /^\s*(?:[*＊※]\s*\S.{20}|(?:免责)?声明[:：]|注意?[:：].{20}|disclaimer\b|(?:please )?note[:：].{20})/iu;

function bare(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}() ]/gu, "")
    .trim();
}

function publishedAt(source: string): CalendarDate | Instant | null {
  const stated =
    metaContent(source, "article:published_time") ??
    /"datePublished"\s*:\s*"([^"]{8,40})"/.exec(source)?.[1] ??
    /<time\b[^<>]*\bdatetime\s*=\s*["']([^"']{8,40})["']/i.exec(source)?.[1];
  return feedDate(stated);
}

function metaContent(source: string, name: string): string | null {
  for (const [meta] of source.matchAll(/<meta\b[^<>]{1,2000}>/gi)) {
    if (!meta.includes(name)) continue;
    const content = /\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(meta);
    if (content !== null) return content[1] ?? content[2] ?? null;
  }
  return null;
}
