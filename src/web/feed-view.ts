import { isScheduled, type Feed, type FeedProblem } from "../model/feed.ts";
import type { FeedState } from "../model/store.ts";
import type { WebDeps } from "./deps.ts";
import type { Reader } from "./reader.ts";

/** The feeds a reader may know of, with what is remembered of each. `state` is null until the first round. */
export interface FeedView {
  readonly feed: Feed;
  readonly state: FeedState | null;
}

/** Files that cannot be used may be private: who may not see private feeds is told of none. */
export function visibleProblems(deps: WebDeps, reader: Reader): readonly FeedProblem[] {
  return reader.seesPrivate ? deps.feeds().problems : [];
}

export function visibleFeeds(deps: WebDeps, reader: Reader): readonly Feed[] {
  return deps.feeds().feeds.filter(({ visibility }) => visibility === "public" || reader.seesPrivate);
}

export async function readFeedViews(deps: WebDeps, reader: Reader): Promise<readonly FeedView[]> {
  const states = new Map((await deps.store.feedStates()).map((state) => [state.feedId, state]));
  return visibleFeeds(deps, reader).map((feed) => ({ feed, state: states.get(feed.id) ?? null }));
}

/** How a feed is, in one word. */
export type FeedCondition = "off" | "waiting" | "ill" | "well";

export const conditionWords: Readonly<Record<FeedCondition, string>> = {
  ill: "Cannot be read",
  waiting: "First check to come",
  well: "Well",
  off: "Switched off",
};

/** The address of a feed's page. */
export function feedPath(id: string): string {
  return `/feeds/${id.split("/").map(encodeURIComponent).join("/")}`;
}

export function conditionOf({ feed, state }: FeedView): FeedCondition {
  if (!isScheduled(feed)) return "off";
  if (state?.illSince) return "ill";
  return state === null || state.baselineAt === null ? "waiting" : "well";
}
