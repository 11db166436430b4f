import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "./drizzle.ts";
import { z } from "zod";
import { StoreError } from "../model/errors.ts";
import { rowsOf, type Database } from "./database.ts";

/** What drizzle-kit generated. */
export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

const journal = z.object({ entries: z.array(z.object({ when: z.number() })) });

/** Migrates a database that is behind, leaves one alone that is not, and refuses one that is ahead of this version. */
export async function bringUpToDate(db: Database, migrate: () => Promise<void>): Promise<void> {
  const [ours, theirs] = [await newestMigration(), await newestApplied(db)];
  if (theirs > ours) {
    throw new StoreError("This data was written by a newer regwatch. Install that version again, or a newer one.");
  }
  if (theirs < ours) await migrate();
  // Rows that came with a backup carry the numbers of another server's transactions, which would look new for ever.
  await db.execute(sql`
    update subscriptions set written_by = pg_snapshot_xmin(pg_current_snapshot())
    where written_by >= pg_snapshot_xmax(pg_current_snapshot())`);
}

async function newestMigration(): Promise<number> {
  const { entries } = journal.parse(JSON.parse(await readFile(`${migrationsFolder}/meta/_journal.json`, "utf8")));
  return Math.max(...entries.map(({ when }) => when));
}

async function newestApplied(db: Database): Promise<number> {
  const [table] = await rowsOf<{ name: string | null }>(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations') as name`,
  );
  if (!table?.name) return 0;
  const [row] = await rowsOf<{ newest: string | null }>(
    db,
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(row?.newest ?? 0);
}
