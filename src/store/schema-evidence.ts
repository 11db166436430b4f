import { bytea, instant } from "./columns.ts";
import { index, integer, pgTable, primaryKey, sql, text } from "./drizzle.ts";
import { documents } from "./schema.ts";

/** What was, or is to be, time-stamped by an authority outside: one row a day on which chains grew. */
export const checkpoints = pgTable(
  "checkpoints",
  {
    day: text().primaryKey(),
    at: instant().notNull(),
    previous: text(),
    token: bytea(),
    authority: text(),
    stampedAt: instant("stamped_at"),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull(),
    error: text(),
  },
  (table) => [
    index("checkpoints_waiting")
      .on(table.nextAttemptAt)
      .where(sql`${table.token} is null`),
  ],
);

/** Where each document's chain ended at a checkpoint. A head stands in one checkpoint: the first after it grew. */
export const checkpointHeads = pgTable(
  "checkpoint_heads",
  {
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    entries: integer().notNull(),
    head: text().notNull(),
    day: text()
      .notNull()
      .references(() => checkpoints.day),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.entries] }),
    index("checkpoint_heads_day").on(table.day, table.documentId),
  ],
);
