import type { SQL } from "drizzle-orm";
import type { FeedState, Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import type { Bell } from "./bell.ts";
import { isAnyOf } from "./columns.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, count, eq, inArray, isNull, lte, or, sql } from "./drizzle.ts";
import { triedOnceMore } from "./failed-readings.ts";
import { after } from "./lease.ts";
import { finishPolls } from "./finish-polls.ts";
import { documents, feeds, hosts } from "./schema.ts";
import { audit } from "./subscriptions.ts";
import { wellFormed } from "./well-formed.ts";

type FeedMethods = Pick<
  Store,
  | "feedStates"
  | "feedState"
  | "dueHosts"
  | "claimDueFeeds"
  | "claimFeed"
  | "renewFeedLeases"
  | "releaseFeed"
  | "finishPolls"
  | "hasten"
>;
type FeedRow = typeof feeds.$inferSelect;

/** What is remembered of feeds between polls, and who may poll them now. */
export function feedMethods(db: Database, bell: Bell): FeedMethods {
  return {
    feedStates: async () => withDocuments(db, await db.select().from(feeds).orderBy(asc(feeds.id))),
    async feedState(feedId) {
      const [state] = await withDocuments(db, await db.select().from(feeds).where(eq(feeds.id, feedId)));
      return state ?? null;
    },
    async dueHosts(now) {
      const rows = await db
        .select({ host: feeds.host })
        .from(feeds)
        .leftJoin(hosts, eq(hosts.host, feeds.host))
        .where(and(isDue(now), or(isNull(hosts.heldUntil), lte(hosts.heldUntil, now))))
        .groupBy(feeds.host)
        .orderBy(sql`min(${feeds.nextDueAt})`);
      return rows.map(({ host }) => host);
    },
    async claimDueFeeds(host, worker, now, leaseSeconds, limit) {
      const held = db
        .select({ host: hosts.host })
        .from(hosts)
        .where(and(eq(hosts.host, host), sql`${hosts.heldUntil} > ${now}`));
      const due = db
        .select({ id: feeds.id })
        .from(feeds)
        .where(and(eq(feeds.host, host), isDue(now), sql`not exists (${held})`))
        .orderBy(asc(feeds.nextDueAt))
        .limit(limit)
        .for("update", { skipLocked: true });
      const claimed = await claim(db, inArray(feeds.id, due), worker, now, leaseSeconds);
      return withDocuments(
        db,
        claimed.toSorted((a, b) => (a.nextDueAt < b.nextDueAt ? -1 : 1)),
      );
    },
    async claimFeed(feedId, worker, now, leaseSeconds) {
      const [state] = await withDocuments(db, await claim(db, eq(feeds.id, feedId), worker, now, leaseSeconds));
      return state ?? null;
    },
    async renewFeedLeases(feedIds, worker, now, leaseSeconds) {
      // Other statements take the same rows in an order of their own; where they meet, this is done again.
      const renewed = await transact(db, (tx) =>
        tx
          .update(feeds)
          .set({ leaseUntil: after(now, leaseSeconds) })
          .where(and(isAnyOf(feeds.id, feedIds), eq(feeds.leaseWorker, worker)))
          .returning({ id: feeds.id }),
      );
      return new Set(renewed.map(({ id }) => id));
    },
    async releaseFeed(feedId, worker) {
      await db
        .update(feeds)
        .set(noLease)
        .where(and(eq(feeds.id, feedId), eq(feeds.leaseWorker, worker)));
    },
    async hasten(feedId, by, now) {
      await bell.ready();
      await transact(db, async (tx) => {
        const [row] = await tx
          .update(feeds)
          .set({ nextDueAt: now, failedReadings: triedOnceMore })
          .where(and(eq(feeds.id, feedId), feeds.active, feeds.scheduled))
          .returning({ host: feeds.host });
        if (!row) return;
        await audit(tx, now, by, "check-now", feedId, null);
        await bell.ring(tx, { hosts: [row.host] });
      });
    },
    async finishPolls(worker, outcomes) {
      return transact(db, (tx) => finishPolls(tx, worker, wellFormed(outcomes)));
    },
  };
}

const noLease = { leaseWorker: null, leaseUntil: null };

// Another one that held the lease before ended without giving it back. One that comes back to it lives, and was kept from doing so.
function interruptionsSeenBy(worker: string): SQL {
  return sql`${feeds.interruptions} + case when coalesce(${feeds.leaseWorker}, ${worker}) = ${worker} then 0 else 1 end`;
}

function isDue(now: Instant): SQL | undefined {
  return and(feeds.active, feeds.scheduled, lte(feeds.nextDueAt, now), isFree(now));
}

/** Whether no worker polls a feed now. */
export function isFree(now: Instant): SQL | undefined {
  return or(isNull(feeds.leaseUntil), lte(feeds.leaseUntil, now));
}

async function claim(
  db: Database,
  which: SQL,
  worker: string,
  now: Instant,
  leaseSeconds: number,
): Promise<readonly FeedRow[]> {
  return db
    .update(feeds)
    .set({ leaseWorker: worker, leaseUntil: after(now, leaseSeconds), interruptions: interruptionsSeenBy(worker) })
    .where(and(which, isFree(now)))
    .returning();
}

async function withDocuments(db: Database, rows: readonly FeedRow[]): Promise<readonly FeedState[]> {
  if (rows.length === 0) return [];
  const counted = await db
    .select({ feedId: documents.feedId, documents: count() })
    .from(documents)
    .where(
      isAnyOf(
        documents.feedId,
        rows.map(({ id }) => id),
      ),
    )
    .groupBy(documents.feedId);
  const counts = new Map(counted.map((row) => [row.feedId, row.documents]));
  return rows.map((row) => toState(row, counts.get(row.id) ?? 0));
}

function toState(row: FeedRow, counted: number): FeedState {
  return {
    feedId: row.id,
    host: row.host,
    active: row.active,
    cursor: row.cursor,
    baselineAt: row.baselineAt,
    nextDueAt: row.nextDueAt,
    lastCheckedAt: row.lastCheckedAt,
    lastOkAt: row.lastOkAt,
    checks: row.checks,
    failures: row.failures,
    illSince: row.illSince,
    error: row.error,
    warnings: row.warnings,
    recipe: row.recipe,
    interruptions: row.interruptions,
    failedReadings: row.failedReadings,
    documents: counted,
  };
}
