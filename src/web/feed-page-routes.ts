import type { Context, Hono } from "hono";
import { toInstant } from "../lib/time.ts";
import type { Store } from "../model/store.ts";
import type { Version } from "../model/version.ts";
import type { WebDeps, WebEnv } from "./deps.ts";
import { feedPath, readFeedViews, type FeedView } from "./feed-view.ts";
import { feedPage } from "./pages/feed.ts";
import { notFound } from "./problem.ts";
import { requireAdmin } from "./reader.ts";

const documentsRead = 3;
const daysOfChecks = 14;

/** The page of one feed, and the check that an admin asks for there. A feed's id has slashes in it. */
export function installFeedPages(app: Hono<WebEnv>, deps: WebDeps): void {
  const { store } = deps;

  app.get("/feeds/:id{.+}", async (c) => {
    const feed = await feedNamed(deps, c);
    const since = toInstant(deps.clock.now().subtract({ hours: 24 * daysOfChecks }));
    const [checks, latest] = await Promise.all([
      store.checksByDay(feed.feed.id, since),
      latestTexts(deps, feed.feed.id, c.get("reader").seesPrivate),
    ]);
    const asked = c.req.query("asked") !== undefined;
    return c.html(feedPage(deps, c.get("reader"), { feed, checks, latest, asked }));
  });

  app.post("/feeds/:id{.+}/check", async (c) => {
    const { name } = requireAdmin(c.get("reader"), deps.adminToken);
    const { feed } = await feedNamed(deps, c);
    await store.hasten(feed.id, name, toInstant(deps.clock.now()));
    return c.redirect(`${feedPath(feed.id)}?asked`, 303);
  });
}

async function feedNamed(deps: WebDeps, c: Context<WebEnv>): Promise<FeedView> {
  const id = c.req.param("id");
  const found = (await readFeedViews(deps, c.get("reader"))).find(({ feed }) => feed.id === id);
  if (found === undefined) throw notFound("feed");
  return found;
}

async function latestTexts({ store }: WebDeps, feedId: string, includePrivate: boolean): Promise<readonly Version[]> {
  const { rows } = await store.documents({ feedId, includePrivate, limit: documentsRead });
  const versions = await Promise.all(rows.map(({ id }) => latestVersion(store, id)));
  return versions.filter((version) => version !== null);
}

async function latestVersion(store: Store, documentId: string): Promise<Version | null> {
  const newest = (await store.document(documentId))?.versions[0];
  return newest === undefined ? null : store.version(newest.id);
}
