import { hashJson } from "../lib/hash.ts";
import type { PlannedAlert, PlannedDelivery } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import type { Bell } from "./bell.ts";
import type { Database } from "./database.ts";
import { and, inArray, isNull } from "./drizzle.ts";
import { maybeToldSince } from "./restores.ts";
import { alerts, deliveries, healthNotices, lanes, subscriptions } from "./schema-told.ts";

/**
 * Keeps an alert, queues its deliveries and wakes their lanes, all in the caller's transaction. A subscription that is gone or was told of
 * the event already gets none; one that is paused finds it held back when it goes on. Returns how many were queued. The bell must be ready.
 */
export async function queueAlert(tx: Database, bell: Bell, planned: PlannedAlert, at: Instant): Promise<number> {
  const { alert } = planned;
  const kept = await tx
    .insert(alerts)
    .values({ id: alert.id, kind: alert.kind, at: alert.at, alert })
    .onConflictDoNothing()
    .returning({ id: alerts.id });
  if (kept.length > 0 && alert.kind === "health") {
    await tx.insert(healthNotices).values({ alertId: alert.id, feedId: alert.notice.feedId });
  }
  const wanted = await stillWanted(tx, planned.deliveries);
  if (wanted.length === 0) return 0;
  // Sorted, so that two transactions take the lanes' rows in the same order.
  const laneNames = [...new Set(wanted.map(({ lane }) => lane))].toSorted();
  await tx
    .insert(lanes)
    .values(laneNames.map((lane) => ({ lane })))
    .onConflictDoNothing();
  const maybe = await maybeToldSince(tx, alert, at);
  const queued = await tx
    .insert(deliveries)
    .values(wanted.map((delivery) => ({ ...deliveryRow(delivery, alert.id, at), maybeToldSince: maybe })))
    .onConflictDoNothing()
    .returning({ lane: deliveries.lane, state: deliveries.state });
  const ready = queued.filter(({ state }) => state === "queued");
  await bell.ring(tx, { lanes: [...new Set(ready.map(({ lane }) => lane))] });
  return ready.length;
}

async function stillWanted(tx: Database, planned: readonly PlannedDelivery[]): Promise<readonly PlannedDelivery[]> {
  if (planned.length === 0) return [];
  const ids = planned.map(({ subscriptionId }) => subscriptionId);
  const there = await tx
    .select({ id: subscriptions.id, state: subscriptions.state })
    .from(subscriptions)
    .where(and(inArray(subscriptions.id, ids), isNull(subscriptions.removedAt)))
    .orderBy(subscriptions.id)
    .for("share");
  const states = new Map(there.map(({ id, state }) => [id, state]));
  return planned.flatMap((delivery): PlannedDelivery[] => {
    const state = states.get(delivery.subscriptionId);
    if (state === undefined || (state === "pending" && delivery.destination === undefined)) return [];
    return [state === "paused" && delivery.destination === undefined ? { ...delivery, held: true } : delivery];
  });
}

/** A delivery as it begins. The id tells a receiver of webhooks that two requests are the same one, so it does not depend on the attempt. */
export function deliveryRow(delivery: PlannedDelivery, alertId: string, at: Instant): typeof deliveries.$inferInsert {
  const id = hashJson(["delivery", delivery.subscriptionId, delivery.eventKey]).slice(0, 32);
  const { held = false, ...rest } = delivery;
  return { ...rest, id, alertId, state: held ? "held" : "queued", createdAt: at, waitingSince: at, nextAttemptAt: at };
}
