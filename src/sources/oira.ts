import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractReview } from "./oira/extract.ts";
import { oiraParams, type OiraParams } from "./oira/params.ts";
import { pollOira } from "./oira/poll.ts";

/**
 * Rules under review at the Office of Information and Regulatory Affairs: the sign that comes weeks before a rule's text
 * (https://www.reginfo.gov/public/do/XMLReportList). A document is one review of one rule.
 */
export const oira = {
  id: "oira",
  title: "OIRA review",
  // The lists are made once a day.
  schedule: ["10 7,13,19 * * 1-5", "10 13 * * 0,6"],
  timezone: "America/New_York",
  params: oiraParams,
  revision: 1,
  host: (params) => hostAndPort(new URL(params.baseUrl)),
  recipeParams: () => null,
  poll: pollOira,
  extract: (captured: Captured) => extractReview(captured),
} satisfies Source<OiraParams>;
