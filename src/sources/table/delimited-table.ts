import { parse } from "csv-parse/sync";
import type { RawTable } from "./raw-table.ts";

/** Comma- or tab-separated lines with headings in the first one; lines may be shorter or longer than that. */
export function delimitedTable(text: string, delimiter: string): RawTable | string {
  const lines = linesOf(text, delimiter);
  if (typeof lines === "string") return lines;
  const [columns = [], ...rows] = lines;
  if (columns.length < 2) return "the file has one column only; check `format`.";
  return { title: null, columns: columns.map((name) => name.trim()), rows };
}

function linesOf(text: string, delimiter: string): readonly (readonly string[])[] | string {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      trim: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    return `the file cannot be read as a table: ${error instanceof Error ? error.message : String(error)}`;
  }
}
