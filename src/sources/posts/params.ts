import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { areSelectors, selectorFault } from "../../snapshots/css-selector.ts";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
// May be written from the collection's own address on: `feed/`, `/sitemap.xml`.
const place = z.string().trim().min(1);
const list = z.union([
  z
    .string()
    .min(1)
    .transform((one) => [one]),
  z.array(z.string().min(1)),
]);

const selectors = list.refine(areSelectors, { error: selectorFault });

/** The settings of a collection of posts. At least one of `feed`, `sitemap` and `archive` says which posts there are. */
export const postsParams = z
  .strictObject({
    url: address.describe("The collection, as people open it; its posts lie below this address"),
    baseUrl: address
      .transform((url) => url.replace(/\/+$/, ""))
      .optional()
      .describe("Asked in the place of the collection's own host; a mirror can stand in"),
    feed: place.optional().describe("Its feed, which lists the newest posts"),
    sitemap: place.optional().describe("Its sitemap or sitemap index, gzip too"),
    archive: place
      .optional()
      .describe("Its list of posts by page: page/{page}/, or a page whose links lead to the next"),
    archivePages: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .default(100)
      .describe("How many pages of the archive are read at most"),
    include: list.optional().describe("Paths that posts begin with; below `url` if left out"),
    exclude: list
      .default([])
      .describe("Parts of paths that no post has, besides tags, categories, authors and the like"),
    select: selectors.optional().describe("CSS selectors of a post's text; found by itself if left out"),
    remove: selectors.optional().describe("CSS selectors of what is left out of it"),
    until: list.default([]).describe("Headings at which a post ends, besides those of authors and related posts"),
    perPoll: z.number().int().min(1).max(2000).default(40).describe("Posts read again in one poll"),
    sweep: z
      .number()
      .int()
      .min(0)
      .max(5000)
      .default(500)
      .describe("Posts read at once when one has turned out changed"),
    mostPosts: z.number().int().min(1).max(20_000).default(3000).describe("Posts watched"),
    longestDays: z.number().int().min(1).max(365).default(30).describe("A post is read at least once in so many days"),
    confirmMinutes: z
      .number()
      .int()
      .min(0)
      .max(10_080)
      .default(20)
      .describe("A change counts once a look at least so many minutes later sees the same"),
  })
  .refine(({ feed, sitemap, archive }) => [feed, sitemap, archive].some((one) => one !== undefined), {
    message: "need one of feed, sitemap and archive, to know which posts there are",
  });

export type PostsParams = z.infer<typeof postsParams>;

/** What decides how a post's bytes are read. */
export function readingParams({ select, remove, until }: PostsParams): Json {
  return { select: select ?? [], remove: remove ?? [], until };
}
