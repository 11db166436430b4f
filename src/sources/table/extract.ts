import type { Captured } from "../../model/source.ts";
import type { Block } from "../../model/text.ts";
import type { Extraction } from "../../model/version.ts";
import { languageOf } from "../../snapshots/language.ts";
import { readTable, type KeyedRow } from "./keyed-table.ts";
import type { TableParams } from "./params.ts";

/** The table's key, and the value of the column that splits it. */
export function documentKey(params: TableParams, value: string): string {
  return params.split === undefined ? params.url : `${params.url}#${value}`;
}

/** Reads the table, or the rows of one value of the column that splits it, as a heading and a row each. */
export function extractTable({ key, parts }: Captured, params: TableParams): Extraction {
  const part = parts.find(({ role }) => role === "table");
  if (part === undefined) throw new Error(`${key} has no table.`);
  const table = readTable(part.response, params);
  const value = params.split === undefined ? "" : key.slice(params.url.length + 1);
  const rows = table.documents.get(value) ?? [];
  const named = params.title ?? table.title ?? fileName(params.url);
  const title = value === "" ? named : `${named}: ${value}`;
  const blocks = blocksOf(title, table.columns, rows);
  return {
    title,
    language: languageOf(blocks.slice(0, 200), null) ?? "en",
    sourceUrl: params.url,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: null,
    form: "table",
    complete: true,
    blocks,
    facts: {},
    deadlines: [],
    threadKeys: [],
    links: [],
  };
}

function blocksOf(title: string, columns: readonly string[], rows: readonly KeyedRow[]): readonly Block[] {
  return [
    { kind: "heading", path: [title], text: title },
    { kind: "row", path: [title], text: columns.join(" | ") },
    ...rows.map(({ key, cells }): Block => ({ kind: "row", path: [title, ...key], text: cells.join(" | ") })),
  ];
}

function fileName(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
