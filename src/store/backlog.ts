import type { Backlog, Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";

/** Work that waits, for whoever looks after the service. */
export function backlogMethods(db: Database): Pick<Store, "backlog"> {
  return { backlog: (now) => backlog(db, now) };
}

// Where a host is being polled or wants to be left alone, its other feeds wait with reason.
async function backlog(db: Database, now: Instant): Promise<Backlog> {
  const seconds = (from: string) => sql`extract(epoch from ${now}::timestamptz - ${sql.raw(from)})`;
  const [row] = await rowsOf<{ backlog: Backlog }>(
    db,
    sql`select jsonb_build_object(
        'overdueFeeds', (select count(*) from feeds where active and scheduled and ${seconds("next_due_at")} > ${overdueAfter}),
        'unclaimedFeedSeconds', (select coalesce(max(${seconds("f.next_due_at")}), 0) from feeds as f
          where f.active and f.scheduled and f.next_due_at <= ${now}
            and not exists (select from hosts as h where h.host = f.host and h.held_until > ${now})
            and not exists (select from feeds as other where other.host = f.host and other.lease_until > ${now})),
        'unclaimedLaneSeconds', (select coalesce(max(${seconds("greatest(head.next_attempt_at, head.waiting_since)")}), 0)
          from lanes as l cross join lateral (
            select d.next_attempt_at, d.waiting_since from deliveries as d join subscriptions as s on s.id = d.subscription_id
            where d.lane = l.lane and d.state in ('queued', 'sending', 'unknown') and s.removed_at is null
              and (s.state = 'active' or d.destination is not null)
            order by d.position limit 1) as head
          where (l.lease_until is null or l.lease_until <= ${now}) and head.next_attempt_at <= ${now}),
        'pausedSubscriptions', (select count(*) from subscriptions where removed_at is null and state = 'paused'),
        'databaseBytes', pg_database_size(current_database())
      ) as backlog`,
  );
  if (!row) throw new Error("counting gave no row");
  return row.backlog;
}

/** Seconds a feed may be late without being called so: the tick rings each minute, and a host is asked once a second. */
const overdueAfter = 300;
