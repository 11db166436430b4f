import type { CopiedRow, CopyEnd, Take } from "../model/copy.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { newestApplied } from "./migrate.ts";
import { tablesOf, type Table } from "./tables.ts";

/** Hands out everything as it is at one moment, a few rows at a time, whatever is written meanwhile. Returns how many rows there are. */
export async function copyOut(db: Database, at: string, take: Take): Promise<number> {
  return db.transaction(
    async (tx) => {
      await inPlainForm(tx);
      await take({ format: "regwatch copy 1", at, migration: await newestApplied(tx) });
      const tables = await tablesOf(tx);
      const rows: Record<string, number> = {};
      for (const table of tables) rows[table.name] = await copyTable(tx, table, take);
      await take({ rows, counters: await countersOf(tx, tables) });
      return Object.values(rows).reduce((sum, count) => sum + count, 0);
    },
    { isolationLevel: "repeatable read" },
  );
}

/** Has values written in one form, whatever the server's settings. */
async function inPlainForm(tx: Database): Promise<void> {
  for (const setting of ["timezone = 'UTC'", "datestyle = 'ISO'", "bytea_output = 'hex'"]) {
    await tx.execute(sql.raw(`set local ${setting}`));
  }
}

// A few rows with bytes may be as large as many without.
const rowsAtOnce = { bytes: 4, plain: 200 };

async function copyTable(tx: Database, { name, columns }: Table, take: Take): Promise<number> {
  await take({ table: name, columns: columns.map(({ name }) => name) });
  const values = columns.map(({ name }) => sql`${sql.identifier(name)}::text`);
  const query = sql`select json_build_array(${sql.join(values, sql`, `)})::text as row from ${sql.identifier(name)}`;
  const atOnce = columns.some(({ type }) => type === "bytea") ? rowsAtOnce.bytes : rowsAtOnce.plain;
  await tx.execute(sql`declare copied no scroll cursor for ${query}`);
  let count = 0;
  for (;;) {
    const found = await rowsOf<{ row: string }>(tx, sql.raw(`fetch ${atOnce} from copied`));
    for (const { row } of found) await take(JSON.parse(row) as CopiedRow);
    count += found.length;
    if (found.length < atOnce) break;
  }
  await tx.execute(sql`close copied`);
  return count;
}

async function countersOf(tx: Database, tables: readonly Table[]): Promise<CopyEnd["counters"]> {
  const counters = [];
  for (const { name, columns } of tables) {
    for (const column of columns.filter(({ counted }) => counted)) {
      const [sequence] = await rowsOf<{ name: string }>(
        tx,
        sql`select pg_get_serial_sequence(${`public.${name}`}, ${column.name}) as name`,
      );
      const [stand] = await rowsOf<{ value: string; used: boolean }>(
        tx,
        sql`select last_value::text as value, is_called as used from ${sql.raw(sequence?.name ?? "")}`,
      );
      if (stand) counters.push({ table: name, column: column.name, ...stand });
    }
  }
  return counters;
}
