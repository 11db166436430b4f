import type { Delivery } from "../model/delivery.ts";
import { fresh } from "../model/standing.ts";
import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, or, sql } from "./drizzle.ts";
import { after } from "./lease.ts";
import { alerts, deliveries, deliveryAttempts, lanes, subscriptions } from "./schema.ts";
import { toSubscription } from "./subscriptions.ts";

type DeliveryMethods = Pick<
  Store,
  "dueLanes" | "claimLane" | "releaseLane" | "beginAttempt" | "settleDelivery" | "deliveriesOf" | "pendingDeliveries"
>;
type Settlement = Parameters<Store["settleDelivery"]>[1];

const waits = inArray(deliveries.state, ["queued", "sending"]);
const isWanted = and(eq(subscriptions.state, "active"), isNull(subscriptions.removedAt));

/**
 * Alerts on their way. A lane is worked on by whoever holds its lease, its deliveries in the order they were queued: the first one that
 * cannot go yet keeps the others back. Those of paused subscriptions are passed over.
 */
export function deliveryMethods(db: Database): DeliveryMethods {
  return {
    async dueLanes(now) {
      const rows = await rowsOf<{ lane: string }>(
        db,
        sql`select l.lane from ${lanes} as l cross join lateral (
            select d.state, d.next_attempt_at, d.position from ${deliveries} as d
            join ${subscriptions} as s on s.id = d.subscription_id
            where d.lane = l.lane and d.state in ('queued', 'sending') and s.state = 'active' and s.removed_at is null
            order by d.position limit 1
          ) as head
          where (l.lease_until is null or l.lease_until <= ${now}) and (head.state = 'sending' or head.next_attempt_at <= ${now})
          order by head.position`,
      );
      return rows.map(({ lane }) => lane);
    },
    claimLane: (lane, worker, now, leaseSeconds, limit) =>
      transact(db, (tx) => claim(tx, lane, worker, now, leaseSeconds, limit)),
    async releaseLane(lane, worker) {
      await db
        .update(lanes)
        .set({ leaseWorker: null, leaseUntil: null })
        .where(and(eq(lanes.lane, lane), eq(lanes.leaseWorker, worker)));
    },
    beginAttempt: (deliveryId, worker, now) => transact(db, (tx) => begin(tx, deliveryId, worker, now)),
    settleDelivery: (deliveryId, settlement, now) => transact(db, (tx) => settle(tx, deliveryId, settlement, now)),
    async deliveriesOf(subscriptionId, limit) {
      return db
        .select({
          id: deliveries.id,
          subscriptionId: deliveries.subscriptionId,
          state: deliveries.state,
          attempts: deliveries.attempts,
          createdAt: deliveries.createdAt,
          settledAt: deliveries.settledAt,
          lastError: deliveries.lastError,
          title: sql<string>`coalesce(${alerts.alert} #>> '{changes,0,title}', ${alerts.alert} #>> '{notice,feedTitle}', ${alerts.alert} #>> '{notice,lines,0}', initcap(${alerts.kind}))`,
        })
        .from(deliveries)
        .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
        .where(eq(deliveries.subscriptionId, subscriptionId))
        .orderBy(desc(deliveries.position))
        .limit(limit);
    },
    async pendingDeliveries() {
      const [row] = await db
        .select({ pending: count() })
        .from(deliveries)
        .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
        .where(and(waits, isWanted));
      return row?.pending ?? 0;
    },
  };
}

async function claim(
  tx: Database,
  lane: string,
  worker: string,
  now: Instant,
  leaseSeconds: number,
  limit: number,
): Promise<readonly Delivery[]> {
  const [leased] = await tx
    .update(lanes)
    .set({ leaseWorker: worker, leaseUntil: after(now, leaseSeconds), leaseSeconds: Math.ceil(leaseSeconds) })
    .where(and(eq(lanes.lane, lane), or(isNull(lanes.leaseUntil), lte(lanes.leaseUntil, now))))
    .returning({ lane: lanes.lane });
  if (!leased) return [];
  await takeBackInterrupted(tx, lane, now);
  const rows = await tx
    .select({ delivery: deliveries, subscription: subscriptions, alert: alerts.alert })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
    .where(and(eq(deliveries.lane, lane), eq(deliveries.state, "queued"), isWanted))
    .orderBy(asc(deliveries.position))
    .limit(limit);
  const blocked = rows.findIndex(({ delivery }) => delivery.nextAttemptAt > now);
  const ready = blocked === -1 ? rows : rows.slice(0, blocked);
  // A lease on nothing would only keep others away.
  if (ready.length === 0)
    await tx.update(lanes).set({ leaseWorker: null, leaseUntil: null }).where(eq(lanes.lane, lane));
  return ready.map(({ delivery, subscription, alert }) => ({
    id: delivery.id,
    lane,
    subscription: toSubscription(subscription),
    destination: delivery.destination ?? toSubscription(subscription).destination,
    alert,
    standing: fresh,
    parent: null,
    state: delivery.state,
    attempts: delivery.attempts,
    createdAt: delivery.createdAt,
  }));
}

// Their worker was killed between beginning and settling. Whether they arrived is not known; they go out again under the same id.
async function takeBackInterrupted(tx: Database, lane: string, now: Instant): Promise<void> {
  const interrupted = await tx
    .update(deliveries)
    .set({ state: "queued", lastError: "The attempt was interrupted." })
    .where(and(eq(deliveries.lane, lane), eq(deliveries.state, "sending")))
    .returning({ id: deliveries.id, attempts: deliveries.attempts });
  for (const { id, attempts } of interrupted) {
    await endAttempt(tx, id, attempts, now, "interrupted", null);
  }
  if (interrupted.length > 0) await giveUpRemoved(tx, lane, now);
}

// Their subscription was removed while an attempt was under way.
async function giveUpRemoved(tx: Database, lane: string, now: Instant): Promise<void> {
  const removed = tx.select({ id: subscriptions.id }).from(subscriptions).where(isNotNull(subscriptions.removedAt));
  await tx
    .update(deliveries)
    .set({ state: "failed", settledAt: now, lastError: "The subscription was removed." })
    .where(and(eq(deliveries.lane, lane), eq(deliveries.state, "queued"), inArray(deliveries.subscriptionId, removed)));
}

async function begin(tx: Database, deliveryId: string, worker: string, now: Instant): Promise<boolean> {
  // The lease starts anew with each attempt, so that a long line does not outlive it.
  const leased = await rowsOf<{ lane: string }>(
    tx,
    sql`update ${lanes} as l set lease_until = greatest(l.lease_until, ${now}::timestamptz + l.lease_seconds * interval '1 second')
      from ${deliveries} as d join ${subscriptions} as s on s.id = d.subscription_id
      where d.id = ${deliveryId} and d.state = 'queued' and l.lane = d.lane and l.lease_worker = ${worker} and l.lease_until > ${now}
        and s.state = 'active' and s.removed_at is null
      returning l.lane`,
  );
  if (leased.length === 0) return false;
  const [begun] = await tx
    .update(deliveries)
    .set({ state: "sending", attempts: sql`${deliveries.attempts} + 1` })
    .where(and(eq(deliveries.id, deliveryId), eq(deliveries.state, "queued")))
    .returning({ attempt: deliveries.attempts });
  if (!begun) return false;
  await tx.insert(deliveryAttempts).values({ deliveryId, attempt: begun.attempt, worker, beganAt: now });
  return true;
}

async function settle(tx: Database, deliveryId: string, settlement: Settlement, now: Instant): Promise<void> {
  const [delivery] = await tx.select().from(deliveries).where(eq(deliveries.id, deliveryId)).for("update");
  if (!delivery) return;
  // A late "sent" of a worker whose lease had run out still prevents a second copy. Anything else it says is out of date.
  const counts = settlement.state === "sent" ? delivery.state !== "sent" : delivery.state === "sending";
  if (!counts) return;
  await tx.update(deliveries).set(settled(settlement, now)).where(eq(deliveries.id, deliveryId));
  const error = settlement.state === "sent" ? null : settlement.error;
  const outcome = settlement.state === "queued" ? "retry" : settlement.state;
  await endAttempt(tx, deliveryId, delivery.attempts, now, outcome, error);
  if (settlement.state === "queued") await giveUpRemoved(tx, delivery.lane, now);
}

function settled(settlement: Settlement, now: Instant): Partial<typeof deliveries.$inferInsert> {
  const { state } = settlement;
  if (state === "sent") return { state, settledAt: now, reference: settlement.reference, lastError: null };
  if (state === "failed") return { state, settledAt: now, lastError: settlement.error };
  return { state, nextAttemptAt: settlement.nextAttemptAt, lastError: settlement.error };
}

async function endAttempt(
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
