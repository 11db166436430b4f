import type { Context, Hono } from "hono";
import {
  eventsBeside,
  evidenceIds,
  readChangeView,
  readableChange,
  readableSnapshot,
  resolveLinks,
} from "./change-view.ts";
import { textsOf } from "./comparison.ts";
import type { Compare } from "./comparison.ts";
import { readDeadlines } from "./deadline-view.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { readVersions, readableDocument } from "./document-view.ts";
import { readFeedViews, visibleFeeds, visibleProblems } from "./feed-view.ts";
import { readKeepView } from "./keep-view.ts";
import { changePage } from "./pages/change.ts";
import { deadlinesPage } from "./pages/deadlines.ts";
import { documentPage } from "./pages/document.ts";
import { documentsPage } from "./pages/documents.ts";
import { feedsPage } from "./pages/feeds.ts";
import { timelinePage } from "./pages/timeline.ts";
import {
  deadlineParameters,
  documentParameters,
  readChangeRequest,
  readParameters,
  textParameters,
} from "./parameters.ts";
import { HttpProblem, notFound } from "./problem.ts";
import { onceByEvent, readChanges } from "./timeline.ts";
import { createWeekTally } from "./week-tally.ts";

const rowsOfAPage = 50;
const historyShown = 100;
const noticesShown = 20;

/** The pages for people. */
export function installPages(app: Hono<WebEnv>, deps: WebDeps, compare: Compare): void {
  const { store } = deps;

  const weekTally = createWeekTally(deps);
  app.get("/", (c) => timeline(deps, weekTally, c));

  app.get("/changes/:id", async (c) => {
    const reader = c.get("reader");
    const choice = textChoice(c);
    const change = await readableChange(store, c.req.param("id"), reader.seesPrivate);
    if (change === null) throw notFound("change");
    const view = await readChangeView(store, change, reader.seesPrivate);
    const { before, after } = textsOf(change, view);
    const redline = change.kind === "amended" && before !== null ? compare(before, after) : null;
    return c.html(changePage(deps, reader, view, redline, choice));
  });

  app.get("/changes/:id/evidence/:snapshot", async (c) => {
    const change = await readableChange(store, c.req.param("id"), c.get("reader").seesPrivate);
    if (change === null) throw notFound("change");
    const versions = await store.changeVersions(change.id);
    const id = `sha256:${c.req.param("snapshot").replace(/^sha256:/, "")}`;
    const belongs = evidenceIds(change, versions?.before ?? null, versions?.after ?? null).has(id);
    const snapshot = belongs ? await readableSnapshot(store, id, c.get("reader").seesPrivate) : null;
    if (snapshot === null) throw notFound("snapshot");
    // Foreign bytes: never a page of ours, whatever they hold.
    c.header("Content-Type", "text/plain");
    c.header("Content-Disposition", `attachment; filename="${id.slice(7, 23)}.txt"`);
    c.header("Content-Security-Policy", "sandbox; default-src 'none'");
    return c.body(new Uint8Array(snapshot.body));
  });

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

  app.get("/documents/:id", async (c) => {
    const reader = c.get("reader");
    const { from, to } = readParameters(textParameters, c.req.query());
    const document = await readableDocument(store, c.req.param("id"), reader.seesPrivate);
    if (document === null) throw notFound("document");
    const feed = visibleFeeds(deps, reader).find(({ id }) => id === document.feedId);
    const shown = { muted: "with", includePrivate: reader.seesPrivate, limit: historyShown } as const;
    const [versions, changes, thread] = await Promise.all([
      readVersions(store, document, from, to),
      store.timeline({ ...shown, documentId: document.id }),
      store.timeline({ ...shown, threadKey: document.threadKey }),
    ]);
    const { before, after } = versions;
    return c.html(
      documentPage(deps, reader, {
        document,
        feed,
        changes: changes.rows,
        thread: eventsBeside(thread.rows, changes.rows),
        links: await resolveLinks(
          store,
          changes.rows[0]?.source ?? feed?.source ?? "",
          document.links,
          reader.seesPrivate,
        ),
        before,
        after,
        redline: before === null || after === null ? null : compare(before, after),
        choice: textChoice(c),
      }),
    );
  });

  app.get("/feeds", async (c) => {
    const reader = c.get("reader");
    const notices = await store.healthNotices(noticesShown);
    return c.html(
      feedsPage(deps, reader, {
        feeds: await readFeedViews(deps, reader),
        problems: visibleProblems(deps, reader),
        notices: notices.filter(({ visibility }) => visibility === "public" || reader.seesPrivate),
      }),
    );
  });

  app.get("/deadlines", async (c) => {
    const reader = c.get("reader");
    const { feed, topic } = readParameters(deadlineParameters, c.req.query());
    const deadlines = await readDeadlines(deps, reader, { feed, topic });
    return c.html(deadlinesPage(deps, reader, { deadlines, feeds: visibleFeeds(deps, reader), feed, topic }));
  });
}

function textChoice(c: Context<WebEnv>) {
  const { view, whole } = readParameters(textParameters, c.req.query());
  return { side: view === "side", whole: whole === "1" };
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
