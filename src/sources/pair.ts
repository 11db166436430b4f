import { hostAndPort } from "../lib/address.ts";
import type { Source } from "../model/source.ts";
import { extractPair } from "./pair/extract.ts";
import { pairParams, readingParams, type PairParams } from "./pair/params.ts";
import { pollPair } from "./pair/poll.ts";

/** Two language versions of one page: which of them was changed alone, and where what they state parts ways. */
export const pair = {
  id: "pair",
  title: "Pair of language versions",
  schedule: ["41 */6 * * *"],
  timezone: "UTC",
  params: pairParams,
  revision: 1,
  confirmMinutes: (params) => params.confirmMinutes,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.pages[0].url)),
  recipeParams: readingParams,
  poll: pollPair,
  extract: extractPair,
} satisfies Source<PairParams>;
