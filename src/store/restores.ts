import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import type { CopyStore } from "../model/copy.ts";
import type { Instant } from "../model/time.ts";
import { copyOut } from "./copy-out.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, gte, inArray } from "./drizzle.ts";
import { after } from "./lease.ts";
import { feeds } from "./schema.ts";
import { restores } from "./schema-keep.ts";
import { deliveries } from "./schema-told.ts";

/** Copies of everything, and what is known of the copy that this data came from. */
export function copyMethods(db: Database): CopyStore {
  return {
    copyOut: (at, take) => copyOut(db, at, take),
    markRestored: (from, at) => transact(db, (tx) => markRestored(tx, from, at)),
  };
}

/** What waited at the moment of the backup may have gone out since. An attempt that was under way then is looked up by itself. */
export async function markRestored(tx: Database, from: Instant, at: Instant): Promise<void> {
  await tx
    .insert(restores)
    .values({ at, backupAt: from })
    .onConflictDoUpdate({ target: restores.at, set: { backupAt: from } });
  await tx
    .update(deliveries)
    .set({ maybeToldSince: from })
    .where(inArray(deliveries.state, ["queued", "sending"]));
}

/** Since when people may have been told what this data does not know they were told; null where they cannot have been. */
export async function maybeToldSince(tx: Database, alert: Alert, now: Instant): Promise<Instant | null> {
  const recent = gte(restores.at, after(now, -doubtDays * dayInSeconds));
  for (const { at, backupAt } of await tx.select().from(restores).where(recent).orderBy(asc(restores.backupAt))) {
    if (await mayBeOlder(tx, alert, at, now)) return backupAt;
  }
  return null;
}

// By then everything that may have been told has been seen again, and a channel's history of months would have to be looked through.
const doubtDays = 30;

/** For what carries no time of its own: whatever was due before a restore is told within a day of it. */
const dayInSeconds = 86_400;

async function mayBeOlder(tx: Database, alert: Alert, restoredAt: Instant, now: Instant): Promise<boolean> {
  if (alert.kind === "digest") return alert.at <= restoredAt;
  if (alert.kind !== "alert") return now <= after(restoredAt, dayInSeconds);
  for (const change of alert.changes) if (await mayHaveHappened(tx, change, restoredAt)) return true;
  return false;
}

// A text changed some time after it was last seen as it was. A document that is new may have been there before its feed was first polled again.
async function mayHaveHappened(tx: Database, change: Change, restoredAt: Instant): Promise<boolean> {
  const { lastSeenBefore } = change.evidence;
  if (lastSeenBefore !== null) return lastSeenBefore <= restoredAt;
  if (change.occurredAt <= restoredAt) return true;
  const polled = await tx
    .select({ id: feeds.id })
    .from(feeds)
    .where(and(eq(feeds.id, change.feedId), gte(feeds.lastOkAt, restoredAt)));
  return polled.length === 0;
}
