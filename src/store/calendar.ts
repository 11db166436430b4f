import type { CalendarStore, DeadlineReminder } from "../model/calendar.ts";
import type { Deadline } from "../model/facts.ts";
import type { Instant } from "../model/time.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, desc, eq, gte, inArray, isNull, lte, notInArray, or, sql } from "./drizzle.ts";
import { callOff, keepDates } from "./keep-dates.ts";
import { notMuted } from "./overview.ts";
import { changes, deadlines, documents, feeds, versions } from "./schema.ts";
import { calendarEvents, deadlineReminders } from "./schema-calendar.ts";
import { subscriptions } from "./schema-told.ts";
import { shown as shownOfChange, toChange } from "./timeline.ts";
import { toSubscription } from "./subscriptions.ts";

/** The calendar that follows what documents state, and who was reminded of what. */
export function calendarMethods(db: Database, bell: Bell): CalendarStore {
  return {
    calendar: (filter) => readCalendar(db, filter),
    async fillCalendar(now) {
      const known = db.select({ id: calendarEvents.documentId }).from(calendarEvents);
      const missing = await db
        .selectDistinct({ id: deadlines.documentId })
        .from(deadlines)
        .where(notInArray(deadlines.documentId, known));
      for (const { id } of missing) await transact(db, (tx) => fill(tx, id, now));
      return missing.length;
    },
    async latestChanges(documentIds) {
      if (documentIds.length === 0) return new Map();
      const rows = await db
        .selectDistinctOn([changes.documentId], { documentId: changes.documentId, ...shownOfChange })
        .from(changes)
        .where(and(inArray(changes.documentId, [...documentIds]), eq(changes.muted, false)))
        .orderBy(changes.documentId, desc(changes.occurredAt), desc(changes.position));
      return new Map(rows.map((row) => [row.documentId, toChange(row)]));
    },
    async wantingDeadlines() {
      const rows = await db
        .select()
        .from(subscriptions)
        .where(
          and(
            eq(subscriptions.state, "active"),
            isNull(subscriptions.removedAt),
            sql`${subscriptions.options} #>> '{remindOfDeadlines,zone}' is not null`,
          ),
        )
        .orderBy(asc(subscriptions.id));
      return rows.map(toSubscription);
    },
    async remindersMade(reminders) {
      if (reminders.length === 0) return [];
      const rows = await db
        .select()
        .from(deadlineReminders)
        .where(
          and(
            inArray(deadlineReminders.subscriptionId, [...new Set(reminders.map((one) => one.subscriptionId))]),
            inArray(deadlineReminders.uid, [...new Set(reminders.map(({ uid }) => uid))]),
          ),
        );
      return rows.map(({ subscriptionId, uid, date, daysBefore }) => ({ subscriptionId, uid, date, daysBefore }));
    },
    async remindOfDeadlines(reminders, notice, now) {
      await bell.ready();
      return transact(db, async (tx) => {
        const rows = reminders.map((reminder) => ({ ...reminder, remindedAt: now }));
        // The first lock decides between two workers; the other one then finds the rows.
        const ids = [...new Set(reminders.map((one) => one.subscriptionId))];
        await tx
          .select()
          .from(subscriptions)
          .where(inArray(subscriptions.id, ids))
          .orderBy(subscriptions.id)
          .for("update");
        const made = await tx
          .select({ uid: deadlineReminders.uid })
          .from(deadlineReminders)
          .where(or(...reminders.map(isReminder)))
          .limit(1);
        if (made.length > 0) return false;
        await tx.insert(deadlineReminders).values(rows);
        await queueAlert(tx, bell, notice, now);
        return true;
      });
    },
  };
}

function isReminder({ subscriptionId, uid, date, daysBefore }: DeadlineReminder) {
  return and(
    eq(deadlineReminders.subscriptionId, subscriptionId),
    eq(deadlineReminders.uid, uid),
    eq(deadlineReminders.date, date),
    eq(deadlineReminders.daysBefore, daysBefore),
  );
}

async function readCalendar(
  db: Database,
  { from, to, includePrivate, cancelledSince }: Parameters<CalendarStore["calendar"]>[0],
): ReturnType<CalendarStore["calendar"]> {
  const stands = isNull(calendarEvents.cancelledAt);
  const rows = await db
    .select({ event: calendarEvents, document: documents, version: shown, feedTopics: feeds.topics })
    .from(calendarEvents)
    .innerJoin(documents, eq(documents.id, calendarEvents.documentId))
    .innerJoin(versions, and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence)))
    .innerJoin(feeds, eq(feeds.id, documents.feedId))
    .where(
      and(
        gte(calendarEvents.date, from),
        lte(calendarEvents.date, to),
        cancelledSince === null ? stands : or(stands, gte(calendarEvents.cancelledAt, cancelledSince)),
        notMuted,
        includePrivate ? undefined : eq(feeds.visibility, "public"),
      ),
    )
    .orderBy(asc(calendarEvents.date), asc(calendarEvents.uid));
  return rows.map(({ event, document, version, feedTopics }) => {
    const { at, section, changeId: _, cancelledBecause: __, ...rest } = event;
    return {
      ...rest,
      ...(at !== null && { at }),
      ...(section !== null && { section }),
      ...version,
      feedId: document.feedId,
      threadKey: document.threadKey,
      title: document.title,
      topics: [...new Set([...feedTopics, ...document.topics])],
    };
  });
}

const shown = { sourceUrl: versions.sourceUrl, citation: versions.citation };

async function fill(tx: Database, documentId: string, at: Instant): Promise<void> {
  const [document] = await tx.select().from(documents).where(eq(documents.id, documentId)).for("update");
  const rows = await tx
    .select()
    .from(deadlines)
    .where(eq(deadlines.documentId, documentId))
    .orderBy(asc(deadlines.position));
  if (!document) return;
  await keepDates(tx, documentId, rows.map(toDeadline), { at, changeId: null });
  if (document.vanishedAt !== null) await callOff(tx, documentId, at);
}

function toDeadline({ kind, date, at, sentence, section }: typeof deadlines.$inferSelect): Deadline {
  return { kind, date, sentence, ...(at !== null && { at }), ...(section !== null && { section }) };
}
