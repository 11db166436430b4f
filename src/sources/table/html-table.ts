import { load, type CheerioAPI } from "cheerio";
import { refuseTooLarge } from "../../snapshots/too-large.ts";
import type { RawTable } from "./raw-table.ts";

/** The first table of a page that the selector finds. Cells that span rows or columns count in each of them. */
export function htmlTable(source: string, select: string): RawTable | string {
  refuseTooLarge(source);
  const $ = load(source);
  const found = $(select).first();
  const table = found.is("table") ? found : found.find("table").first();
  if (table.length === 0) return `\`${select}\` finds no table on the page any more.`;
  const [columns = [], ...rows] = gridOf($, table);
  return { title: titleOf($), columns, rows };
}

/** The items of a list, each a row with the column `item`. */
export function listTable(source: string, select: string): RawTable | string {
  refuseTooLarge(source);
  const $ = load(source);
  const items = $(select)
    .toArray()
    .map((item) => tidy($(item).text()))
    .filter((item) => item !== "");
  if (items.length === 0) return `\`${select}\` finds no items on the page any more.`;
  return { title: titleOf($), columns: ["item"], rows: items.map((item) => [item]) };
}

const mostSpanned = 1000;

function gridOf($: CheerioAPI, table: ReturnType<CheerioAPI>): string[][] {
  const lines = table.find("tr").toArray();
  const grid: string[][] = lines.map(() => []);
  lines.forEach((line, y) => {
    let x = 0;
    for (const cell of $(line).children("th, td").toArray()) {
      while (grid[y]?.[x] !== undefined) x += 1;
      const [across, down] = ["colspan", "rowspan"].map((name) => span($(cell).attr(name))) as [number, number];
      const text = tidy($(cell).text());
      for (const row of grid.slice(y, y + down)) for (let at = x; at < x + across; at += 1) row[at] = text;
      x += across;
    }
  });
  return grid.filter((row) => row.length > 0).map((row) => Array.from(row, (cell) => cell ?? ""));
}

function span(stated: string | undefined): number {
  const count = Number(stated ?? 1);
  return Number.isInteger(count) && count > 0 ? Math.min(count, mostSpanned) : 1;
}

function titleOf($: CheerioAPI): string | null {
  return tidy($("title").first().text()) || null;
}

function tidy(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
