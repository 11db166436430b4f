import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractEcfr } from "./ecfr/extract.ts";
import { ecfrParams, type EcfrParams } from "./ecfr/params.ts";
import { pollEcfr } from "./ecfr/poll.ts";

/**
 * Parts of the Code of Federal Regulations as they are in force, section by section
 * (https://www.ecfr.gov/developers/documentation/api/v1). A document is a section or an appendix.
 */
export const ecfr = {
  id: "ecfr",
  title: "eCFR",
  // Issues are taken in on business days, one or two days after the Federal Register.
  schedule: ["25 6-20/2 * * 1-5", "25 12 * * 0,6"],
  timezone: "America/New_York",
  rhythm: { calendar: "federal", publisherDays: 5 },
  params: ecfrParams,
  revision: 1,
  host: (params) => hostAndPort(new URL(params.baseUrl)),
  recipeParams: () => null,
  poll: pollEcfr,
  extract: (captured: Captured) => extractEcfr(captured),
} satisfies Source<EcfrParams>;
