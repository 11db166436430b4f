import type { Role } from "../model/access.ts";
import { instant } from "./columns.ts";
import { pgTable, sql, text, uniqueIndex } from "./drizzle.ts";

/** Who may sign in. The token itself is kept nowhere. */
export const personalTokens = pgTable(
  "personal_tokens",
  {
    id: text().primaryKey(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    hash: text().notNull().unique(),
    createdAt: instant("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    uniqueIndex("personal_tokens_name")
      .on(table.name)
      .where(sql`${table.revokedAt} is null`),
  ],
);
