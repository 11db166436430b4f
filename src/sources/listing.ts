import { hostAndPort } from "../lib/address.ts";
import type { Source } from "../model/source.ts";
import { extractItem } from "./listing/extract.ts";
import { listingParams, readingParams, type ListingParams } from "./listing/params.ts";
import { pollListing } from "./listing/poll.ts";

/** A page that lists items: tenders, press releases, recent actions. Every item is a document; one that leaves the list is not gone. */
export const listing = {
  id: "listing",
  title: "List of items",
  schedule: ["23 */2 * * *"],
  timezone: "UTC",
  params: listingParams,
  revision: 1,
  secondHand: true,
  confirmMinutes: (params) => params.confirmMinutes,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.url)),
  recipeParams: readingParams,
  poll: pollListing,
  extract: extractItem,
} satisfies Source<ListingParams>;
