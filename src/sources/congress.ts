import { hostAndPort } from "../lib/address.ts";
import type { Captured, Source } from "../model/source.ts";
import { extractBill } from "./congress/extract.ts";
import { congressParams, type CongressParams } from "./congress/params.ts";
import { pollCongress } from "./congress/poll.ts";
import { reconcileCongress } from "./congress/reconcile.ts";

/**
 * Bills and resolutions of the United States Congress: through api.congress.gov with a key (https://api.congress.gov), without one
 * through the bulk data of govinfo (https://www.govinfo.gov/bulkdata). A bill is one document; its text is that of its most advanced
 * print.
 */
export const congress = {
  id: "congress",
  title: "Congress",
  // Texts and committee actions appear in the morning after; the House floor the same day.
  schedule: ["10,40 6-23 * * 1-5", "20 */6 * * 0,6"],
  timezone: "America/New_York",
  // Some bill or other changes on every working day, in recess too.
  rhythm: { calendar: "federal", publisherDays: 5 },
  params: congressParams,
  revision: 1,
  host: (params) => hostAndPort(new URL(params.baseUrl)),
  recipeParams: ({ cosponsorThresholds, term = null, searchIn }) => ({ cosponsorThresholds, term, searchIn }),
  poll: pollCongress,
  reconcile: reconcileCongress,
  extract: (captured: Captured, params: CongressParams) => extractBill(captured, params),
} satisfies Source<CongressParams>;
