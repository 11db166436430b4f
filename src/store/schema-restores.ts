import { instant } from "./columns.ts";
import { pgTable } from "./drizzle.ts";

/** When this data was restored, and from a backup of when: between the two, people were told what is not known here. */
export const restores = pgTable("restores", {
  at: instant().primaryKey(),
  backupAt: instant("backup_at").notNull(),
});
