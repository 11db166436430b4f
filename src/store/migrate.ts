import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "./drizzle.ts";
import { z } from "zod";
import { StoreError } from "../model/errors.ts";
import { rowsOf, type Database } from "./database.ts";

/** What drizzle-kit generated. */
export const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

const journal = z.looseObject({ entries: z.array(z.looseObject({ when: z.number(), tag: z.string() })) });

/**
 * Migrates a database that is behind, leaves one alone that is not, and refuses one that is ahead of this version. `upTo` is the last
 * migration to make; left out: the newest.
 */
export async function bringUpToDate(
  db: Database,
  migrate: (folder: string) => Promise<void>,
  upTo?: number,
): Promise<void> {
  const [ours, theirs] = [await newestMigration(), await newestApplied(db)];
  if (Math.max(theirs, upTo ?? 0) > ours) {
    throw new StoreError("This data was written by a newer regwatch. Install that version again, or a newer one.");
  }
  if (upTo !== undefined && upTo < ours) return bringUpTo(upTo, theirs, migrate);
  if (theirs < ours) await migrate(migrationsFolder);
  // Rows that came with a backup carry the numbers of another server's transactions, which would look new for ever.
  await db.execute(sql`
    update subscriptions set written_by = pg_snapshot_xmin(pg_current_snapshot())
    where written_by >= pg_snapshot_xmax(pg_current_snapshot())`);
}

// For the backup of an earlier version: its rows fit the tables of then, which the next start brings up to date.
async function bringUpTo(migration: number, theirs: number, migrate: (folder: string) => Promise<void>): Promise<void> {
  if (theirs === migration) return;
  if (theirs > migration) {
    throw new StoreError("The tables there are newer than the backup. Name an empty place: a new database or folder.");
  }
  const folder = await mkdtemp(join(tmpdir(), "regwatch-migrations-"));
  try {
    await cp(migrationsFolder, folder, { recursive: true });
    const { entries, ...rest } = await readJournal();
    const earlier = entries.filter(({ when }) => when <= migration);
    await writeFile(join(folder, journalFile), JSON.stringify({ ...rest, entries: earlier }));
    await migrate(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const journalFile = "meta/_journal.json";

async function newestMigration(): Promise<number> {
  return Math.max(...(await readJournal()).entries.map(({ when }) => when));
}

async function readJournal(): Promise<z.infer<typeof journal>> {
  return journal.parse(JSON.parse(await readFile(join(migrationsFolder, journalFile), "utf8")));
}

/** The newest migration that a database has, by its `when`; 0 for none. */
export async function newestApplied(db: Database): Promise<number> {
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
