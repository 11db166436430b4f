import { hashJson } from "../lib/hash.ts";
import type { Deadline } from "../model/facts.ts";
import type { Instant } from "../model/time.ts";
import type { Database } from "./database.ts";
import { and, asc, eq, isNull, or, sql } from "./drizzle.ts";
import { reconcileDates, type DateStep } from "./reconcile-dates.ts";
import { deadlines } from "./schema.ts";
import { calendarEvents } from "./schema-calendar.ts";

/** When a document was read, and the change that told of it, if one did. */
interface Occasion {
  readonly at: Instant;
  readonly changeId: string | null;
}

/** Brings the calendar to what the latest version of a document states. The caller holds the document's row. */
export async function keepDates(
  tx: Database,
  documentId: string,
  stated: readonly Deadline[],
  occasion: Occasion,
): Promise<void> {
  const known = await tx
    .select()
    .from(calendarEvents)
    .where(eq(calendarEvents.documentId, documentId))
    .orderBy(asc(calendarEvents.createdAt), asc(calendarEvents.uid));
  const steps = reconcileDates(
    known.map((event) => ({ ...event, isCancelled: event.cancelledAt !== null })),
    stated,
  );
  for (const step of steps) await take(tx, documentId, step, occasion);
}

async function take(tx: Database, documentId: string, step: DateStep, { at, changeId }: Occasion): Promise<void> {
  if (step.does === "cancel") {
    await tx
      .update(calendarEvents)
      .set({ ...stirred(at), cancelledAt: at, cancelledBecause: "unstated" })
      .where(eq(calendarEvents.uid, step.uid));
    return;
  }
  const { kind, date, sentence } = step.stated;
  const says = { date, sentence, at: step.stated.at ?? null, section: step.stated.section ?? null };
  if (step.does === "add") {
    const uid = hashJson([documentId, kind, date, at]).slice(0, 32);
    const when = { createdAt: at, modifiedAt: at, datedAt: at };
    await tx.insert(calendarEvents).values({ uid, documentId, kind, sequence: 0, changeId, ...says, ...when });
    return;
  }
  const moved =
    step.does === "move" ? { movedFrom: calendarEvents.date, datedAt: at, changeId } : { changeId: stated(changeId) };
  await tx
    .update(calendarEvents)
    .set({ ...says, ...stirred(at), ...standing, ...moved })
    .where(eq(calendarEvents.uid, step.uid));
}

// A date that stands goes back to whatever brought it; one that was called off, to what states it again.
function stated(changeId: string | null) {
  return sql`case when ${calendarEvents.cancelledAt} is null then ${calendarEvents.changeId} else ${changeId} end`;
}

/** A document is gone: its dates are called off until it comes back. */
export async function callOff(tx: Database, documentId: string, at: Instant): Promise<void> {
  await tx
    .update(calendarEvents)
    .set({ ...stirred(at), cancelledAt: at, cancelledBecause: "gone" })
    .where(and(eq(calendarEvents.documentId, documentId), isNull(calendarEvents.cancelledAt)));
}

/** A document is back, and with it the dates that went with it. */
export async function callAgain(tx: Database, documentId: string, at: Instant): Promise<void> {
  await tx
    .update(calendarEvents)
    .set({ ...stirred(at), ...standing })
    .where(and(eq(calendarEvents.documentId, documentId), isGone));
}

/** A change was taken back: so are the dates it brought, in the calendar and in every list. */
export async function takeBackDates(tx: Database, changeId: string, at: Instant): Promise<void> {
  const taken = await tx
    .update(calendarEvents)
    .set({ ...stirred(at), cancelledAt: at, cancelledBecause: "retracted" })
    .where(and(eq(calendarEvents.changeId, changeId), or(isNull(calendarEvents.cancelledAt), isGone)))
    .returning();
  for (const { documentId, kind, date } of taken) {
    await tx
      .delete(deadlines)
      .where(and(eq(deadlines.documentId, documentId), eq(deadlines.kind, kind), eq(deadlines.date, date)));
  }
}

function stirred(at: Instant) {
  return { modifiedAt: at, sequence: sql`${calendarEvents.sequence} + 1` };
}

const isGone = eq(calendarEvents.cancelledBecause, "gone");
const standing = { cancelledAt: null, cancelledBecause: null } as const;
