import { StoreError } from "../model/errors.ts";
import type { CopiedRow, CopyEnd, CopyHeading, CopyPart, Take } from "../model/copy.ts";
import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { newestApplied } from "./migrate.ts";
import { tablesOf, type Table } from "./tables.ts";

/** What puts a copy into a database. */
export interface CopyIn {
  readonly take: Take;
  /** Throws where the copy did not come to its end. Returns how many rows there are now. */
  readonly finish: () => Promise<number>;
}

/** Puts a copy into a database without rows, in the caller's transaction. Throws `StoreError` where it does not fit. */
export async function copyIn(tx: Database): Promise<CopyIn> {
  const tables = new Map((await tablesOf(tx)).map((table) => [table.name, table]));
  await refuseFilled(tx, [...tables.keys()]);
  const indexes = await takeDownIndexes(tx);
  let into: Place | null = null;
  let end: CopyEnd | null = null;
  let waiting: CopiedRow[] = [];
  let characters = 0;
  return { take, finish };

  async function take(part: CopyPart): Promise<void> {
    if (isRow(part)) {
      waiting.push(part);
      characters += part.reduce((sum, value) => sum + (value?.length ?? 0), 0);
      if (waiting.length >= 200 || characters > 4_000_000) await write();
      return;
    }
    await write();
    if ("format" in part) await refuseOther(tx, part);
    else if ("table" in part) into = placeOf(tables.get(part.table), part);
    else end = part;
  }

  async function write(): Promise<void> {
    if (waiting.length === 0) return;
    if (into === null) throw new StoreError("The copy has rows that belong to no table.");
    const { names, values, table } = into;
    await tx.execute(
      sql`insert into ${table} (${names}) overriding system value
        select ${values} from json_array_elements(${JSON.stringify(waiting)}::json) as r`,
    );
    waiting = [];
    characters = 0;
  }

  async function finish(): Promise<number> {
    if (end === null) throw new StoreError("The copy has no end.");
    await setCounters(tx, end.counters);
    for (const index of indexes) await tx.execute(sql.raw(index));
    let all = 0;
    for (const name of tables.keys()) {
      const [found] = await rowsOf<{ count: number }>(
        tx,
        sql`select count(*)::int as count from ${sql.identifier(name)}`,
      );
      const expected = end.rows[name] ?? 0;
      if (found?.count !== expected) {
        throw new StoreError(
          `The copy of ${name} has ${found?.count} rows and must have ${expected}; nothing was kept.`,
        );
      }
      all += expected;
    }
    return all;
  }
}

interface Place {
  readonly table: ReturnType<typeof sql.identifier>;
  readonly names: ReturnType<typeof sql.join>;
  readonly values: ReturnType<typeof sql.join>;
}

// Names and types are the database's own; those of the copy only choose among them.
function placeOf(
  table: Table | undefined,
  part: { readonly table: string; readonly columns: readonly string[] },
): Place {
  const types = new Map(table?.columns.map(({ name, type }) => [name, type]));
  const unknown = table ? part.columns.find((name) => !types.has(name)) : part.table;
  if (table === undefined || unknown !== undefined) {
    throw new StoreError(`The copy has ${part.table}, with ${part.columns.join(", ")}; there is no ${unknown} here.`);
  }
  return {
    table: sql.identifier(table.name),
    names: sql.join(
      part.columns.map((name) => sql.identifier(name)),
      sql`, `,
    ),
    values: sql.join(
      part.columns.map((name, index) => sql.raw(`(r.value ->> ${index})::${types.get(name)}`)),
      sql`, `,
    ),
  };
}

async function refuseFilled(tx: Database, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const [row] = await rowsOf(tx, sql`select 1 from ${sql.identifier(name)} limit 1`);
    if (row) throw new StoreError(`There is data already (in ${name}). Name an empty place: a new database or folder.`);
  }
}

// Making them anew at the end is quicker than keeping them up row by row. Returns how they are made.
async function takeDownIndexes(tx: Database): Promise<readonly string[]> {
  const indexes = await rowsOf<{ name: string; made: string }>(
    tx,
    sql`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index
      join pg_class on pg_class.oid = indrelid
      where relnamespace = 'public'::regnamespace and not exists (select 1 from pg_constraint where conindid = indexrelid)`,
  );
  for (const { name } of indexes) await tx.execute(sql.raw(`drop index ${name}`));
  return indexes.map(({ made }) => made);
}

async function refuseOther(tx: Database, { migration }: CopyHeading): Promise<void> {
  if ((await newestApplied(tx)) !== migration) throw new StoreError("The copy is of another version of the tables.");
}

async function setCounters(tx: Database, counters: CopyEnd["counters"]): Promise<void> {
  for (const { table, column, value, used } of counters) {
    await tx.execute(
      sql`select setval(pg_get_serial_sequence(${`public.${table}`}, ${column}), ${value}::bigint, ${used}::boolean)`,
    );
  }
}

function isRow(part: CopyPart): part is CopiedRow {
  return Array.isArray(part);
}
