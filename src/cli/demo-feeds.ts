import { feedFile, type Feed } from "../model/feed.ts";
import type { CongressParams } from "../sources/congress/params.ts";
import { pair } from "../sources/pair.ts";
import { policyPage } from "../sources/policy-page.ts";
import type { World } from "../world/world.ts";

const schedule = ["*/30 * * * *"];

/** The feeds of the demo: the catalogue's where the world plays their publisher, and one for the provider that exists only there. */
export function playedFeeds(feeds: readonly Feed[], world: World): readonly Feed[] {
  const played = feeds.flatMap((feed) => {
    const params = playedParams(feed, world);
    return params === null ? [] : [{ ...feed, enabled: true, unverified: false, schedule, params }];
  });
  return [...played, serviceTerms(world.provider.origin), acceptableUse(world.provider.origin)];
}

function playedParams({ id, source, params }: Feed, world: World): object | null {
  if (source === "federal-register") return { ...(params as object), baseUrl: world.federalRegister.origin };
  if (source === "congress") return playedBills.has(id) ? billParams(params as CongressParams, world) : null;
  if (source === "ecfr")
    return id === "ecfr/entity-list" ? { ...(params as object), baseUrl: world.ecfr.origin } : null;
  if (source === "oira") return id === "oira/bis" ? { ...(params as object), baseUrl: world.oira.origin } : null;
  if (source === "regulations-gov") return id === "dockets/bis" ? docketParams(params as object, world) : null;
  const origin = world.played.get((params as { readonly url?: string }).url ?? "");
  return origin === undefined ? null : { ...(params as object), baseUrl: origin };
}

// Two feeds are enough to see how bills are told: one that names its bills, for which those of the played world stand in, and one that
// searches.
const playedBills: ReadonlySet<string> = new Set(["congress/remote-access", "congress/chips"]);

function billParams(params: CongressParams, world: World): CongressParams {
  const { origin } = world.congress;
  const bills = params.bills.length === 0 ? [] : ["hr99041-119", "s99012-119"];
  return { ...params, baseUrl: origin, govinfoUrl: origin, backfillDays: 90, bills };
}

// Of the docket that the played proposal belongs to.
function docketParams(params: object, { dockets }: World): object {
  return { ...params, baseUrl: dockets.origin, dockets: ["BIS-2026-9002"], agencies: [] };
}

function serviceTerms(origin: string): Feed {
  const file = feedFile.parse({
    source: policyPage.id,
    title: "Harbour Cloud Service Terms",
    why: "Who may use accelerated computing is said here first. The provider exists in the demo only.",
    topics: ["cloud-access", "ai-chips"],
  });
  const params = policyPage.params.parse({ url: `${origin}/service-terms/` });
  return { ...file, id: "policies/harbour-cloud/service-terms", schedule, params };
}

function acceptableUse(origin: string): Feed {
  const file = feedFile.parse({
    source: pair.id,
    title: "Harbour Cloud Acceptable Use Policy, English and Chinese",
    why: "What is promised in one language and not in the other. The provider exists in the demo only.",
    topics: ["cloud-access", "ai-chips"],
  });
  const params = pair.params.parse({
    pages: [
      { name: "English", url: `${origin}/acceptable-use/` },
      { name: "Chinese", url: `${origin}/cn/acceptable-use/`, language: "zh-CN" },
    ],
    days: 1,
  });
  return { ...file, id: "policies/harbour-cloud/acceptable-use-pair", schedule, params };
}
