import type { Store } from "../model/store.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, asc, eq, isNull, sql } from "./drizzle.ts";
import { indexSections, keepSections, lexemesOfChange } from "./lexemes.ts";
import { changes, documents, versions } from "./schema.ts";
import { sections } from "./schema-search.ts";
import { versionAt } from "./versions.ts";

/** What was recorded before there was a search: it is indexed bit by bit, and until then found by asking each change. */
export function searchBacklogMethods(db: Database): Pick<Store, "searchBacklog" | "workOffBacklog"> {
  return {
    async searchBacklog() {
      const [row] = await rowsOf<{ waiting: { changes: number; documents: number } }>(
        db,
        sql`select jsonb_build_object(
            'changes', (select count(*) from ${changes} where ${isNull(changes.lexemes)}),
            'documents', (select count(*) from ${documents} where ${unindexed})) as waiting`,
      );
      return row?.waiting ?? { changes: 0, documents: 0 };
    },
    async workOffBacklog(atMost) {
      const indexed = (await indexChanges(db, atMost)) + (await indexDocuments(db, Math.ceil(atMost / 10)));
      return indexed > 0;
    },
  };
}

const unindexed = sql`not exists (select 1 from ${sections} where ${sections.documentId} = ${documents.id})`;

async function indexChanges(db: Database, atMost: number): Promise<number> {
  const rows = await db
    .select({ id: changes.id, change: changes.change })
    .from(changes)
    .where(isNull(changes.lexemes))
    .orderBy(asc(changes.position))
    .limit(atMost);
  if (rows.length === 0) return 0;
  await transact(db, async (tx) => {
    for (const { id, change } of rows) {
      await tx
        .update(changes)
        .set({ lexemes: lexemesOfChange(change) })
        .where(eq(changes.id, id));
    }
  });
  return rows.length;
}

async function indexDocuments(db: Database, atMost: number): Promise<number> {
  const rows = await db
    .select({ id: documents.id, source: documents.source, feedId: documents.feedId, sequence: documents.sequence })
    .from(documents)
    .innerJoin(versions, and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence)))
    .where(unindexed)
    .orderBy(asc(documents.id))
    .limit(atMost);
  for (const { id, source, feedId, sequence } of rows) {
    const version = await versionAt(db, id, sequence);
    if (version === null) continue;
    const indexed = indexSections({ ...version, source, feedId });
    await transact(db, async (tx) => {
      const [now] = await tx.select().from(documents).where(eq(documents.id, id)).for("update");
      if (now?.sequence === sequence) await keepSections(tx, id, indexed);
    });
  }
  return rows.length;
}
