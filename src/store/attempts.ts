import { tellsNothing } from "../alerts/without-feeds.ts";
import type { UnsettledAttempt } from "../model/delivery.ts";
import type { Attempt, Settlement } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { settleGathered } from "./gather-backlog.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import { rowsOf, type Database } from "./database.ts";
import { and, asc, desc, eq, gte, inArray, isNotNull, or, sql } from "./drizzle.ts";
import { deliveries, deliveryAttempts, lanes, subscriptions } from "./schema-told.ts";

/**
 * Commits that an attempt begins and says what it has to know, which it says by itself; null where the lease was lost, or nothing is left
 * that may be told.
 */
export async function begin(
  tx: Database,
  deliveryId: string,
  worker: string,
  now: Instant,
  lookAt: Instant | null = null,
): Promise<Attempt | null> {
  if (!(await stillHeld(tx, deliveryId, worker, now, "queued"))) return null;
  const [begun] = await tx
    .update(deliveries)
    .set({ state: "sending", attempts: sql`${deliveries.attempts} + 1`, lookAt, amendAt: null })
    .where(and(eq(deliveries.id, deliveryId), eq(deliveries.state, "queued")))
    .returning();
  if (!begun) return null;
  const [delivery] = await circumstances(tx, await deliveryRows(tx).where(eq(deliveries.id, deliveryId)));
  if (!delivery) return null;
  const { alert, parent, standing } = delivery;
  if (tellsNothing(alert)) {
    await giveUpPrivate(tx, begun, now);
    return null;
  }
  await tx.insert(deliveryAttempts).values({ deliveryId, attempt: begun.attempts, worker, beganAt: now });
  const since = begun.attempts === 1 ? now : await triedSince(tx, begun, now);
  return { number: begun.attempts, triedSince: since, alert, parent, standing };
}

async function giveUpPrivate(
  tx: Database,
  { id, attempts }: typeof deliveries.$inferSelect,
  now: Instant,
): Promise<void> {
  const untold = { state: "failed", settledAt: now, attempts: attempts - 1, lookAt: null } as const;
  await tx
    .update(deliveries)
    .set({ ...untold, lastError: "What it tells of is private by now." })
    .where(eq(deliveries.id, id));
}

/** Takes it that an attempt was begun at the moment of a backup; false where the lease was lost. */
export async function beginDoubt(
  tx: Database,
  deliveryId: string,
  worker: string,
  now: Instant,
  looks: number,
): Promise<boolean> {
  if (!(await stillHeld(tx, deliveryId, worker, now, "queued"))) return false;
  const [row] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId));
  if (!row?.maybeToldSince) return false;
  const attempts = row.attempts + 1;
  await tx
    .update(deliveries)
    .set({ state: "unknown", attempts, looks, lookAt: now, nextAttemptAt: now, maybeToldSince: null })
    .where(eq(deliveries.id, deliveryId));
  const attempt = { deliveryId, attempt: attempts, worker: "before the restore", beganAt: row.maybeToldSince };
  await tx.insert(deliveryAttempts).values({ ...attempt, endedAt: now, outcome: "unknown" });
  return true;
}

/** The attempt to be looked up; null where the lease was lost. */
export async function beginLook(
  tx: Database,
  deliveryId: string,
  worker: string,
  now: Instant,
): Promise<UnsettledAttempt | null> {
  if (!(await stillHeld(tx, deliveryId, worker, now, "unknown"))) return null;
  const [row] = await tx
    .select({ beganAt: deliveryAttempts.beganAt, looks: deliveries.looks, delivery: deliveries })
    .from(deliveryAttempts)
    .innerJoin(deliveries, eq(deliveries.id, deliveryAttempts.deliveryId))
    .where(eq(deliveryAttempts.deliveryId, deliveryId))
    .orderBy(desc(deliveryAttempts.attempt))
    .limit(1);
  if (!row) return null;
  const { beganAt, looks } = row;
  return { beganAt, looks, triedSince: await triedSince(tx, row.delivery, beganAt) };
}

/** When the first attempt began since the delivery could go out, or one of those that go out with it; `latest` if none is known. */
async function triedSince(
  tx: Database,
  { id, waitingSince }: typeof deliveries.$inferSelect,
  latest: Instant,
): Promise<Instant> {
  const theirs = tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(or(eq(deliveries.id, id), eq(deliveries.gatheredInto, id)));
  const [first] = await tx
    .select({ beganAt: deliveryAttempts.beganAt })
    .from(deliveryAttempts)
    .where(and(inArray(deliveryAttempts.deliveryId, theirs), gte(deliveryAttempts.beganAt, waitingSince)))
    .orderBy(asc(deliveryAttempts.beganAt))
    .limit(1);
  return first?.beganAt ?? latest;
}

/** Records how an attempt or a look ended. */
export async function settle(
  tx: Database,
  deliveryId: string,
  settlement: Settlement,
  now: Instant,
  attempt: number,
): Promise<void> {
  const [delivery] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId)).for("update");
  if (!delivery) return;
  // A late "sent" of a worker whose lease had run out still prevents a second copy. Anything else it says is out of date.
  const isOpen = delivery.state === "sending" || delivery.state === "unknown";
  const counts = settlement.state === "sent" ? delivery.state !== "sent" : isOpen && attempt === delivery.attempts;
  if (!counts) return;
  await tx.update(deliveries).set(settled(settlement, now)).where(eq(deliveries.id, deliveryId));
  if (settlement.state === "sent" && delivery.gatheredInto === deliveryId) {
    await settleGathered(tx, deliveryId, settlement.reference, now);
  }
  const error = settlement.state === "sent" ? null : settlement.error;
  const outcome = settlement.state === "queued" ? "retry" : settlement.state;
  await endAttempt(tx, deliveryId, attempt, now, outcome, error);
  if (settlement.state === "queued" || settlement.state === "unknown") await giveUpRemoved(tx, delivery.lane, now);
}

/** Settles what was under way when its subscription was removed. */
export async function giveUpRemoved(tx: Database, lane: string, now: Instant): Promise<void> {
  const removed = tx.select({ id: subscriptions.id }).from(subscriptions).where(isNotNull(subscriptions.removedAt));
  await tx
    .update(deliveries)
    .set({ state: "failed", settledAt: now, lastError: "The subscription was removed." })
    .where(
      and(
        eq(deliveries.lane, lane),
        inArray(deliveries.state, ["queued", "unknown"]),
        inArray(deliveries.subscriptionId, removed),
      ),
    );
}

export async function endAttempt(
  tx: Database,
  deliveryId: string,
  attempt: number,
  endedAt: Instant,
  outcome: NonNullable<(typeof deliveryAttempts.$inferInsert)["outcome"]>,
  error: string | null,
): Promise<void> {
  await tx
    .update(deliveryAttempts)
    .set({ endedAt, outcome, error })
    .where(and(eq(deliveryAttempts.deliveryId, deliveryId), eq(deliveryAttempts.attempt, attempt)));
}

// The lease starts anew with each attempt and look, so that a long line does not outlive it.
async function stillHeld(
  tx: Database,
  deliveryId: string,
  worker: string,
  now: Instant,
  state: "queued" | "unknown",
): Promise<boolean> {
  const leased = await rowsOf<{ lane: string }>(
    tx,
    sql`update ${lanes} as l set lease_until = ${now}::timestamptz + l.lease_seconds * interval '1 second'
      from ${deliveries} as d join ${subscriptions} as s on s.id = d.subscription_id
      where d.id = ${deliveryId} and d.state = ${state} and l.lane = d.lane and l.lease_worker = ${worker} and l.lease_until > ${now}
        and (s.state = 'active' or d.destination is not null) and s.removed_at is null
      returning l.lane`,
  );
  return leased.length > 0;
}

function settled(settlement: Settlement, now: Instant): Partial<typeof deliveries.$inferInsert> {
  switch (settlement.state) {
    case "sent":
      return { state: "sent", settledAt: now, reference: settlement.reference, lastError: null, lookAt: null };
    case "failed":
      return { state: "failed", settledAt: now, lastError: settlement.error, lookAt: null };
    case "unknown": {
      const { lookAt, looks, error } = settlement;
      return { state: "unknown", nextAttemptAt: lookAt, lookAt, looks, lastError: error };
    }
    default:
      return { state: "queued", nextAttemptAt: settlement.nextAttemptAt, lastError: settlement.error, lookAt: null };
  }
}
