import { feedFile, type Feed } from "../model/feed.ts";
import { policyPage } from "../sources/policy-page.ts";
import type { World } from "../world/world.ts";

const schedule = ["*/30 * * * *"];

/** The feeds of the demo: the catalogue's where the world plays their publisher, and one for the provider that exists only there. */
export function playedFeeds(feeds: readonly Feed[], world: World): readonly Feed[] {
  const { origin } = world.federalRegister;
  const played = feeds
    .filter(({ source }) => source === "federal-register")
    .map((feed) => ({ ...feed, schedule, params: { ...(feed.params as object), baseUrl: origin } }));
  return [...played, serviceTerms(world.provider.origin)];
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
