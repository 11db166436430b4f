import { hostAndPort } from "../lib/address.ts";
import type { Source } from "../model/source.ts";
import { extractPolicyPage } from "./policy-page/extract.ts";
import { policyPageParams, readingParams, type PolicyPageParams } from "./policy-page/params.ts";
import { pollPolicyPage } from "./policy-page/poll.ts";
import { revision } from "./policy-page/read.ts";

/** A page of a provider that is rewritten in place: terms of service, acceptable use, supported regions. HTML or PDF. */
export const policyPage = {
  id: "policy-page",
  title: "Policy page",
  schedule: ["7,27,47 * * * *"],
  timezone: "UTC",
  params: policyPageParams,
  revision,
  confirmMinutes: (params) => params.confirmMinutes,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.url)),
  recipeParams: readingParams,
  poll: pollPolicyPage,
  extract: extractPolicyPage,
} satisfies Source<PolicyPageParams>;
