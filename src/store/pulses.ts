import type { HealthTelling, Pulse, PulseStore } from "../model/pulse.ts";
import type { PollOutcome } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { toInstant } from "./columns.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, eq, inArray, isNull, sql } from "./drizzle.ts";
import { feedChecks, feeds } from "./schema.ts";
import { pulses } from "./schema-pulse.ts";

/** How publishers are doing, and what of it was told. */
export function pulseMethods(db: Database, bell: Bell): PulseStore {
  return {
    pulses: (now) => read(db, now),
    unseenBetween: (from, to) => unseen(db, from, to),
    async lastReconciliation(feedId) {
      const [row] = await db.select({ last: pulses.reconciliation }).from(pulses).where(eq(pulses.feedId, feedId));
      return row?.last ?? null;
    },
    async tellHealth(telling, at) {
      if (telling.alert) await bell.ready();
      return transact(db, (tx) => tell(tx, bell, telling, at));
    },
    async bringForward(feedIds, now) {
      if (feedIds.length === 0) return;
      await transact(db, (tx) =>
        tx
          .update(feeds)
          .set({ nextDueAt: sql`least(${feeds.nextDueAt}, ${now}::timestamptz)` })
          .where(inArray(feeds.id, [...feedIds])),
      );
    },
  };
}

/** Keeps how far illnesses may reach, where polls showed nothing more. */
export async function keepReach(tx: Database, outcomes: readonly PollOutcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ feedId, pulse }) => ({ feed: feedId, reach: pulse?.reach ?? null }));
  await tx.execute(
    sql`insert into ${pulses} as p (feed_id, reach)
      select feed, reach from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(feed text, reach text)
      on conflict (feed_id) do update set reach = excluded.reach where p.reach is distinct from excluded.reach`,
  );
}

/** Keeps what a poll showed of the publisher, in the transaction that ends the poll. */
export async function keepPulse(tx: Database, { feedId, pulse }: PollOutcome): Promise<void> {
  const { life, reach = null, reconciliation } = pulse ?? {};
  const shown = {
    reach,
    ...(life && { busy: life.busy ?? null }),
    // A look that shows nothing takes nothing back.
    ...(life?.newest && { newest: life.newest }),
    ...(reconciliation && { reconciliation }),
  };
  await tx
    .insert(pulses)
    .values({ feedId, ...shown })
    .onConflictDoUpdate({ target: pulses.feedId, set: shown });
}

async function read(db: Database, now: Instant): Promise<readonly Pulse[]> {
  const looks = db
    .select({ feedId: feedChecks.feedId, looks: sql<number>`sum(${feedChecks.checks})::int`.as("looks") })
    .from(feedChecks)
    .where(sql`${feedChecks.hour} > ${now}::timestamptz - interval '7 days'`)
    .groupBy(feedChecks.feedId)
    .as("looked");
  const rows = await db
    .select({
      pulse: pulses,
      lastNewsAt: sql<
        string | null
      >`(select max(c.occurred_at)::text from changes as c where c.feed_id = ${pulses.feedId})`,
      checks: sql<number>`coalesce(${looks.looks}, 0)`,
    })
    .from(pulses)
    .leftJoin(looks, eq(looks.feedId, pulses.feedId));
  return rows.map(({ pulse, lastNewsAt, checks }) => ({
    ...pulse,
    lastNewsAt: lastNewsAt === null ? null : toInstant(lastNewsAt),
    checks,
  }));
}

// Before the first look ever there was nothing to be seen.
async function unseen(db: Database, from: Instant, to: Instant): ReturnType<PulseStore["unseenBetween"]> {
  const [gap] = await rowsOf<{ began: string; ended: string }>(
    db,
    sql`select began::text, ended::text from (
        select hour + interval '1 hour' as began,
          lead(hour, 1, greatest(${to}::timestamptz, hour + interval '1 hour')) over (order by hour) as ended
        from (select distinct hour from ${feedChecks}
          where hour >= coalesce((select max(hour) from ${feedChecks} where hour < ${from}::timestamptz), ${from}::timestamptz)
            and hour < ${to}::timestamptz) as looks) as gaps
      where ended - began > interval '1 day' order by ended - began desc limit 1`,
  );
  return gap ? { from: toInstant(gap.began), to: toInstant(gap.ended) } : null;
}

// Rows are locked in one order; where one of them was told otherwise meanwhile, nothing is told now.
async function tell(tx: Database, bell: Bell, telling: HealthTelling, at: Instant): Promise<boolean> {
  const { feedIds, field, before, after, alert } = telling;
  const column = pulses[field];
  const isAsBefore = before === null ? isNull(column) : eq(column, before);
  const found = await tx
    .select({ feedId: pulses.feedId })
    .from(pulses)
    .where(and(inArray(pulses.feedId, [...feedIds]), isAsBefore))
    .orderBy(pulses.feedId)
    .for("update");
  if (found.length !== feedIds.length) return false;
  await tx
    .update(pulses)
    .set({ [field]: after })
    .where(inArray(pulses.feedId, [...feedIds]));
  if (alert) await queueAlert(tx, bell, alert, at);
  return true;
}
