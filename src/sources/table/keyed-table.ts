import { ReadingError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { TableParams } from "./params.ts";
import { readRawTable, type RawTable } from "./raw-table.ts";

/** A row under its key. */
export interface KeyedRow {
  readonly key: readonly string[];
  readonly cells: readonly string[];
}

/** What a feed wants of a table: its columns, the key's first, and its rows by document, each in the order of their keys. */
export interface KeyedTable {
  readonly title: string | null;
  readonly columns: readonly string[];
  /** All columns that were served. */
  readonly served: readonly string[];
  /** By the value of the column that splits it; under "" where none does. */
  readonly documents: ReadonlyMap<string, readonly KeyedRow[]>;
  /** Keys that several rows have. */
  readonly repeated: readonly string[];
}

interface Remembered {
  readonly params: TableParams;
  readonly table: KeyedTable;
}

// A poll reads the table to see whether it changed, and each of its documents is extracted from the same answer right after.
const latest = new WeakMap<Fetched, Remembered>();

/** Reads the table as its feed wants it. Throws `ReadingError` where columns are not there any more. */
export function readTable(response: Fetched, params: TableParams): KeyedTable {
  const known = latest.get(response);
  if (known?.params === params) return known.table;
  const table = keyed(readRawTable(response, params), params, new URL(response.url).host);
  latest.set(response, { params, table });
  return table;
}

function keyed(raw: RawTable, params: TableParams, host: string): KeyedTable {
  const { key, ignore, only, split } = params;
  const find = (column: string): number => placeOf(raw, column, host);
  const others = (params.columns ?? raw.columns).filter((column) => !key.includes(column) && !ignore.includes(column));
  const columns = [...key, ...others.filter((column) => column !== split)];
  const places = columns.map(find);
  const filters = Object.entries(only).map(([column, values]) => ({
    place: find(column),
    values: values.map(valueTest),
  }));
  const splitAt = split === undefined ? null : find(split);
  const documents = new Map<string, Map<string, KeyedRow>>();
  const repeated = new Set<string>();
  for (const row of raw.rows) {
    if (!filters.every(({ place, values }) => values.some((fits) => fits(row[place] ?? "")))) continue;
    const cells = places.map((place) => cellOf(row[place] ?? ""));
    const keys = cells.slice(0, key.length);
    if (keys.every((cell) => cell === "")) continue;
    const name = splitAt === null ? "" : cellOf(row[splitAt] ?? "");
    const rows = documents.get(name) ?? new Map<string, KeyedRow>();
    documents.set(name, rows);
    const id = keys.join("\u0000");
    const same = rows.get(id);
    if (same !== undefined) repeated.add(keys.join(", "));
    rows.set(id, { key: keys, cells: same === undefined ? cells : merged(same.cells, cells) });
  }
  return { title: raw.title, columns, served: raw.columns, documents: sorted(documents), repeated: [...repeated] };
}

function placeOf({ columns }: RawTable, column: string, host: string): number {
  const place = columns.indexOf(column);
  if (place >= 0) return place;
  const alike = columns.find((name) => bare(name) === bare(column));
  const there = alike === undefined ? `there are ${columns.slice(0, 12).join(", ")}` : `there is “${alike}”`;
  throw new ReadingError(
    `${host}: the table has no column “${column}” (any more); ${there}. Name it in the feed as it is now.`,
  );
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function valueTest(wanted: string): (value: string) => boolean {
  if (!wanted.endsWith("*")) return (value) => value.trim() === wanted;
  return (value) => value.trim().startsWith(wanted.slice(0, -1));
}

const longestCell = 4000;

// Cells are parted by bars where the table is shown.
function cellOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(" | ", " / ").trim().slice(0, longestCell);
}

function merged(known: readonly string[], cells: readonly string[]): readonly string[] {
  return known.map((cell, index) => {
    const values = new Set(`${cell}; ${cells[index] ?? ""}`.split("; ").filter((value) => value !== ""));
    return [...values].toSorted().join("; ");
  });
}

function sorted(
  documents: ReadonlyMap<string, ReadonlyMap<string, KeyedRow>>,
): ReadonlyMap<string, readonly KeyedRow[]> {
  return new Map(
    [...documents].map(([name, rows]) => {
      const inOrder = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return [name, inOrder.map(([, row]) => row)];
    }),
  );
}
