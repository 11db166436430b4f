import type { SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Instant } from "../model/time.ts";
import { customType, jsonb, sql } from "./drizzle.ts";

/** An instant with milliseconds, read back in the model's one form whatever the session's time zone. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => "timestamp (3) with time zone",
  fromDriver: toInstant,
});

/** Bytes as they are. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** By what a text is found. It is written and asked, and never read. */
export const lexemes = customType<{ data: readonly string[]; driverData: string }>({
  dataType: () => "tsvector",
  toDriver: writeLexemes,
});

// PostgreSQL refuses a tsvector of more than a megabyte. What would be larger is found by everything, and left to the query itself.
const bytesAtMost = 900_000;

function writeLexemes(all: readonly string[]): string {
  const text = all.map(quoteLexeme).join(" ");
  return Buffer.byteLength(text) > bytesAtMost ? quoteLexeme(foundByAll) : text;
}

/** The lexeme that stands for all others. */
export const foundByAll = "*";

/** A lexeme as tsvectors and tsqueries are written. */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

const transaction = customType<{ data: string; driverData: string }>({ dataType: () => "xid8" });

/** The transaction that wrote the row last: what a reader has not seen yet was written by none older than the oldest it could not see. */
export function writtenBy(name: string) {
  const now = sql`pg_current_xact_id()`;
  return transaction(name)
    .notNull()
    .default(now)
    .$onUpdate(() => now);
}

/** A JSON value of a known shape. */
export function json<Value>(name?: string) {
  return (name === undefined ? jsonb() : jsonb(name)).$type<Value>();
}

/** That a column of text holds one of the values: one parameter, however many there are. */
export function isAnyOf(column: PgColumn, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...values])}::text[])`;
}

/** An instant as the database or a caller wrote it, in the model's one form. */
export function toInstant(text: string): Instant {
  return new Date(text).toISOString();
}
