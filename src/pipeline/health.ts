import { hashJson } from "../lib/hash.ts";
import type { Alert } from "../model/alert.ts";
import type { Feed } from "../model/feed.ts";
import type { Json } from "../model/json.ts";
import type { FeedState, PlannedAlert } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/** How a poll ended, as the rest of the pipeline sees it. */
export type PollEnding =
  | { readonly ok: true; readonly cursor: Json }
  | { readonly ok: false; readonly error: string; readonly cause?: unknown; readonly interrupted?: boolean };

/** The one notice when a feed falls ill and the one when it recovers; null for everything in between. */
export async function healthAlert(
  services: Services,
  feed: Feed,
  state: FeedState,
  ending: PollEnding,
  at: Instant,
): Promise<PlannedAlert | null> {
  const wasIll = state.illSince !== null;
  if (ending.ok ? !wasIll : wasIll || ending.interrupted === true) return null;
  const since = state.illSince ?? at;
  const alert: Alert = {
    kind: "health",
    id: hashJson(["health", feed.id, since, ending.ok]).slice(0, 32),
    at,
    notice: {
      feedId: feed.id,
      feedTitle: feed.title,
      source: feed.source,
      topics: feed.topics,
      state: ending.ok ? "recovered" : "ill",
      since,
      message: ending.ok ? "The feed answers again. Nothing it published meanwhile is lost." : ending.error,
      visibility: feed.visibility,
    },
  };
  return plan(services, alert, alert.id, await services.audience.of(alert));
}
