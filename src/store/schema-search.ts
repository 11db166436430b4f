import { lexemes } from "./columns.ts";
import { index, integer, pgTable, primaryKey, text } from "./drizzle.ts";
import { documents } from "./schema.ts";

/**
 * The sections of the latest text of each document, by what they are found. Their text is in the version: blocks `first` to
 * `first + count`.
 */
export const sections = pgTable(
  "sections",
  {
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    first: integer().notNull(),
    count: integer().notNull(),
    lexemes: lexemes().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.documentId, table.first] }),
    index("sections_lexemes").using("gin", table.lexemes),
  ],
);
