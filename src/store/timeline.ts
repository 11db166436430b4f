import type { SQL } from "drizzle-orm";
import { z } from "zod";
import type { Change } from "../model/change.ts";
import { significances } from "../model/significance.ts";
import type { Store, TimelineFilter } from "../model/store.ts";
import { pageOf, readCursor, writeCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import { and, arrayContains, desc, eq, gte, inArray, lt, sql } from "./drizzle.ts";
import { changes } from "./schema.ts";
import { versionAt } from "./versions.ts";

type ChangeRow = typeof changes.$inferSelect;

/** Changes as people read them: by their place on the timeline, newest first. */
export function timelineMethods(db: Database): Pick<Store, "timeline" | "change" | "changeVersions"> {
  return {
    async timeline(filter) {
      const rows = await db
        .select()
        .from(changes)
        .where(matching(filter))
        .orderBy(desc(changes.occurredAt), desc(changes.position))
        .limit(filter.limit + 1);
      return pageOf(rows, filter.limit, toChange, (row) => writeCursor([row.occurredAt, row.position]));
    },
    async change(id) {
      const [row] = await db.select().from(changes).where(eq(changes.id, id));
      return row ? toChange(row) : null;
    },
    async changeVersions(changeId) {
      const [row] = await db.select().from(changes).where(eq(changes.id, changeId));
      if (!row) return null;
      const [before, after] = [row.beforeSequence, row.afterSequence];
      return {
        before: before === null ? null : await versionAt(db, row.documentId, before),
        after: after === null ? null : await versionAt(db, row.documentId, after),
      };
    },
  };
}

// Who may see a change follows its feed's file, not what the file said when the change was recorded.
export function toChange(row: ChangeRow): Change {
  const { change, visibility, retractedAt: at, retractionReason: reason } = row;
  return { ...change, visibility, ...(at !== null && { retracted: { at, reason: reason ?? "" } }) };
}

function matching(filter: TimelineFilter): SQL | undefined {
  const { feedId, source, topic, kind, minimum, threadKey, documentId, eventKeys, since, until, muted, baseline } =
    filter;
  return and(
    filter.includePrivate ? undefined : eq(changes.visibility, "public"),
    feedId === undefined ? undefined : eq(changes.feedId, feedId),
    source === undefined ? undefined : eq(changes.source, source),
    topic === undefined ? undefined : arrayContains(changes.topics, [topic]),
    kind === undefined ? undefined : eq(changes.kind, kind),
    minimum === undefined ? undefined : gte(changes.significance, significances.indexOf(minimum)),
    threadKey === undefined ? undefined : eq(changes.threadKey, threadKey),
    documentId === undefined ? undefined : eq(changes.documentId, documentId),
    eventKeys === undefined ? undefined : inArray(changes.eventKey, [...eventKeys]),
    since === undefined ? undefined : gte(changes.occurredAt, since),
    until === undefined ? undefined : lt(changes.occurredAt, until),
    muted === "with" ? undefined : eq(changes.muted, muted === "only"),
    baseline === undefined ? undefined : eq(changes.baseline, baseline),
    filter.before === undefined ? undefined : isBefore(filter.before),
  );
}

function isBefore(cursor: string): SQL {
  const [occurredAt, position] = readCursor(cursor, z.number());
  return sql`(${changes.occurredAt}, ${changes.position}) < (${occurredAt}::timestamptz, ${position}::bigint)`;
}
