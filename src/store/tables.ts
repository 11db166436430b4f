import { rowsOf, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";

/** A table as the database itself describes it. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly name: string;
  /** As SQL writes it. */
  readonly type: string;
  /** Whether the database counts its values up by itself. */
  readonly counted: boolean;
}

/** All tables of ours, each after those it refers to. Asked of the database, so that none can be forgotten. */
export async function tablesOf(db: Database): Promise<readonly Table[]> {
  const described = await rowsOf<Column & { table: string }>(
    db,
    sql`select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        a.attidentity <> '' as counted
      from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by c.relname, a.attnum`,
  );
  const references = await rowsOf<Reference>(
    db,
    sql`select here.relname as from, there.relname as to from pg_constraint as f
      join pg_class as here on here.oid = f.conrelid join pg_class as there on there.oid = f.confrelid
      where f.contype = 'f' and here.relnamespace = 'public'::regnamespace`,
  );
  const byTable = Map.groupBy(described, ({ table }) => table);
  return inOrder([...byTable.keys()], references).map((name) => ({
    name,
    columns: (byTable.get(name) ?? []).map(({ name, type, counted }) => ({ name, type, counted })),
  }));
}

interface Reference {
  readonly from: string;
  readonly to: string;
}

function inOrder(names: readonly string[], references: readonly Reference[]): readonly string[] {
  const ordered: string[] = [];
  let left = names;
  while (left.length > 0) {
    const waiting = new Set(
      references.filter(({ from, to }) => from !== to && left.includes(to)).map(({ from }) => from),
    );
    const ready = left.filter((name) => !waiting.has(name));
    if (ready.length === 0) throw new Error(`these tables refer to each other in a circle: ${left.join(", ")}`);
    ordered.push(...ready);
    left = left.filter((name) => waiting.has(name));
  }
  return ordered;
}
