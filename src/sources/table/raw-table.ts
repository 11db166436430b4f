import { ReadingError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { delimitedTable } from "./delimited-table.ts";
import { htmlTable, listTable } from "./html-table.ts";
import { jsonTable } from "./json-table.ts";
import type { TableParams } from "./params.ts";

/** A table as it was served: cells by column, in the order of the file. */
export interface RawTable {
  readonly title: string | null;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const mostRows = 300_000;

/** Reads the table that was served. Throws `ReadingError`, in words that say what to do, where there is none. */
export function readRawTable({ body, headers, url }: Fetched, params: TableParams): RawTable {
  const { text } = decodeText(body, headers["content-type"]);
  const host = new URL(url).host;
  const read = readers[params.format](text, params);
  if (typeof read === "string") throw new ReadingError(`${host}: ${read}`);
  if (read.rows.length === 0) throw new ReadingError(`${host}: the table has no rows.`);
  if (read.rows.length > mostRows)
    throw new ReadingError(`${host}: the table has ${read.rows.length} rows, more than the ${mostRows} that are read.`);
  return read;
}

/** A sentence where there is no table. */
type Reader = (text: string, params: TableParams) => RawTable | string;

const readers: Readonly<Record<TableParams["format"], Reader>> = {
  json: (text, { path }) => jsonTable(text, path),
  csv: (text) => delimitedTable(text, ","),
  tsv: (text) => delimitedTable(text, "\t"),
  html: (text, { select }) => htmlTable(text, select ?? "table"),
  list: (text, { select }) => listTable(text, select ?? "li"),
};
