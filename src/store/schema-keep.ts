import type { HoldKind } from "../model/retention.ts";
import { instant } from "./columns.ts";
import { pgTable, text } from "./drizzle.ts";

/** When this data was restored, and from a backup of when: between the two, people were told what is not known here. */
export const restores = pgTable("restores", {
  at: instant().primaryKey(),
  backupAt: instant("backup_at").notNull(),
});

/** What must be kept however old it is: a document, a thread, or what a query finds. One that was released keeps its row. */
export const legalHolds = pgTable("legal_holds", {
  id: text().primaryKey(),
  kind: text().$type<HoldKind>().notNull(),
  subject: text().notNull(),
  reason: text().notNull(),
  heldAt: instant("held_at").notNull(),
  heldBy: text("held_by").notNull(),
  releasedAt: instant("released_at"),
});

/** Up to which day (UTC) work is done that is done day by day. */
export const chores = pgTable("chores", { name: text().primaryKey(), doneTo: text("done_to").notNull() });
