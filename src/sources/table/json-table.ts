import type { RawTable } from "./raw-table.ts";

type Record_ = Readonly<Record<string, unknown>>;

/**
 * The rows of a JSON file: an array of objects, or an object of them, whose names then are the column `key`. Lists within a row are
 * sorted, so that their order is no change.
 */
export function jsonTable(text: string, path: string | undefined): RawTable | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "the file is not JSON, or breaks off before its end.";
  }
  const found = at(body, path);
  const where = path === undefined ? "the file" : `\`${path}\``;
  if (typeof found !== "object" || found === null) return `${where} holds no rows; check \`path\`.`;
  const flat = (Array.isArray(found) ? listed(found) : named(found as Record_)).map(flatten);
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { title: null, columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? "")) };
}

function at(body: unknown, path: string | undefined): unknown {
  return (path?.split(".") ?? []).reduce<unknown>(
    (inner, name) => (typeof inner === "object" && inner !== null ? (inner as Record_)[name] : undefined),
    body,
  );
}

function listed(rows: readonly unknown[]): readonly Record_[] {
  return rows.map((row) => (isRecord(row) ? row : { item: row }));
}

function named(rows: Record_): readonly Record_[] {
  return Object.entries(rows).map(([key, row]) => (isRecord(row) ? { key, ...row } : { key, value: row }));
}

function isRecord(value: unknown): value is Record_ {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flatten(row: Record_): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  const add = (value: unknown, name: string): void => {
    if (isRecord(value))
      for (const [inner, cell] of Object.entries(value)) add(cell, name === "" ? inner : `${name}.${inner}`);
    else cells.set(name, cellOf(value));
  };
  add(row, "");
  return cells;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value))
    return value
      .map(cellOf)
      .filter((cell) => cell !== "")
      .toSorted()
      .join("; ");
  if (isRecord(value))
    return Object.values(value)
      .map(cellOf)
      .filter((cell) => cell !== "")
      .join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
