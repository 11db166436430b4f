import type { SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { finishChore } from "./compact.ts";
import { transact, type Database } from "./database.ts";
import { and, eq, gt, isNotNull, isNull, or, sql } from "./drizzle.ts";
import { waits } from "./lane-claim.ts";
import { after } from "./lease.ts";
import { feeds, hosts } from "./schema.ts";
import { checkpoints } from "./schema-evidence.ts";
import { chores } from "./schema-keep.ts";
import { deliveries, installations, lanes, subscriptions } from "./schema-told.ts";

/** The time it is, and how far from it a moment may lie, in seconds. */
interface Today {
  readonly now: Instant;
  /** Clocks of several machines differ a little; beyond it a moment lies in the future. */
  readonly slack: number;
  /** No lease reaches further. */
  readonly longestLease: number;
}

/** No receiver's wish and no publisher's wish reaches further. Seconds. */
const longestWait = 25 * 3600;

/**
 * Moments that a clock wrote which was wrong and was set back. A lease of the future becomes a short one of today, so that a worker
 * that lives keeps its work and one that is dead loses it soon. What was recorded of documents and changes stays as it is.
 */
export function futureMethods(db: Database): Pick<Store, "mendFuture"> {
  return {
    mendFuture: (now, leaseSeconds) =>
      transact(db, async (tx) => {
        const today = { now, slack: Math.max(300, 3 * leaseSeconds), longestLease: Math.max(1800, 15 * leaseSeconds) };
        const mended = [
          await mendFeeds(tx, today),
          await mendLeases(tx, today),
          await mendHosts(tx, today),
          await mendDeliveries(tx, today),
          await mendDigests(tx, today),
          await mendCheckpoints(tx, today),
        ];
        return mended.reduce((sum, rows) => sum + rows, 0);
      }),
  };
}

// What was looked at in the future is due, and so is what was made there and never looked at.
async function mendFeeds(tx: Database, { now, slack }: Today): Promise<number> {
  const beyond = after(now, slack);
  const rows = await tx
    .update(feeds)
    .set({
      nextDueAt: notAfter(now, feeds.nextDueAt),
      lastCheckedAt: notAfter(now, feeds.lastCheckedAt),
      lastOkAt: notAfter(now, feeds.lastOkAt),
      illSince: notAfter(now, feeds.illSince),
    })
    .where(or(gt(feeds.lastCheckedAt, beyond), and(isNull(feeds.lastCheckedAt), gt(feeds.nextDueAt, beyond))))
    .returning({ id: feeds.id });
  return rows.length;
}

function notAfter(now: string, column: AnyPgColumn): SQL {
  return sql`case when ${column} > ${now}::timestamptz then ${now}::timestamptz else ${column} end`;
}

async function mendLeases(tx: Database, { now, slack, longestLease }: Today): Promise<number> {
  const onFeeds = await tx
    .update(feeds)
    .set({ leaseUntil: after(now, slack) })
    .where(gt(feeds.leaseUntil, after(now, longestLease)))
    .returning({ id: feeds.id });
  const theirs = sql`${now}::timestamptz + ${lanes.leaseSeconds} * interval '1 second'`;
  const onLanes = await tx
    .update(lanes)
    .set({ leaseUntil: theirs })
    .where(and(isNotNull(lanes.leaseSeconds), sql`${lanes.leaseUntil} > ${theirs} + ${slack} * interval '1 second'`))
    .returning({ lane: lanes.lane });
  const renewals = await tx
    .update(installations)
    .set({ renewalUntil: null })
    .where(gt(installations.renewalUntil, after(now, longestLease)))
    .returning({ tenant: installations.tenant });
  return onFeeds.length + onLanes.length + renewals.length;
}

// Nobody waits in line for as long as the slack.
async function mendHosts(tx: Database, { now, slack }: Today): Promise<number> {
  const rows = await tx
    .update(hosts)
    .set({
      bookedAt: sql`case when ${hosts.bookedAt} > ${after(now, slack)} then ${now}::timestamptz else ${hosts.bookedAt} end`,
      heldUntil: sql`case when ${hosts.heldUntil} > ${after(now, longestWait)} then ${now}::timestamptz else ${hosts.heldUntil} end`,
    })
    .where(or(gt(hosts.bookedAt, after(now, slack)), gt(hosts.heldUntil, after(now, longestWait))))
    .returning({ host: hosts.host });
  return rows.length;
}

// What was never tried may go out when it was queued.
async function mendDeliveries(tx: Database, { now, slack }: Today): Promise<number> {
  const untried = and(eq(deliveries.state, "queued"), eq(deliveries.attempts, 0));
  const isBeyond = or(
    and(untried, gt(deliveries.nextAttemptAt, after(now, slack))),
    gt(deliveries.nextAttemptAt, after(now, longestWait)),
  );
  const rows = await tx
    .update(deliveries)
    .set({ nextAttemptAt: now, waitingSince: sql`least(${deliveries.waitingSince}, ${now}::timestamptz)` })
    .where(and(waits, isBeyond))
    .returning({ id: deliveries.id });
  const amendments = await tx
    .update(deliveries)
    .set({ amendAt: now })
    .where(gt(deliveries.amendAt, after(now, longestWait)))
    .returning({ id: deliveries.id });
  return rows.length + amendments.length;
}

/** No digest of a kind is further off. */
const longestPeriod = sql`case ${subscriptions.when} ->> 'kind' when 'daily' then interval '2 days' when 'weekly' then interval '8 days'
  when 'biweekly' then interval '15 days' else interval '32 days' end`;

// The next digest begins here: what a period that was not over had told already is not told again, and nothing of it is left out. One that
// only waits for a time of the future has told nothing there: that time is worked out anew.
async function mendDigests(tx: Database, { now, slack }: Today): Promise<number> {
  const rows = await tx
    .update(subscriptions)
    .set({ digestedTo: now, nextDigestAt: null })
    .where(gt(subscriptions.digestedTo, after(now, slack)))
    .returning({ id: subscriptions.id });
  if (rows.length > 0) await finishChore(tx, begunAnew, now);
  const waiting = await tx
    .update(subscriptions)
    .set({ nextDigestAt: null })
    .where(sql`${subscriptions.nextDigestAt} > ${now}::timestamptz + ${longestPeriod}`)
    .returning({ id: subscriptions.id });
  return rows.length + waiting.length;
}

// No authority is asked again as late as that.
async function mendCheckpoints(tx: Database, { now }: Today): Promise<number> {
  const rows = await tx
    .update(checkpoints)
    .set({ nextAttemptAt: now })
    .where(and(isNull(checkpoints.token), gt(checkpoints.nextAttemptAt, after(now, longestWait))))
    .returning({ day: checkpoints.day });
  return rows.length;
}

const begunAnew = "digests begun anew";

/** When digests were last begun anew because a clock had been wrong; null where that never happened. */
export async function digestsBegunAnew(db: Database): Promise<Instant | null> {
  const [row] = await db.select().from(chores).where(eq(chores.name, begunAnew));
  return row?.doneTo ?? null;
}
