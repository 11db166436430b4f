import type { DraftDecision } from "../model/draft.ts";
import type { PlannedAlert } from "../model/store.ts";
import { instant, json } from "./columns.ts";
import { index, pgTable, sql, text } from "./drizzle.ts";
import { subscriptions } from "./schema-told.ts";

/** Digests that wait for somebody to approve them, and what became of those that did. */
export const digestDrafts = pgTable(
  "digest_drafts",
  {
    id: text().primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    planned: json<PlannedAlert>().notNull(),
    createdAt: instant("created_at").notNull(),
    decision: text().$type<DraftDecision>(),
    decidedBy: text("decided_by"),
    decidedAt: instant("decided_at"),
  },
  (table) => [
    index("digest_drafts_waiting")
      .on(table.createdAt)
      .where(sql`${table.decision} is null`),
  ],
);
