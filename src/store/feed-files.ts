import { isScheduled, type Feed } from "../model/feed.ts";
import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { transact, type Database } from "./database.ts";
import { and, eq, notInArray } from "./drizzle.ts";
import { changes, feeds } from "./schema.ts";

/** What the feed files say, brought into the rows: they decide, at once and for everything recorded before. */
export function feedFileMethods(db: Database): Pick<Store, "syncFeeds"> {
  return { syncFeeds: (list, now) => transact(db, (tx) => sync(tx, list, now)) };
}

async function sync(
  tx: Database,
  list: readonly { readonly feed: Feed; readonly host: string }[],
  now: Instant,
): Promise<void> {
  const ids = list.map(({ feed }) => feed.id);
  await tx
    .update(feeds)
    .set({ active: false })
    .where(and(feeds.active, ids.length > 0 ? notInArray(feeds.id, ids) : undefined));
  // No row is locked that stays as it is: polls end all the time, and take the rows in an order of their own.
  const rows = new Map((await tx.select().from(feeds)).map((row) => [row.id, row]));
  for (const { feed, host } of list) await syncOne(tx, rows.get(feed.id), feed, host, now);
}

type FeedRow = typeof feeds.$inferSelect;

async function syncOne(
  tx: Database,
  known: FeedRow | undefined,
  feed: Feed,
  host: string,
  now: Instant,
): Promise<void> {
  const row = {
    title: feed.title,
    source: feed.source,
    host,
    visibility: feed.visibility,
    topics: feed.topics,
    schedule: [feed.timezone, ...feed.schedule],
    active: true,
    scheduled: isScheduled(feed),
  };
  if (!known) {
    await tx
      .insert(feeds)
      .values({ ...row, id: feed.id, nextDueAt: now })
      .onConflictDoNothing();
    return;
  }
  if (Object.entries(row).every(([name, value]) => isSame(known[name as keyof typeof row], value))) return;
  // A new schedule counts from now on, not from the end of the old one's pause.
  const due = isSame(known.schedule, row.schedule) ? {} : { nextDueAt: now };
  await tx
    .update(feeds)
    .set({ ...row, ...due })
    .where(eq(feeds.id, feed.id));
  if (known.visibility === feed.visibility) return;
  await tx.update(changes).set({ visibility: feed.visibility }).where(eq(changes.feedId, feed.id));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
