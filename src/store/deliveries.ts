import type { Store } from "../model/store.ts";
import { claimAmendment, settleAmendment } from "./amendments.ts";
import { begin, beginDoubt, beginLook, settle } from "./attempts.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { count, desc, eq, sql, and } from "./drizzle.ts";
import { claim, isWanted, release, waits } from "./lane-claim.ts";
import { alerts, deliveries, lanes, subscriptions } from "./schema-told.ts";

type DeliveryMethods = Pick<
  Store,
  | "dueLanes"
  | "claimLane"
  | "releaseLane"
  | "beginAttempt"
  | "beginDoubt"
  | "beginLook"
  | "settleDelivery"
  | "claimAmendment"
  | "settleAmendment"
  | "deliveriesOf"
  | "pendingDeliveries"
>;

/**
 * Alerts on their way. A lane is worked on by whoever holds its lease, its deliveries in the order they were queued: the first one that
 * cannot go yet keeps the others back. Those of paused subscriptions are passed over.
 */
export function deliveryMethods(db: Database): DeliveryMethods {
  return {
    async dueLanes(now) {
      const rows = await rowsOf<{ lane: string }>(
        db,
        sql`select l.lane from ${lanes} as l left join lateral (
            select d.state, d.next_attempt_at, d.position from ${deliveries} as d
            join ${subscriptions} as s on s.id = d.subscription_id
            where d.lane = l.lane and d.state in ('queued', 'sending', 'unknown') and s.removed_at is null
              and (s.state = 'active' or d.destination is not null)
            order by d.position limit 1
          ) as head on true
          where (l.lease_until is null or l.lease_until <= ${now}) and (
            head.state = 'sending' or head.next_attempt_at <= ${now} or exists (
              select 1 from ${deliveries} as a join ${subscriptions} as s on s.id = a.subscription_id
              where a.lane = l.lane and a.amend_at <= ${now} and a.state = 'sent' and a.reference is not null
                and s.removed_at is null and s.state = 'active'))
          order by head.position`,
      );
      return rows.map(({ lane }) => lane);
    },
    claimLane: (lane, worker, now, leaseSeconds, limit) =>
      transact(db, (tx) => claim(tx, lane, { worker, now, leaseSeconds }, limit)),
    releaseLane: (lane, worker) => release(db, lane, worker),
    beginAttempt: (deliveryId, worker, now, lookAt) => transact(db, (tx) => begin(tx, deliveryId, worker, now, lookAt)),
    beginDoubt: (deliveryId, worker, now, looks) =>
      transact(db, (tx) => beginDoubt(tx, deliveryId, worker, now, looks)),
    beginLook: (deliveryId, worker, now) => transact(db, (tx) => beginLook(tx, deliveryId, worker, now)),
    // What went out is known to nobody else.
    settleDelivery: (deliveryId, settlement, now, attempt) =>
      transact(db, (tx) => settle(tx, deliveryId, settlement, now, attempt), { twice: true }),
    claimAmendment: (lane, worker, now, leaseSeconds) =>
      transact(db, (tx) => claimAmendment(tx, lane, { worker, now, leaseSeconds })),
    settleAmendment: (amendment, later) => settleAmendment(db, amendment, later),
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
