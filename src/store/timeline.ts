import type { SQL } from "drizzle-orm";
import { z } from "zod";
import type { Change } from "../model/change.ts";
import { significances } from "../model/significance.ts";
import { wantedLexemes, type Wanted } from "../alerts/lexemes.ts";
import { matches, parseQuery, type Query } from "../alerts/query.ts";
import type { Page, Store, TimelineFilter } from "../model/store.ts";
import { pageOf, readCursor, writeCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import { and, arrayContains, desc, eq, gte, inArray, isNull, lt, notInArray, or, sql } from "./drizzle.ts";
import { mayBeAskedFor } from "./lexemes.ts";
import { changes } from "./schema.ts";
import { versionAt } from "./versions.ts";

/** The columns that make a change as people read it. */
export const shown = {
  change: changes.change,
  visibility: changes.visibility,
  retractedAt: changes.retractedAt,
  retractionReason: changes.retractionReason,
};

type ChangeRow = Pick<typeof changes.$inferSelect, keyof typeof shown>;

const between = {
  documentId: changes.documentId,
  beforeSequence: changes.beforeSequence,
  afterSequence: changes.afterSequence,
};

/** Changes looked at in one go where a query is asked, and for one page. */
const chunk = 200;
const lookedAtMost = 4000;

/** Changes as people read them: by their place on the timeline, newest first. */
export function timelineMethods(db: Database): Pick<Store, "timeline" | "change" | "changeVersions"> {
  return {
    timeline: (filter) => timeline(db, filter),
    async change(id) {
      const [row] = await db.select(shown).from(changes).where(eq(changes.id, id));
      return row ? toChange(row) : null;
    },
    async changeVersions(changeId) {
      const [row] = await db.select(between).from(changes).where(eq(changes.id, changeId));
      if (!row) return null;
      const [before, after] = [row.beforeSequence, row.afterSequence];
      return {
        before: before === null ? null : await versionAt(db, row.documentId, before),
        after: after === null ? null : await versionAt(db, row.documentId, after),
      };
    },
  };
}

async function timeline(db: Database, filter: TimelineFilter): Promise<Page<Change>> {
  const query = filter.query === undefined ? everything : parseQuery(filter.query);
  const wanted = wantedLexemes(query);
  const found: PlacedRow[] = [];
  let before = filter.before;
  for (let looked = 0; looked < lookedAtMost;) {
    const size = looked === 0 ? filter.limit + 1 : chunk;
    const rows = await placedRows(db, { ...filter, before, limit: size }, wanted);
    for (const row of rows) {
      if (query.kind === "everything" || matches(query, row.change)) found.push(row);
      if (found.length > filter.limit) return pageOf(found, filter.limit, toChange, cursorOf);
    }
    const last = rows.at(-1);
    if (rows.length < size || last === undefined) return { rows: found.map(toChange), next: null };
    before = cursorOf(last);
    looked += rows.length;
  }
  return { rows: found.map(toChange), next: before ?? null };
}

const everything: Query = { kind: "everything" };

type PlacedRow = Awaited<ReturnType<typeof placedRows>>[number];

function placedRows(
  db: Database,
  filter: Omit<TimelineFilter, "before"> & { before: string | undefined },
  wanted: Wanted,
) {
  return db
    .select({ ...shown, occurredAt: changes.occurredAt, position: changes.position })
    .from(changes)
    .where(and(matching(filter), filter.before === undefined ? undefined : isBefore(filter.before), mayBe(wanted)))
    .orderBy(desc(changes.occurredAt), desc(changes.position))
    .limit(filter.limit);
}

// What is not indexed yet may be anything.
function mayBe(wanted: Wanted): SQL | undefined {
  const asked = mayBeAskedFor(changes.lexemes, wanted);
  return asked && or(asked, isNull(changes.lexemes));
}

function cursorOf({ occurredAt, position }: PlacedRow): string {
  return writeCursor([occurredAt, position]);
}

// Who may see a change follows its feed's file, not what the file said when the change was recorded.
export function toChange(row: ChangeRow): Change {
  const { change, visibility, retractedAt: at, retractionReason: reason } = row;
  return { ...change, visibility, ...(at !== null && { retracted: { at, reason: reason ?? "" } }) };
}

/** The filters that columns answer; the query is not among them. */
export function matching(filter: Omit<TimelineFilter, "before" | "limit">): SQL | undefined {
  const {
    feedId,
    source,
    topic,
    kind,
    minimum,
    threadKey,
    documentId,
    eventKeys,
    except,
    since,
    until,
    muted,
    baseline,
  } = filter;
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
    except === undefined ? undefined : notInArray(changes.id, [...except]),
    since === undefined ? undefined : gte(changes.occurredAt, since),
    until === undefined ? undefined : lt(changes.occurredAt, until),
    muted === "with" ? undefined : eq(changes.muted, muted === "only"),
    baseline === undefined ? undefined : eq(changes.baseline, baseline),
  );
}

function isBefore(cursor: string): SQL {
  const [occurredAt, position] = readCursor(cursor, z.number());
  return sql`(${changes.occurredAt}, ${changes.position}) < (${occurredAt}::timestamptz, ${position}::bigint)`;
}
