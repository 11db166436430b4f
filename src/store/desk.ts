import type { Delivery } from "../model/delivery.ts";
import type { DeskStore, SubscriptionFigures } from "../model/desk-store.ts";
import type { Acknowledgement } from "../model/standing.ts";
import type { Instant } from "../model/time.ts";
import { queueAlert } from "./alerts.ts";
import { amendLater } from "./amendments.ts";
import type { Bell } from "./bell.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import { toInstant } from "./columns.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, desc, eq, gte, inArray, isNull, sql } from "./drizzle.ts";
import { after } from "./lease.ts";
import { changes } from "./schema.ts";
import { acknowledgements, alerts, deliveries, subscriptions } from "./schema-told.ts";
import { audit } from "./subscriptions.ts";

type DeskMethods = Pick<
  DeskStore,
  "subscriptionFigures" | "delivery" | "acknowledge" | "unacknowledged" | "queue" | "names"
>;

// Nobody is asked about what was taken back as a whole.
const stands = sql`exists (select 1 from jsonb_array_elements(${alerts.alert} -> 'changes') as told
  where not exists (select 1 from ${changes} where ${changes.id} = told ->> 'id' and ${changes.retractedAt} is not null))`;

/** Alerts that are to be acknowledged: sent, no tests, not taken back, and nobody at the tenant has decided yet. */
export const isUnacknowledged = and(
  eq(deliveries.state, "sent"),
  eq(alerts.kind, "alert"),
  sql`${alerts.alert} -> 'test' is null`,
  sql`not exists (select 1 from ${acknowledgements} where ${acknowledgements.alertId} = ${deliveries.alertId}
    and ${acknowledgements.tenant} = ${subscriptions.tenant})`,
  stands,
);

/** What people decide about alerts, and what their lists show. */
export function deskMethods(db: Database, bell: Bell): DeskMethods {
  return {
    subscriptionFigures: (ids, now) => figures(db, ids, now),
    async delivery(id) {
      const [delivery] = await circumstances(db, await deliveryRows(db).where(eq(deliveries.id, id)).limit(1));
      return delivery ?? null;
    },
    async acknowledge(tenant, alertId, acknowledgement, by, at) {
      await bell.ready();
      await transact(db, async (tx) => {
        await decide(tx, tenant, alertId, acknowledgement);
        const action = acknowledgement ? "acknowledge" : "unacknowledge";
        await audit(tx, at, by, action, alertId, acknowledgement && { tenant, ...acknowledgement });
        const theirs = tx.select({ id: subscriptions.id }).from(subscriptions).where(eq(subscriptions.tenant, tenant));
        const isTheirs = and(eq(deliveries.alertId, alertId), inArray(deliveries.subscriptionId, theirs));
        await bell.ring(tx, { lanes: await amendLater(tx, isTheirs, at) });
      });
    },
    async unacknowledged(tenant, now, limit) {
      const rows = await deliveryRows(db)
        .where(and(eq(subscriptions.tenant, tenant), isNull(subscriptions.removedAt), isUnacknowledged, isRecent(now)))
        .orderBy(desc(deliveries.position))
        .limit(limit);
      const found = await circumstances(db, rows);
      return found.map((delivery: Delivery, index) => ({
        delivery,
        sentAt: rows[index]?.delivery.settledAt ?? delivery.createdAt,
      }));
    },
    async queue(planned, at) {
      await bell.ready();
      return transact(db, (tx) => queueAlert(tx, bell, planned, at));
    },
    names: async () => ({ agencies: await named(db, "agencies"), bills: await named(db, "bills") }),
  };
}

async function decide(
  tx: Database,
  tenant: string,
  alertId: string,
  acknowledgement: Acknowledgement | null,
): Promise<void> {
  if (acknowledgement === null) {
    await tx
      .delete(acknowledgements)
      .where(and(eq(acknowledgements.tenant, tenant), eq(acknowledgements.alertId, alertId)));
    return;
  }
  await tx
    .insert(acknowledgements)
    .values({ tenant, alertId, acknowledgement })
    .onConflictDoUpdate({ target: [acknowledgements.tenant, acknowledgements.alertId], set: { acknowledgement } });
}

/** Older alerts are nobody's worry any more. */
export function isRecent(now: Instant) {
  return gte(deliveries.createdAt, after(now, -30 * 24 * 3600));
}

async function figures(
  db: Database,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, SubscriptionFigures>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({
      id: subscriptions.id,
      lastSentAt: sql<string | null>`max(${deliveries.settledAt}) filter (where ${deliveries.state} = 'sent')`,
      unacknowledged: sql<number>`(count(*) filter (where ${isRecent(now)} and ${isUnacknowledged}))::int`,
    })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
    .where(and(inArray(subscriptions.id, [...ids]), isNull(deliveries.destination)))
    .groupBy(subscriptions.id);
  return new Map(
    rows.map(({ id, lastSentAt, unacknowledged }) => [
      id,
      { lastSentAt: lastSentAt === null ? null : toInstant(lastSentAt), unacknowledged },
    ]),
  );
}

async function named(db: Database, name: "agencies" | "bills"): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`select name from ${changes} cross join lateral
        jsonb_array_elements_text(${changes.change} #> array['identifiers', ${name}]::text[]) as name
      where ${changes.visibility} = 'public' group by name order by count(*) desc, name limit 500`,
  );
  return rows.map((row) => row.name);
}
