import { toInstant } from "../lib/time.ts";
import type { Context, Hono } from "hono";
import { atomFeed } from "./atom.ts";
import type { FeedOfChanges } from "./atom.ts";
import { calendar } from "./calendar.ts";
import { dayOf } from "./dates.ts";
import { readDeadlines } from "./deadline-view.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { address, filtersOnly } from "./links.ts";
import { deadlineParameters, readChangeRequest, readParameters } from "./parameters.ts";
import { jsonFeed } from "./syndication.ts";
import { onceByEvent, readChanges } from "./timeline.ts";

const rowsByDefault = 50;

/** What other programs subscribe to: Atom, JSON Feed and a calendar. */
export function installFeeds(app: Hono<WebEnv>, deps: WebDeps): void {
  app.get("/atom.xml", async (c) => {
    c.header("Content-Type", "application/atom+xml; charset=utf-8");
    return c.body(atomFeed(await feedOfChanges(deps, c, "/atom.xml")));
  });

  app.get("/feed.json", async (c) => {
    c.header("Content-Type", "application/feed+json; charset=utf-8");
    return c.body(JSON.stringify(jsonFeed(await feedOfChanges(deps, c, "/feed.json"))));
  });

  app.get("/deadlines.ics", async (c) => {
    const wanted = readParameters(deadlineParameters, c.req.query());
    const deadlines = await readDeadlines(deps, c.get("reader"), wanted);
    c.header("Content-Type", "text/calendar; charset=utf-8");
    c.header("Content-Disposition", 'inline; filename="deadlines.ics"');
    const stamp = dayOf(toInstant(deps.clock.now()));
    return c.body(
      calendar(
        deadlines.map(({ deadline }) => deadline),
        deps.publicUrl,
        stamp,
      ),
    );
  });
}

/** What the first poll of a feed found is left out unless asked for: nobody is told of it anywhere else either. */
async function feedOfChanges(deps: WebDeps, c: Context<WebEnv>, path: string): Promise<FeedOfChanges> {
  const now = deps.clock.now();
  const request = readChangeRequest(c.req.query(), now, c.get("reader").seesPrivate, { baseline: "without" });
  const page = await readChanges(deps.store, request, request.limit ?? rowsByDefault);
  const changes = await onceByEvent(deps.store, request, page.rows);
  const filters = filtersOnly(request.given);
  const title = request.given.q ?? request.given.topic ?? request.given.feed;
  return {
    title: title === undefined ? "regwatch" : `regwatch: ${title}`,
    self: deps.publicUrl + address(path, filters),
    page: deps.publicUrl + address("/", filters),
    publicUrl: deps.publicUrl,
    changes: changes.map(({ change }) => change),
    // Never now, which would make every answer a new one; and readers distrust dates of long ago.
    updated: "2025-01-01T00:00:00.000Z",
  };
}
