import { z } from "zod";
import type { Json } from "../../model/json.ts";
import { areSelectors, selectorFault } from "../../snapshots/css-selector.ts";
import { topicWord } from "../rss/params.ts";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const one = z.string().trim().min(1);
const selector = one.refine(areSelectors, { error: selectorFault });
const selectors = z
  .union([one.transform((text) => [text]), z.array(one).min(1)])
  .refine(areSelectors, { error: selectorFault });

const pages = z
  .string()
  .trim()
  .refine((text) => text.includes("{page}"), "must hold {page}, where the number of the page stands");

/** The settings of a page that lists items. */
export const listingParams = z.strictObject({
  url: address.describe("The list, as people open it"),
  baseUrl: address
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Asked in the place of the list's own host; a mirror can stand in"),
  item: selector.describe("CSS selector of one item: ul.list > li"),
  link: selector.default("a[href]").describe("CSS selector of its link, within the item"),
  title: selector.optional().describe("CSS selector of its title, within the item; the link's words if left out"),
  date: selector
    .optional()
    .describe("CSS selector of its date, within the item; found in its text or address if left out"),
  remove: selectors.optional().describe("CSS selectors of what does not count in an item, such as a counter of visits"),
  empty: z.string().min(1).optional().describe("Words that stand on the page when it rightly lists nothing"),
  pages: pages.optional().describe("Where the next pages are, from the list's own address on: index_{page}.htm"),
  secondPage: z.number().int().min(0).default(2).describe("The number of the second page"),
  mostPages: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(5)
    .describe("Pages read at most, when the list has run ahead of us"),
  detail: z
    .strictObject({
      select: selectors.optional().describe("CSS selectors of its text; its main part if left out"),
      remove: selectors.optional().describe("CSS selectors of what is left out of it"),
    })
    .optional()
    .describe("Read the page of each item too: its text is the document's then"),
  match: z
    .array(topicWord)
    .default([])
    .describe("Only items that have one of these words or phrases, or fit one /regular expression/"),
  matchIn: z
    .enum(["list", "detail"])
    .default("list")
    .describe("Where they are looked for; detail reads the page of every new item"),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, "must be a language tag, as en or zh-CN")
    .optional()
    .describe("Where the text does not show it"),
  gapSeconds: z
    .number()
    .min(1)
    .max(60)
    .default(2)
    .describe("Before each request of this feed, after whoever asked the host last: 3 to 6 where portals count visits"),
  perPoll: z.number().int().min(1).max(500).default(20).describe("Pages of items read in one poll"),
  watchDays: z
    .number()
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe("So long the page of an item is read again, ever more seldom, for what is edited or deleted"),
  confirmMinutes: z
    .number()
    .int()
    .min(0)
    .max(10_080)
    .default(20)
    .describe("An edit counts once a look at least so many minutes later sees the same"),
});

export type ListingParams = z.infer<typeof listingParams>;

/** What decides how an item's bytes are read. */
export function readingParams({ item, link, title, date, remove, detail, language }: ListingParams): Json {
  return JSON.parse(JSON.stringify({ item, link, title, date, remove, detail, language })) as Json;
}
