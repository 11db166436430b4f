import type { Context, Hono } from "hono";
import { keptBack, type KeptBack, widened } from "../alerts/kept-back.ts";
import { toInstant } from "../lib/time.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { visibleFeeds } from "./feed-view.ts";
import { notToldPage } from "./pages/not-told.ts";
import { standingTextsPage } from "./pages/standing-texts.ts";
import { readChangeRequest, readParameters, textSearchParameters } from "./parameters.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { requirePerson } from "./reader.ts";

const documentsOfAPage = 20;
const changesLookedAt = 200;
const daysBack = 30;

/** Search in the texts that stand, and what subscriptions keep back. */
export function installSearch(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store } = deps;

  app.get("/search", (c) => standingTexts(deps, c));

  app.get("/subscriptions/:id/not-told", async (c) => {
    requirePerson(c.get("reader"), deps.adminToken);
    const subscription = await store.subscription(c.req.param("id"));
    if (subscription === null) throw notFound("subscription");
    const since = toInstant(deps.clock.now().subtract({ hours: 24 * daysBack }));
    const { cursor } = readParameters(textSearchParameters, c.req.query());
    const period = { since, baseline: false, muted: "with", includePrivate: true } as const;
    const page = await store.timeline({ ...period, limit: changesLookedAt, ...(cursor && { before: cursor }) });
    const entries = page.rows.flatMap((change) => {
      const why = keptBack(subscription, change);
      return why === null ? [] : [{ change, why, wider: widened(subscription, change, why) }];
    });
    return c.html(
      notToldPage(deps, c.get("reader"), {
        subscription,
        entries,
        counts: countsOf(entries.map(({ why }) => why)),
        looked: page.rows.length,
        next: page.next,
        isFirst: cursor === undefined,
        daysBack,
      }),
    );
  });
}

/** A query that cannot be read is answered on the page itself, beside the box it was typed in. */
async function standingTexts(deps: WebDeps, c: Context<WebEnv>): Promise<Response> {
  const reader = c.get("reader");
  const given = readParameters(textSearchParameters, c.req.query());
  const frame = { given, feeds: visibleFeeds(deps, reader) };
  const nothing = { rows: [], next: null };
  try {
    // The filters are those of the timeline, and read as there.
    const { filter } = readChangeRequest(c.req.query(), deps.clock.now(), reader.seesPrivate);
    const { query, feedId, source, topic, includePrivate } = filter;
    const limit = given.limit ?? documentsOfAPage;
    const where = {
      includePrivate,
      limit,
      ...(feedId !== undefined && { feedId }),
      ...(source !== undefined && { source }),
      ...(topic !== undefined && { topic }),
      ...(given.cursor !== undefined && { before: given.cursor }),
    };
    const page = query === undefined ? nothing : await deps.store.standingTexts({ query, ...where });
    const stopped = page.next !== null && page.rows.length < limit;
    return c.html(standingTextsPage(deps, reader, { ...frame, ...page, stopped, problem: null }));
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
    return c.html(
      standingTextsPage(deps, reader, { ...frame, ...nothing, stopped: false, problem: error.message }),
      400,
    );
  }
}

function countsOf(reasons: readonly KeptBack[]): Readonly<Record<KeptBack["by"], number>> {
  const count = (by: KeptBack["by"]) => reasons.filter((reason) => reason.by === by).length;
  return { query: count("query"), significance: count("significance"), mute: count("mute") };
}
