import { bigint, index, integer, pgTable, sql, text } from "./drizzle.ts";
import { documents } from "./schema.ts";

/**
 * Where a term stands in a document: from version `firstSequence` on, up to `lastSequence`, or still where that is null. A place that no
 * version changed is one row, however many versions there are.
 */
export const termPlaces = pgTable(
  "term_places",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    termId: text("term_id").notNull(),
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    section: text().notNull(),
    sentence: text().notNull(),
    value: text(),
    firstSequence: integer("first_sequence").notNull(),
    lastSequence: integer("last_sequence"),
  },
  (table) => [
    index("term_places_document").on(table.documentId),
    index("term_places_standing")
      .on(table.termId, table.documentId)
      .where(sql`${table.lastSequence} is null`),
    index("term_places_valued")
      .on(table.termId, table.documentId)
      .where(sql`${table.value} is not null`),
  ],
);

/** Up to which version a document was read for which register of terms. */
export const termReadings = pgTable("term_readings", {
  documentId: text("document_id")
    .primaryKey()
    .references(() => documents.id),
  register: text().notNull(),
  sequence: integer().notNull(),
});
