import { openServer } from "../src/store/server.ts";
import { createStore } from "../src/store/store.ts";
import { compress } from "../src/store/compressed.ts";
import { rowsOf, type Database } from "../src/store/database.ts";
import { sql } from "../src/store/drizzle.ts";
import { indexSections, lexemesOfChange } from "../src/store/lexemes.ts";
import { changes, documents, versions } from "../src/store/schema.ts";
import { sections } from "../src/store/schema-search.ts";
import { significances } from "../src/model/significance.ts";
import type { Change } from "../src/model/change.ts";
import type { Feed } from "../src/model/feed.ts";
import type { Block } from "../src/model/text.ts";
import { exampleChange } from "../test/support/example-change.ts";
import { createWriter, type Writer } from "./bilingual-text.ts";

/** How much a database is filled with. */
export interface Size {
  readonly changes: number;
  readonly documents: number;
  readonly versions: number;
}

/** What a fill leaves behind for those who ask. */
export interface Filled {
  readonly changeIds: readonly string[];
  readonly documentIds: readonly string[];
}

const inOneStatement = 250;
/** Of eight changes one is cosmetic and one urgent. */
const spread = [0, 1, 1, 1, 2, 2, 2, 3];
const recipe = { source: "rss", revision: 1, paramsHash: "bench" };

/** Fills an empty database as years of watching would, without going through the years. */
export async function fillStore(url: string, feeds: readonly Feed[], size: Size): Promise<Filled> {
  const connection = await openServer({ url, applicationName: "regwatch-bench" });
  const store = createStore(connection, { hosts: 1, lanes: 1 }, console);
  await store.syncFeeds(
    feeds.map((feed) => ({ feed, host: "news.example" })),
    at(size, 0),
  );
  const { db } = connection;
  const indexes = await rowsOf<{ indexdef: string; indexname: string }>(
    db,
    sql`select indexdef, indexname from pg_indexes where indexdef like '%gin%' and tablename in ('changes', 'sections')`,
  );
  for (const { indexname } of indexes) await db.execute(sql.raw(`drop index ${indexname}`));
  const writer = createWriter(20_261_127);
  await fillDocuments(db, feeds, size, writer);
  const changeIds = await fillChanges(db, feeds, size, writer);
  for (const { indexdef } of indexes) await db.execute(sql.raw(indexdef));
  await db.execute(sql`vacuum analyze`);
  await store.close();
  const documentIds = Array.from({ length: 200 }, (_, index) => documentId(index * Math.floor(size.documents / 200)));
  return { changeIds, documentIds };
}

async function fillDocuments(db: Database, feeds: readonly Feed[], size: Size, writer: Writer): Promise<void> {
  const each = size.versions / size.documents;
  for (let first = 0; first < size.documents; first += 50) {
    const made = Array.from({ length: 50 }, (_, offset) => documentAt(first + offset, feeds, size, writer));
    await db.insert(documents).values(made.map(({ row }) => ({ ...row, sequence: each })));
    for (const { row, language, blocks } of made) {
      const stated = { title: row.title, language, facts: { agencies: ["Industry and Security Bureau"] } };
      const kept = await compress(JSON.stringify(blocks));
      const rows = Array.from({ length: each }, (_, sequence) => ({
        ...stated,
        blocks: kept,
        recipe,
        deadlines: [],
        threadKeys: [row.threadKey],
        links: [],
        sourceUrl: "https://news.example/",
        form: "page",
        complete: true,
        chain: "bench",
        id: `${row.id}.${sequence + 1}`,
        documentId: row.id,
        sequence: sequence + 1,
        observedAt: row.changedAt,
      }));
      await db.insert(versions).values(rows);
      const indexed = indexSections({ ...stated, blocks, source: "rss", feedId: row.feedId });
      await db.insert(sections).values(indexed.map((section) => ({ ...section, documentId: row.id })));
    }
  }
}

function documentAt(index: number, feeds: readonly Feed[], size: Size, writer: Writer) {
  const language = index % 4 === 0 ? "zh-CN" : "en";
  const blocks: readonly Block[] = Array.from({ length: 60 }, (_, block) => ({
    kind: "paragraph",
    path: [language === "en" ? `Sec. ${Math.floor(block / 3) + 1}` : `第${Math.floor(block / 3) + 1}条`],
    text: writer.passage(language, 50),
  }));
  const seen = at(size, (index / size.documents) * size.changes);
  const row = {
    id: documentId(index),
    feedId: feeds[index % feeds.length]?.id ?? "",
    source: "rss",
    key: `key-${index}`,
    threadKey: `page:${index}`,
    title: writer.passage(language, 8),
    topics: topicsOf(index),
    state: null,
    firstSeenAt: seen,
    lastSeenAt: seen,
    textSeenAt: seen,
    changedAt: seen,
    chainHead: "bench",
    chainEntries: 1,
  };
  return { row, language, blocks };
}

async function fillChanges(
  db: Database,
  feeds: readonly Feed[],
  size: Size,
  writer: Writer,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let first = 0; first < size.changes; first += inOneStatement) {
    const made = Array.from({ length: inOneStatement }, (_, offset) => changeAt(first + offset, feeds, size, writer));
    await db.insert(changes).values(made.map((change, offset) => changeRow(change, first + offset, size)));
    if (first % Math.floor(size.changes / 40) === 0) ids.push(made[0]?.id ?? "");
  }
  return ids;
}

function changeAt(index: number, feeds: readonly Feed[], size: Size, writer: Writer): Change {
  const place = index % size.documents;
  const language = place % 4 === 0 ? "zh-CN" : "en";
  const spans = Array.from({ length: 6 }, (_, span) => ({
    op: (["equal", "delete", "insert"] as const)[span % 3] ?? "equal",
    section: `Sec. ${span}`,
    text: writer.passage(language, 30),
  }));
  return exampleChange({
    language,
    id: `change-${index}`,
    eventKey: `event-${index}`,
    permalink: `/changes/change-${index}`,
    documentId: documentId(place),
    threadKey: `page:${place}`,
    feedId: feeds[place % feeds.length]?.id ?? "",
    source: "rss",
    title: writer.passage(language, 8),
    summary: writer.passage(language, 25),
    significance: significances[spread[index % spread.length] ?? 1] ?? "editorial",
    topics: topicsOf(place),
    occurredAt: at(size, index),
    detectedAt: at(size, index),
    redline: { spans, stats: { inserted: 60, deleted: 60, moved: 0, sections: 6 } },
  });
}

function changeRow(change: Change, index: number, size: Size): typeof changes.$inferInsert {
  const { id, documentId: of, feedId, source, threadKey, eventKey, kind, occurredAt } = change;
  // The last versions have the last changes; each earlier one lies between the same two.
  const sequence = Math.max(
    2,
    size.versions / size.documents - Math.floor((size.changes - index - 1) / size.documents),
  );
  return {
    id,
    feedId,
    source,
    threadKey,
    eventKey,
    kind,
    occurredAt,
    change,
    documentId: of,
    beforeSequence: sequence - 1,
    afterSequence: sequence,
    significance: significances.indexOf(change.significance),
    topics: [...change.topics],
    muted: index % 50 === 0,
    baseline: false,
    visibility: "public",
    lexemes: lexemesOfChange(change),
  };
}

function topicsOf(place: number): readonly string[] {
  return place % 3 === 0 ? ["ai-chips", "export-controls"] : ["cloud-access"];
}

function documentId(index: number): string {
  return `document-${index}`;
}

// Three years, evenly, ending now.
function at(size: Size, index: number): string {
  return new Date(Date.now() - ((size.changes - index) / size.changes) * 3 * 365 * 86_400_000).toISOString();
}
