import type { RetentionStore } from "../model/retention.ts";
import type { CalendarDate, Instant } from "../model/time.ts";
import { compactChecks, finishChore, forgetAttempts } from "./compact.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, isNull, or, sql } from "./drizzle.ts";
import type { Entry } from "./evidence.ts";
import { leavings, letGoSome } from "./let-go.ts";
import { documents, evidenceLog, threadIdentifiers } from "./schema.ts";
import { chores, legalHolds } from "./schema-keep.ts";
import { audit } from "./subscriptions.ts";

/** What is done once a day so that the data grows no faster than it must, and what is kept in spite of it. */
export function retentionMethods(db: Database): RetentionStore {
  return {
    keepHouse: (now, before) => transact(db, (tx) => keepHouse(tx, now, before)),
    leavings: (before) => leavings(db, before),
    holds: () => db.select(hold).from(legalHolds).where(isNull(legalHolds.releasedAt)).orderBy(asc(legalHolds.heldAt)),
    async addHold(wanted) {
      await transact(db, async (tx) => {
        await tx.insert(legalHolds).values(wanted);
        const { id, kind, subject, reason } = wanted;
        await audit(tx, wanted.heldAt, wanted.heldBy, "hold", id, { kind, subject, reason });
      });
    },
    async releaseHold(id, by, at) {
      return transact(db, async (tx) => {
        const released = await tx
          .update(legalHolds)
          .set({ releasedAt: at })
          .where(and(eq(legalHolds.id, id), isNull(legalHolds.releasedAt)))
          .returning({ kind: legalHolds.kind, subject: legalHolds.subject });
        if (released[0]) await audit(tx, at, by, "release-hold", id, released[0]);
        return released.length > 0;
      });
    },
    keepingOf: (documentId) => keepingOf(db, documentId),
  };
}

const hold = {
  id: legalHolds.id,
  kind: legalHolds.kind,
  subject: legalHolds.subject,
  reason: legalHolds.reason,
  heldAt: legalHolds.heldAt,
  heldBy: legalHolds.heldBy,
};

async function keepHouse(tx: Database, now: Instant, before: Instant): Promise<boolean> {
  const today = now.slice(0, 10);
  const [done] = await tx.select().from(chores).where(eq(chores.name, "housekeeping"));
  if (done?.doneTo === today) return false;
  // The row is who does it; another process that finds it taken leaves it alone.
  if (!done) await tx.insert(chores).values({ name: "housekeeping", doneTo: "1970-01-01" }).onConflictDoNothing();
  const [mine] = await tx
    .select()
    .from(chores)
    .where(eq(chores.name, "housekeeping"))
    .for("update", { skipLocked: true });
  if (!mine) return false;
  if (await isBelieved(tx, mine.doneTo, today)) {
    if (await compactChecks(tx, now)) return true;
    if (await forgetAttempts(tx, now)) return true;
    if (await letGoSome(tx, now, before)) return true;
  }
  await finishChore(tx, "housekeeping", today);
  return false;
}

// A clock that was set years ahead must not make everything old, however long it stays so: it has to go on without a leap for a month.
// So it has after a long standstill.
async function isBelieved(tx: Database, lastDay: CalendarDate, today: CalendarDate): Promise<boolean> {
  const passed = daysFrom(lastDay, today);
  if (passed > believedDays || passed < -1) await finishChore(tx, "clock", today);
  const [leap] = await tx.select().from(chores).where(eq(chores.name, "clock"));
  return leap === undefined || daysFrom(leap.doneTo, today) > believedDays;
}

function daysFrom(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const believedDays = 31;

async function keepingOf(db: Database, documentId: string): ReturnType<RetentionStore["keepingOf"]> {
  const [document] = await db.select().from(documents).where(eq(documents.id, documentId));
  if (!document) return { holds: [], letGo: [] };
  const thread = document.threadKey;
  const inThread = sql`(${legalHolds.subject} = ${thread} or exists (select 1 from ${threadIdentifiers}
    where ${threadIdentifiers.identifier} = ${legalHolds.subject} and ${threadIdentifiers.threadKey} = ${thread}))`;
  const holds = await db
    .select(hold)
    .from(legalHolds)
    .where(
      and(
        isNull(legalHolds.releasedAt),
        or(
          and(eq(legalHolds.kind, "document"), eq(legalHolds.subject, documentId)),
          and(eq(legalHolds.kind, "thread"), inThread),
        ),
      ),
    );
  const entries = await db
    .select({ body: evidenceLog.body })
    .from(evidenceLog)
    .where(and(eq(evidenceLog.documentId, documentId), sql`${evidenceLog.body} ->> 'kind' = 'let-go'`))
    .orderBy(asc(evidenceLog.entry));
  const letGo = entries.map(({ body }) => {
    const { at, letGo: gone } = body as unknown as Entry;
    return { at, versions: gone?.versions.length ?? 0 };
  });
  return { holds, letGo };
}
