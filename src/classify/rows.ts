import { sectionName, type Block } from "../model/text.ts";

/** What became of one row of a table. Cells stand under the names of their columns; a side is empty where there is no such row. */
export interface RowChange {
  readonly kind: "added" | "removed" | "changed";
  /** The section name of the table. */
  readonly table: string;
  /** What the row is known by, outermost first: country and entity. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * The rows that came, went and changed between two readings, each found again by what it is known by, wherever it stands. Rows that are
 * known by the same are told apart by what they say.
 */
export function compareRows(before: readonly Block[], after: readonly Block[]): readonly RowChange[] {
  const old = rowsOf(before);
  const current = rowsOf(after);
  const changes: RowChange[] = [];
  for (const [id, rows] of current) {
    const [gone, came] = apart(old.get(id) ?? [], rows);
    came.forEach((row, index) => changes.push(changeOf(gone[index], row)));
    gone.slice(came.length).forEach((row) => changes.push(changeOf(row, undefined)));
  }
  for (const [id, rows] of old) if (!current.has(id)) rows.forEach((row) => changes.push(changeOf(row, undefined)));
  return changes;
}

/** The names of the sections that are rows of tables. */
export function rowSections(...texts: readonly (readonly Block[])[]): ReadonlySet<string> {
  const tables = texts.flatMap((blocks) => [...rowsOf(blocks).values()].flat());
  return new Set(tables.map((row) => sectionName(row.path)));
}

interface Row {
  readonly path: readonly string[];
  readonly table: readonly string[];
  readonly columns: readonly string[];
  readonly text: string;
}

function rowsOf(blocks: readonly Block[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  let header: Block | null = null;
  for (const [index, row] of blocks.entries()) {
    const next = blocks[index + 1];
    if (row.kind !== "row") header = null;
    else if (header === null || !stands(row, header)) header = next?.kind === "row" && stands(next, row) ? row : null;
    else {
      const read = { path: row.path, table: header.path, columns: cellsOf(header.text), text: row.text };
      const id = [...read.table, ...keysOf(read)].join("\u0000");
      const same = found.get(id);
      if (same === undefined) found.set(id, [read]);
      else same.push(read);
    }
  }
  return found;
}

// A header has no key of its own: the rows below it stand in it.
function stands(row: Block, header: Block): boolean {
  return row.path.length > header.path.length && header.path.every((label, index) => row.path[index] === label);
}

function apart(old: readonly Row[], current: readonly Row[]): readonly [readonly Row[], readonly Row[]] {
  const left = [...current];
  const gone = old.filter((row) => {
    const index = left.findIndex((other) => other.text === row.text);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [gone, left];
}

function changeOf(before: Row | undefined, after: Row | undefined): RowChange {
  const { path = [], table = [], columns = [] } = after ?? before ?? {};
  return {
    kind: before === undefined ? "added" : after === undefined ? "removed" : "changed",
    table: sectionName(table),
    keys: keysOf({ path, table, columns }),
    columns,
    before: before === undefined ? [] : cellsOf(before.text),
    after: after === undefined ? [] : cellsOf(after.text),
  };
}

// Without the names of their columns: a column may be called otherwise tomorrow.
function keysOf({ path, table, columns }: Omit<Row, "text">): readonly string[] {
  return path.slice(table.length).map((key, index) => bare(key, columns[index]));
}

// "Country: China" is known as China.
function bare(key: string, column: string | undefined): string {
  return column !== undefined && key.startsWith(`${column}: `) ? key.slice(column.length + 2) : key;
}

function cellsOf(text: string): readonly string[] {
  return text.split(" | ").map((cell) => cell.trim());
}
