import { z } from "zod";
import { UsageError } from "../model/errors.ts";
import type { Page } from "../model/store.ts";

/** Where a page ends: the sort values of its last row, opaque to those who carry it. */
export function writeCursor(values: readonly [string, string | number]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** Reads a cursor of `writeCursor`; the second value is of the kind `key` accepts. Throws `UsageError`. */
export function readCursor<Key>(cursor: string, key: z.ZodType<Key>): readonly [string, Key] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    return z.tuple([z.iso.datetime(), key]).parse(values);
  } catch {
    throw new UsageError("This page address is not one of ours; start from the first page.");
  }
}

/** A page out of one row more than it holds. */
export function pageOf<Row, Shown>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Shown,
  cursorOf: (row: Row) => string,
): Page<Shown> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(show), next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
