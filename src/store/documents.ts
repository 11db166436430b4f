import { z } from "zod";
import type { DocumentHead, DocumentRecord, Store, VersionSummary } from "../model/store.ts";
import type { DocumentLink } from "../model/version.ts";
import { pageOf, readCursor, writeCursor } from "./cursor.ts";
import { isAnyOf } from "./columns.ts";
import type { Database } from "./database.ts";
import { and, asc, desc, eq, inArray, sql } from "./drizzle.ts";
import { changes, documents, feeds, threadIdentifiers, versions } from "./schema.ts";
import { servedFor, toVersion } from "./versions.ts";

type DocumentMethods = Pick<
  Store,
  "knownDocuments" | "documentHead" | "threadOf" | "document" | "documents" | "documentByKey"
>;
type DocumentRow = typeof documents.$inferSelect;
type Visibility = DocumentRecord["visibility"];

const latest = and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence));

/** What is known of documents, for the next poll and for the web. */
export function documentMethods(db: Database): DocumentMethods {
  return {
    async knownDocuments(feedIds) {
      const rows = await db
        .select({
          feedId: documents.feedId,
          known: {
            key: documents.key,
            state: documents.state,
            facts: versions.facts,
            recipe: versions.recipe,
            firstSeenAt: documents.firstSeenAt,
            lastSeenAt: documents.lastSeenAt,
          },
        })
        .from(documents)
        .innerJoin(versions, latest)
        .where(isAnyOf(documents.feedId, feedIds))
        .orderBy(asc(documents.firstSeenAt), asc(documents.id));
      const byFeed = Map.groupBy(rows, ({ feedId }) => feedId);
      return new Map(
        Array.from(byFeed, ([feedId, found]) => [feedId, new Map(found.map(({ known }) => [known.key, known]))]),
      );
    },
    async documentHead(feedId, key) {
      const [row] = await db
        .select({ document: documents, version: versions, served: servedFor })
        .from(documents)
        .innerJoin(versions, latest)
        .where(and(eq(documents.feedId, feedId), eq(documents.key, key)));
      return row ? toHead(row.document, await toVersion(row.version, row.served)) : null;
    },
    async threadOf(threadKeys, includePrivate) {
      if (threadKeys.length === 0) return null;
      const [oldest] = await (includePrivate ? threadsOf(db, threadKeys) : publicThreadsOf(db, threadKeys)).limit(1);
      return oldest?.threadKey ?? null;
    },
    async document(id) {
      const [row] = await db
        .select({ document: documents, links: versions.links, visibility: feeds.visibility })
        .from(documents)
        .innerJoin(versions, latest)
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(eq(documents.id, id));
      return row ? { ...toRecord(row), versions: await historyOf(db, id) } : null;
    },
    async documents({ feedId, includePrivate, before, limit }) {
      const [changedAt, id] = before === undefined ? [] : readCursor(before, z.string());
      const rows = await db
        .select({ document: documents, links: versions.links, visibility: feeds.visibility })
        .from(documents)
        .innerJoin(versions, latest)
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(
          and(
            feedId === undefined ? undefined : eq(documents.feedId, feedId),
            includePrivate ? undefined : eq(feeds.visibility, "public"),
            id === undefined
              ? undefined
              : sql`(${documents.changedAt}, ${documents.id}) < (${changedAt}::timestamptz, ${id})`,
          ),
        )
        .orderBy(desc(documents.changedAt), desc(documents.id))
        .limit(limit + 1);
      return pageOf(rows, limit, toRecord, ({ document }) => writeCursor([document.changedAt, document.id]));
    },
    async documentByKey(source, key, includePrivate) {
      const [row] = await db
        .select({ id: documents.id, title: documents.title })
        .from(documents)
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(
          and(
            eq(documents.source, source),
            eq(documents.key, key),
            includePrivate ? undefined : eq(feeds.visibility, "public"),
          ),
        )
        .orderBy(sql`${feeds.visibility} = 'private'`, asc(documents.firstSeenAt), asc(documents.id))
        .limit(1);
      return row ?? null;
    },
  };
}

function threadsOf(db: Database, threadKeys: readonly string[]) {
  return db
    .select({ threadKey: threadIdentifiers.threadKey })
    .from(threadIdentifiers)
    .where(inArray(threadIdentifiers.threadKey, identified(db, threadKeys)))
    .groupBy(threadIdentifiers.threadKey)
    .orderBy(sql`min(${threadIdentifiers.firstSeenAt})`, asc(threadIdentifiers.threadKey));
}

// Neither what only a private document ties together nor when one was first seen may show in public.
function publicThreadsOf(db: Database, threadKeys: readonly string[]) {
  const states = sql`exists (select 1 from ${versions} where ${versions.documentId} = ${changes.documentId}
    and ${versions.threadKeys} ?| ${sql.param([...threadKeys])}::text[])`;
  return db
    .select({ threadKey: changes.threadKey })
    .from(changes)
    .where(and(inArray(changes.threadKey, identified(db, threadKeys)), eq(changes.visibility, "public"), states))
    .groupBy(changes.threadKey)
    .orderBy(sql`min(${changes.occurredAt})`, asc(changes.threadKey));
}

function identified(db: Database, threadKeys: readonly string[]) {
  return db
    .select({ threadKey: threadIdentifiers.threadKey })
    .from(threadIdentifiers)
    .where(inArray(threadIdentifiers.identifier, [...threadKeys]));
}

async function historyOf(db: Database, documentId: string): Promise<readonly VersionSummary[]> {
  return db
    .select({
      id: versions.id,
      sequence: versions.sequence,
      observedAt: versions.observedAt,
      publishedAt: versions.publishedAt,
      form: versions.form,
      title: versions.title,
      changeId: changes.id,
    })
    .from(versions)
    .leftJoin(changes, and(eq(changes.documentId, versions.documentId), eq(changes.afterSequence, versions.sequence)))
    .where(eq(versions.documentId, documentId))
    .orderBy(desc(versions.sequence));
}

function toHead(row: DocumentRow, version: DocumentHead["latest"]): DocumentHead {
  const { id, feedId, key, threadKey, state, sequence, lastSeenAt, textSeenAt, vanishedAt, doubt } = row;
  return { id, feedId, key, threadKey, state, sequence, latest: version, lastSeenAt, textSeenAt, vanishedAt, doubt };
}

function toRecord(row: {
  readonly document: DocumentRow;
  readonly links: readonly DocumentLink[];
  readonly visibility: Visibility;
}): Omit<DocumentRecord, "versions"> {
  const { id, feedId, key, threadKey, title, firstSeenAt, lastSeenAt, vanishedAt } = row.document;
  const { links, visibility } = row;
  return { id, feedId, key, threadKey, title, visibility, firstSeenAt, lastSeenAt, vanishedAt, links };
}
