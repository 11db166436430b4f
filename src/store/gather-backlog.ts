import type { DeskStore, Gathered } from "../model/desk-store.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { deliveryRow } from "./alerts.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, inArray, isNull, sql } from "./drizzle.ts";
import { alerts, deliveries, subscriptions } from "./schema-told.ts";
import { wellFormed } from "./well-formed.ts";

const atOnce = 200;

/** What waits for receivers who have been away. */
export function gatherBacklogMethods(db: Database): Pick<DeskStore, "backlogs" | "gatherBacklog"> {
  return {
    async backlogs({ channels, moreThan, waitingSince }) {
      if (channels.length === 0) return [];
      const long = await db
        .select({ lane: deliveries.lane, subscriptionId: deliveries.subscriptionId })
        .from(deliveries)
        .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
        .where(and(waits, isActive, inArray(subscriptions.channel, [...channels])))
        .groupBy(deliveries.lane, deliveries.subscriptionId)
        .having(sql`count(*) > ${moreThan} and min(${deliveries.waitingSince}) <= ${waitingSince}`);
      return Promise.all(
        long.map(async ({ lane, subscriptionId }) => {
          const isTheirs = and(eq(deliveries.lane, lane), eq(deliveries.subscriptionId, subscriptionId));
          const rows = await deliveryRows(db)
            .where(and(isTheirs, waits))
            .orderBy(asc(deliveries.position))
            .limit(atOnce);
          const found = await circumstances(db, rows);
          return found[0] ? [{ subscription: found[0].subscription, deliveries: found }] : [];
        }),
      ).then((gathered) => gathered.flat());
    },
    gatherBacklog: (gathered, alert, now) => transact(db, (tx) => gather(tx, gathered, wellFormed(alert), now)),
  };
}

// What goes to an owner says something else, and what may have been told before a restore is looked up by itself.
const waits = and(eq(deliveries.state, "queued"), isNull(deliveries.destination), isNull(deliveries.maybeToldSince));

const isActive = and(eq(subscriptions.state, "active"), isNull(subscriptions.removedAt));

async function gather(
  tx: Database,
  gathered: Gathered,
  { alert, deliveries: planned }: PlannedAlert,
  now: Instant,
): Promise<boolean> {
  const [plan] = planned;
  if (plan === undefined) return false;
  const ids = gathered.deliveries.map(({ id }) => id);
  const isOne = inArray(deliveries.id, ids);
  const rows = await tx
    .select()
    .from(deliveries)
    .where(and(isOne, waits))
    .orderBy(asc(deliveries.position))
    .for("update");
  const [first] = rows;
  // One of them went out meanwhile, or another scheduler was faster.
  if (first === undefined || rows.length < ids.length) return false;
  await tx.insert(alerts).values({ id: alert.id, kind: alert.kind, at: alert.at, alert });
  const row = deliveryRow(plan, alert.id, now);
  // It stands in the line where the first of them stood, and is as patient as that one.
  const { position, attempts, nextAttemptAt, waitingSince } = first;
  await tx
    .insert(deliveries)
    .overridingSystemValue()
    .values({ ...row, position, attempts, nextAttemptAt, waitingSince, gatheredInto: row.id });
  const inIt = { gatheredInto: row.id };
  await tx.update(deliveries).set(inIt).where(inArray(deliveries.gatheredInto, ids));
  await tx
    .update(deliveries)
    .set({ ...inIt, state: "held", settledAt: now })
    .where(isOne);
  return true;
}

/** What was gathered into a message stands where that message stands, so that what follows answers to it. */
export async function settleGathered(tx: Database, id: string, reference: string | null, now: Instant): Promise<void> {
  await tx
    .update(deliveries)
    .set({ reference, settledAt: now, lastError: null })
    .where(and(eq(deliveries.gatheredInto, id), eq(deliveries.state, "held")));
}
