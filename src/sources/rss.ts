import { hostAndPort } from "../lib/address.ts";
import type { Source } from "../model/source.ts";
import { extractEntry } from "./rss/extract.ts";
import { rssParams, type RssParams } from "./rss/params.ts";
import { pollRss } from "./rss/poll.ts";

/** News as publishers list it: RSS 0.9 to 2.0, RDF, Atom, JSON Feed. Every entry is a document; an edited one is a change. */
export const rss = {
  id: "rss",
  title: "News feed",
  schedule: ["7,37 * * * *"],
  timezone: "UTC",
  params: rssParams,
  revision: 1,
  secondHand: true,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.url)),
  recipeParams: () => null,
  poll: pollRss,
  extract: extractEntry,
} satisfies Source<RssParams>;
