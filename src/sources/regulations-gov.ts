import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractDocketDocument } from "./regulations-gov/extract.ts";
import { regulationsGovParams, type RegulationsGovParams } from "./regulations-gov/params.ts";
import { pollRegulationsGov } from "./regulations-gov/poll.ts";

/**
 * Dockets of rulemakings: their documents, when comments are taken and how many came, through the API of regulations.gov, which needs a
 * key (https://open.gsa.gov/api/regulationsgov/).
 */
export const regulationsGov = {
  id: "regulations-gov",
  title: "Regulations.gov",
  // Documents are posted on business days; comment periods end at midnight in Washington.
  schedule: ["20 0,8,10,12,14,16,18 * * *"],
  timezone: "America/New_York",
  params: regulationsGovParams,
  revision: 1,
  host: (params) => hostAndPort(new URL(params.baseUrl)),
  recipeParams: ({ commentThresholds }) => ({ commentThresholds }),
  poll: pollRegulationsGov,
  extract: (captured: Captured, params: RegulationsGovParams) => extractDocketDocument(captured, params),
} satisfies Source<RegulationsGovParams>;
