import { feedFile, type Feed } from "../model/feed.ts";
import { policyPage } from "../sources/policy-page.ts";
import type { World } from "../world/world.ts";

const schedule = ["*/30 * * * *"];

/** The feeds of the demo: the catalogue's where the world plays their publisher, and one for the provider that exists only there. */
export function playedFeeds(feeds: readonly Feed[], world: World): readonly Feed[] {
  const played = feeds.flatMap((feed) => {
    const origin = playedAt(feed, world);
    if (origin === undefined) return [];
    const params = { ...(feed.params as object), baseUrl: origin };
    return [{ ...feed, enabled: true, unverified: false, schedule, params }];
  });
  return [...played, serviceTerms(world.provider.origin)];
}

function playedAt({ source, params }: Feed, world: World): string | undefined {
  if (source === "federal-register") return world.federalRegister.origin;
  return world.played.get((params as { readonly url?: string }).url ?? "");
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
