import type { CalendarDate, Instant } from "../model/time.ts";
import { rowsOf, type Database } from "./database.ts";
import { eq, sql } from "./drizzle.ts";
import { after } from "./lease.ts";
import { feedChecks } from "./schema.ts";
import { chores } from "./schema-keep.ts";
import { deliveries, deliveryAttempts } from "./schema-told.ts";

/** For how many days checks are kept by the hour. */
const hourlyDays = 60;

/** For how many days every attempt of a settled delivery is kept. */
const attemptDays = 400;

const dayInSeconds = 86_400;

/**
 * Makes one row a feed of the checks of the oldest day that is still kept by the hour. The sum of each day stays, and so do its first and
 * last hour, which is what long gaps are seen by. False where there is no such day.
 */
export async function compactChecks(tx: Database, now: Instant): Promise<boolean> {
  const [done] = await tx.select().from(chores).where(eq(chores.name, "checks"));
  const day = await oldestDay(tx, done?.doneTo ?? "1970-01-01");
  if (day === null || day >= after(now, -hourlyDays * dayInSeconds).slice(0, 10)) return false;
  const midnight = sql`${`${day}T00:00:00Z`}::timestamptz`;
  const hours = sql`hour >= ${midnight} and hour < ${midnight} + interval '1 day'`;
  // The last hour of the day, at one feed: that of the whole day is kept.
  const last = sql`(select hour, feed_id, checks from ${feedChecks} where ${hours} order by hour desc, feed_id limit 1)`;
  const sums = sql`(select feed_id, min(hour) as first, sum(checks)::int as checks from ${feedChecks} where ${hours} group by feed_id)`;
  await tx.execute(sql`
    with last as ${last}, sums as ${sums}
    update ${feedChecks} as c
    set checks = s.checks - case when l.feed_id = s.feed_id and l.hour > s.first then l.checks else 0 end
    from sums as s, last as l where c.feed_id = s.feed_id and c.hour = s.first`);
  await tx.execute(sql`
    with last as ${last}, sums as ${sums}
    delete from ${feedChecks} as c using sums as s, last as l
    where c.feed_id = s.feed_id and c.hour > s.first and c.hour < ${midnight} + interval '1 day'
      and not (c.feed_id = l.feed_id and c.hour = l.hour)`);
  await finishChore(tx, "checks", day);
  return true;
}

/** Forgets single attempts of deliveries that were settled long ago; their number, end and message stay with the delivery. */
export async function forgetAttempts(tx: Database, now: Instant): Promise<boolean> {
  const gone = await rowsOf(
    tx,
    sql`delete from ${deliveryAttempts} where (delivery_id, attempt) in (
        select a.delivery_id, a.attempt from ${deliveryAttempts} as a join ${deliveries} as d on d.id = a.delivery_id
        where a.began_at < ${after(now, -attemptDays * dayInSeconds)} and d.settled_at is not null
          and d.state in ('sent', 'failed', 'held') limit 1000) returning delivery_id`,
  );
  return gone.length > 0;
}

/** Writes down up to which day a chore is done. */
export async function finishChore(tx: Database, name: string, day: CalendarDate): Promise<void> {
  await tx
    .insert(chores)
    .values({ name, doneTo: day })
    .onConflictDoUpdate({ target: chores.name, set: { doneTo: day } });
}

async function oldestDay(tx: Database, doneTo: CalendarDate): Promise<CalendarDate | null> {
  const [row] = await rowsOf<{ day: string | null }>(
    tx,
    sql`select to_char(min(hour) at time zone 'UTC', 'YYYY-MM-DD') as day from ${feedChecks}
      where hour >= ${`${doneTo}T00:00:00Z`}::timestamptz + interval '1 day'`,
  );
  return row?.day ?? null;
}
