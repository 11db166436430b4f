import type { Context, Hono } from "hono";
import type { WebDeps, WebEnv } from "./deps.ts";
import { readFeedViews, visibleFeeds, visibleProblems } from "./feed-view.ts";
import { readKeepView } from "./keep-view.ts";
import { documentsPage } from "./pages/documents.ts";
import { feedsPage } from "./pages/feeds.ts";
import { readSilences } from "./pages/silence.ts";
import { timelinePage } from "./pages/timeline.ts";
import { documentParameters, readChangeRequest, readParameters } from "./parameters.ts";
import { HttpProblem } from "./problem.ts";
import { onceByEvent, readChanges } from "./timeline.ts";
import { createWeekTally } from "./week-tally.ts";

const rowsOfAPage = 50;
const noticesShown = 20;

/** The pages for people. */
export function installPages(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store } = deps;

  const weekTally = createWeekTally(deps);
  app.get("/", (c) => timeline(deps, weekTally, c));

  app.get("/documents", async (c) => {
    const reader = c.get("reader");
    const given = readParameters(documentParameters, c.req.query());
    const page = await store.documents({
      ...(given.feed === undefined ? {} : { feedId: given.feed }),
      ...(given.cursor === undefined ? {} : { before: given.cursor }),
      includePrivate: reader.seesPrivate,
      limit: given.limit ?? rowsOfAPage,
    });
    return c.html(documentsPage(deps, reader, { ...page, feeds: visibleFeeds(deps, reader), feedId: given.feed }));
  });

  app.get("/feeds", async (c) => {
    const reader = c.get("reader");
    const notices = await store.healthNotices(noticesShown);
    const feeds = await readFeedViews(deps, reader);
    return c.html(
      feedsPage(deps, reader, {
        feeds,
        silences: await readSilences(deps, feeds),
        problems: visibleProblems(deps, reader),
        notices: notices.filter(({ visibility }) => visibility === "public" || reader.seesPrivate),
      }),
    );
  });
}

/** A filter that cannot be read is answered on the page itself, beside the box it was typed in. */
async function timeline(
  deps: WebDeps,
  weekTally: ReturnType<typeof createWeekTally>,
  c: Context<WebEnv>,
): Promise<Response> {
  const reader = c.get("reader");
  const frame = { reader, feeds: visibleFeeds(deps, reader), states: await visibleStates(deps, c) };
  try {
    const request = readChangeRequest(c.req.query(), deps.clock.now(), reader.seesPrivate);
    const page = await readChanges(deps.store, request, request.limit ?? rowsOfAPage);
    const changes = await onceByEvent(deps.store, request, page.rows);
    const keep = await readKeepView(deps, reader, request, page);
    // A query is matched word by word, which is too much for half a year of changes.
    const isPlotted = request.filter.query === undefined && request.cursor === undefined;
    const tally = isPlotted ? await weekTally(request.filter) : [];
    return c.html(timelinePage(deps, { ...frame, ...page, given: request.given, changes, keep, tally, problem: null }));
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
    const { field, message } = error;
    const given = { q: c.req.query("q") };
    const nothing = { changes: [], next: null, stoppedSearching: false, keep: null, tally: [] };
    return c.html(timelinePage(deps, { ...frame, ...nothing, given, problem: { field, message } }), 400);
  }
}

async function visibleStates(deps: WebDeps, c: Context<WebEnv>) {
  return (await readFeedViews(deps, c.get("reader"))).flatMap(({ state }) => (state === null ? [] : [state]));
}
