import type { HealthNotice } from "../model/alert.ts";
import type { DeliveryState } from "../model/delivery.ts";
import type { Store, StoreCounts } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { rowsOf, type Database } from "./database.ts";
import { and, asc, desc, eq, gte, isNull, lte, sql } from "./drizzle.ts";
import { changes, deadlines, documents, feedChecks, feeds, versions } from "./schema.ts";
import { alerts, healthNotices } from "./schema-told.ts";

/** What the web and the metrics show across all documents. */
export function overviewMethods(
  db: Database,
): Pick<Store, "deadlines" | "healthNotices" | "checksBetween" | "checksByDay" | "counts" | "ping"> {
  return {
    async deadlines({ from, to, includePrivate }) {
      const rows = await db
        .select({ deadline: deadlines, document: documents, version: shown, feedTopics: feeds.topics })
        .from(deadlines)
        .innerJoin(documents, eq(documents.id, deadlines.documentId))
        .innerJoin(versions, and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence)))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(
          and(
            gte(deadlines.date, from),
            lte(deadlines.date, to),
            isNull(documents.vanishedAt),
            notMuted,
            includePrivate ? undefined : eq(feeds.visibility, "public"),
          ),
        )
        .orderBy(asc(deadlines.date), asc(documents.id), asc(deadlines.position));
      return rows.map(({ deadline: { kind, date, at, sentence, section }, document, version, feedTopics }) => ({
        kind,
        date,
        sentence,
        ...(at !== null && { at }),
        ...(section !== null && { section }),
        documentId: document.id,
        feedId: document.feedId,
        threadKey: document.threadKey,
        title: document.title,
        sourceUrl: version.sourceUrl,
        citation: version.citation,
        topics: [...new Set([...feedTopics, ...document.topics])],
      }));
    },
    async healthNotices(limit) {
      const rows = await db
        .select({ alert: alerts.alert, visibility: feeds.visibility })
        .from(healthNotices)
        .innerJoin(alerts, eq(alerts.id, healthNotices.alertId))
        .innerJoin(feeds, eq(feeds.id, healthNotices.feedId))
        .orderBy(desc(healthNotices.position))
        .limit(limit);
      return rows.flatMap(({ alert, visibility }): HealthNotice[] =>
        alert.kind === "health" ? [{ ...alert.notice, visibility }] : [],
      );
    },
    async checksBetween(from, to) {
      const [row] = await rowsOf<{ found: { feeds: number; checks: number; ill: string[] } }>(
        db,
        sql`select jsonb_build_object(
            'feeds', (select count(distinct feed_id) from ${feedChecks} where hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to}),
            'checks', (select coalesce(sum(checks), 0) from ${feedChecks} where hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to}),
            'ill', (select coalesce(jsonb_agg(id order by id), '[]') from ${feeds}
              where active and ill_since is not null and visibility = 'public')
          ) as found`,
      );
      return row?.found ?? { feeds: 0, checks: 0, ill: [] };
    },
    async checksByDay(feedId, since) {
      const day = sql`to_char(${feedChecks.hour} at time zone 'UTC', 'YYYY-MM-DD')`;
      return rowsOf(
        db,
        sql`select ${day} as day, sum(${feedChecks.checks})::int as checks from ${feedChecks}
          where ${feedChecks.feedId} = ${feedId} and ${feedChecks.hour} >= ${since}::timestamptz
          group by ${day} order by ${day} desc`,
      );
    },
    counts: (now) => counts(db, now),
    async ping() {
      await db.execute(sql`select 1`);
    },
  };
}

// Dates of documents that nobody is told of would only bury the others.
export const notMuted = sql`not exists (select 1 from ${changes} where ${changes.documentId} = ${documents.id} and ${changes.muted})`;

const shown = { sourceUrl: versions.sourceUrl, citation: versions.citation };

async function counts(db: Database, now: Instant): Promise<StoreCounts> {
  // node-postgres gives 64-bit counts as text, so they are asked for as JSON.
  const [row] = await rowsOf<{
    counts: Omit<StoreCounts, "deliveries"> & { deliveries: Partial<StoreCounts["deliveries"]> };
  }>(
    db,
    sql`select jsonb_build_object(
        'feeds', (select count(*) from feeds where active),
        'feedsIll', (select count(*) from feeds where active and ill_since is not null),
        'documents', (select count(*) from documents),
        'versions', (select count(*) from versions),
        'snapshots', (select count(*) from snapshots),
        'snapshotBytes', (select coalesce(sum(stored_bytes), 0) from snapshots),
        'changes', (select count(*) from changes),
        'subscriptions', (select count(*) from subscriptions where removed_at is null),
        'deliveries', (select coalesce(jsonb_object_agg(state, n), '{}') from
          (select state, count(*) as n from deliveries group by state) as by_state),
        'oldestQueuedSeconds', (select coalesce(greatest(0, extract(epoch from ${now}::timestamptz - min(d.created_at))), 0)
          from deliveries as d join subscriptions as s on s.id = d.subscription_id
          where d.state in ('queued', 'sending', 'unknown') and s.state = 'active' and s.removed_at is null)
      ) as counts`,
  );
  const none: Record<DeliveryState, number> = { queued: 0, sending: 0, sent: 0, failed: 0, unknown: 0, held: 0 };
  if (!row) throw new Error("counting gave no row");
  return { ...row.counts, deliveries: { ...none, ...row.counts.deliveries } };
}
