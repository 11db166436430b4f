import type { DeadlineKind } from "../model/facts.ts";
import { instant } from "./columns.ts";
import { date, index, integer, pgTable, primaryKey, smallint, text } from "./drizzle.ts";
import { documents } from "./schema.ts";
import { subscriptions } from "./schema-told.ts";

/** The dates of documents as calendars follow them: a row stays under its `uid` when its date moves, and when it is called off. */
export const calendarEvents = pgTable(
  "calendar_events",
  {
    uid: text().primaryKey(),
    documentId: text("document_id")
      .notNull()
      .references(() => documents.id),
    kind: text().$type<DeadlineKind>().notNull(),
    date: date({ mode: "string" }).notNull(),
    at: instant(),
    sentence: text().notNull(),
    section: text(),
    movedFrom: date("moved_from", { mode: "string" }),
    sequence: integer().notNull(),
    createdAt: instant("created_at").notNull(),
    modifiedAt: instant("modified_at").notNull(),
    datedAt: instant("dated_at").notNull(),
    cancelledAt: instant("cancelled_at"),
    /** `gone`: the document is, and the event comes back with it. */
    cancelledBecause: text("cancelled_because").$type<"unstated" | "gone" | "retracted">(),
    /** The change that brought the date, for when that is taken back. */
    changeId: text("change_id"),
  },
  (table) => [
    index("calendar_events_date").on(table.date, table.uid),
    index("calendar_events_document").on(table.documentId),
    index("calendar_events_change").on(table.changeId),
  ],
);

/** Which reminders of dates were made: each once. */
export const deadlineReminders = pgTable(
  "deadline_reminders",
  {
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    uid: text()
      .notNull()
      .references(() => calendarEvents.uid),
    date: date({ mode: "string" }).notNull(),
    daysBefore: smallint("days_before").notNull(),
    remindedAt: instant("reminded_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.subscriptionId, table.uid, table.date, table.daysBefore] })],
);
