import type { Delivery } from "../model/delivery.ts";
import type { Instant } from "../model/time.ts";
import { giveUpRemoved, endAttempt } from "./attempts.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import type { Database } from "./database.ts";
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from "./drizzle.ts";
import { after } from "./lease.ts";
import { deliveries, lanes, subscriptions } from "./schema-told.ts";

/** Who claims a lane, when and for how long. */
export interface Claimant {
  readonly worker: string;
  readonly now: Instant;
  readonly leaseSeconds: number;
}

/** Not settled yet. */
export const waits = inArray(deliveries.state, ["queued", "sending", "unknown"]);

/** What goes to the owner goes also while the subscription is paused: it says so. */
export const isWanted = and(
  isNull(subscriptions.removedAt),
  or(eq(subscriptions.state, "active"), isNotNull(deliveries.destination)),
);

/** Takes the lane and returns what may go out or be looked up now, in order. A lease on nothing is given back at once. */
export async function claim(
  tx: Database,
  lane: string,
  claimant: Claimant,
  limit: number,
): Promise<readonly Delivery[]> {
  if (!(await lease(tx, lane, claimant))) return [];
  const { now, worker } = claimant;
  await takeBackInterrupted(tx, lane, now);
  const rows = await deliveryRows(tx)
    .where(and(eq(deliveries.lane, lane), inArray(deliveries.state, ["queued", "unknown"]), isWanted))
    .orderBy(asc(deliveries.position))
    .limit(limit);
  const blocked = rows.findIndex(({ delivery }) => delivery.nextAttemptAt > now);
  const ready = blocked === -1 ? rows : rows.slice(0, blocked);
  if (ready.length === 0) await release(tx, lane, worker);
  return circumstances(tx, ready);
}

/** Takes the lane's lease; false while somebody else holds it. */
export async function lease(tx: Database, lane: string, { worker, now, leaseSeconds }: Claimant): Promise<boolean> {
  const [leased] = await tx
    .update(lanes)
    .set({ leaseWorker: worker, leaseUntil: after(now, leaseSeconds), leaseSeconds: Math.ceil(leaseSeconds) })
    .where(and(eq(lanes.lane, lane), or(isNull(lanes.leaseUntil), lte(lanes.leaseUntil, now))))
    .returning({ lane: lanes.lane });
  return leased !== undefined;
}

export async function release(db: Database, lane: string, worker: string): Promise<void> {
  await db
    .update(lanes)
    .set({ leaseWorker: null, leaseUntil: null })
    .where(and(eq(lanes.lane, lane), eq(lanes.leaseWorker, worker)));
}

// Their worker was killed between beginning and settling. Whether they arrived is not known: where the receiver can be asked, it will be;
// elsewhere they go out again under the same id.
async function takeBackInterrupted(tx: Database, lane: string, now: Instant): Promise<void> {
  const interrupted = await tx
    .update(deliveries)
    .set({
      state: sql`case when ${deliveries.lookAt} is null then 'queued' else 'unknown' end`,
      nextAttemptAt: sql`coalesce(${deliveries.lookAt}, ${deliveries.nextAttemptAt})`,
      looks: 0,
      lastError: "The attempt was interrupted.",
    })
    .where(and(eq(deliveries.lane, lane), eq(deliveries.state, "sending")))
    .returning({ id: deliveries.id, attempts: deliveries.attempts });
  for (const { id, attempts } of interrupted) {
    await endAttempt(tx, id, attempts, now, "interrupted", null);
  }
  if (interrupted.length > 0) await giveUpRemoved(tx, lane, now);
}
