import { tellsNothing, withoutFeeds } from "../alerts/without-feeds.ts";
import type { Alert } from "../model/alert.ts";
import type { Change, Retraction } from "../model/change.ts";
import type { Delivery } from "../model/delivery.ts";
import type { Acknowledgement, Standing } from "../model/standing.ts";
import { seesPrivate } from "../model/subscription.ts";
import type { Database } from "./database.ts";
import { aliasedTable, and, asc, eq, inArray, isNotNull, ne } from "./drizzle.ts";
import { changes, feeds } from "./schema.ts";
import { acknowledgements, alerts, deliveries, subscriptions } from "./schema-told.ts";
import { toSubscription } from "./subscriptions.ts";

/** A delivery as its row has it, with the rows it belongs to. */
export interface DeliveryRows {
  readonly delivery: typeof deliveries.$inferSelect;
  readonly subscription: typeof subscriptions.$inferSelect;
  readonly alert: Alert;
}

/** Deliveries with the rows they belong to; the caller says which. */
export function deliveryRows(db: Database) {
  return db
    .select({ delivery: deliveries, subscription: subscriptions, alert: alerts.alert })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
    .$dynamic();
}

/**
 * Deliveries with what is true at this moment: what they follow, what became of their alerts, what was taken back of them, and without
 * what only private feeds know by now, where it goes to people who may not know it.
 */
export async function circumstances(db: Database, rows: readonly DeliveryRows[]): Promise<readonly Delivery[]> {
  if (rows.length === 0) return [];
  const closed = await privateFeeds(db, rows);
  const retractions = await retractionsOf(db, rows);
  const acknowledged = await acknowledgementsOf(db, rows);
  const parents = await parentsOf(db, rows);
  return rows.map(({ delivery, subscription: row, alert: told }) => {
    const subscription = toSubscription(row);
    const alert = withRetractions(isStranger(row) ? stillOpen(told, closed, delivery.state) : told, retractions);
    return {
      id: delivery.id,
      lane: delivery.lane,
      subscription,
      destination: delivery.destination ?? subscription.destination,
      alert,
      standing: {
        acknowledgement: acknowledged.get(`${row.tenant} ${alert.id}`) ?? null,
        ...retractionOf(alert),
      },
      parent: parents.get(delivery.id) ?? null,
      state: delivery.state,
      attempts: delivery.attempts,
      createdAt: delivery.createdAt,
      waitingSince: delivery.waitingSince,
      maybeToldSince: delivery.maybeToldSince,
    };
  });
}

// A message that stands, or may, and tells of nothing else is as it was sent.
function stillOpen(told: Alert, closed: ReadonlySet<string>, state: Delivery["state"]): Alert {
  const open = closed.size === 0 ? told : withoutFeeds(told, closed);
  return (state === "sent" || state === "unknown") && tellsNothing(open) ? told : open;
}

async function privateFeeds(db: Database, rows: readonly DeliveryRows[]): Promise<ReadonlySet<string>> {
  if (!rows.some(({ subscription }) => isStranger(subscription))) return new Set();
  const found = await db.select({ id: feeds.id }).from(feeds).where(eq(feeds.visibility, "private"));
  return new Set(found.map(({ id }) => id));
}

function isStranger({ tenant }: DeliveryRows["subscription"]): boolean {
  return !seesPrivate(tenant);
}

async function retractionsOf(db: Database, rows: readonly DeliveryRows[]): Promise<ReadonlyMap<string, Retraction>> {
  const ids = [...new Set(rows.flatMap(({ alert }) => changesOf(alert).map(({ id }) => id)))];
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: changes.id, at: changes.retractedAt, reason: changes.retractionReason })
    .from(changes)
    .where(and(inArray(changes.id, ids), isNotNull(changes.retractedAt)));
  return new Map(found.flatMap(({ id, at, reason }) => (at === null ? [] : [[id, { at, reason: reason ?? "" }]])));
}

async function acknowledgementsOf(
  db: Database,
  rows: readonly DeliveryRows[],
): Promise<ReadonlyMap<string, Acknowledgement>> {
  const tenants = [...new Set(rows.map(({ subscription }) => subscription.tenant))];
  const alertIds = [...new Set(rows.map(({ alert }) => alert.id))];
  const found = await db
    .select()
    .from(acknowledgements)
    .where(and(inArray(acknowledgements.tenant, tenants), inArray(acknowledgements.alertId, alertIds)));
  return new Map(found.map(({ tenant, alertId, acknowledgement }) => [`${tenant} ${alertId}`, acknowledgement]));
}

// The first message of each delivery's thread in its lane, other than its own.
async function parentsOf(db: Database, rows: readonly DeliveryRows[]): Promise<ReadonlyMap<string, string | null>> {
  const ids = rows.flatMap(({ delivery }) => (delivery.threadKey === null ? [] : [delivery.id]));
  if (ids.length === 0) return new Map();
  const first = aliasedTable(deliveries, "first");
  const found = await db
    .selectDistinctOn([deliveries.id], { id: deliveries.id, reference: first.reference })
    .from(deliveries)
    .innerJoin(
      first,
      and(
        eq(first.lane, deliveries.lane),
        eq(first.threadKey, deliveries.threadKey),
        isNotNull(first.reference),
        ne(first.id, deliveries.id),
      ),
    )
    .where(inArray(deliveries.id, ids))
    .orderBy(deliveries.id, asc(first.position));
  return new Map(found.map(({ id, reference }) => [id, reference]));
}

function withRetractions(alert: Alert, retractions: ReadonlyMap<string, Retraction>): Alert {
  if (retractions.size === 0) return alert;
  const marked = changesOf(alert).map((change) => {
    const retracted = retractions.get(change.id);
    return retracted === undefined ? change : { ...change, retracted };
  });
  if (alert.kind === "alert") return { ...alert, changes: marked };
  return alert.kind === "notice" ? { ...alert, notice: { ...alert.notice, changes: marked } } : alert;
}

function retractionOf(alert: Alert): Pick<Standing, "retracted" | "partly"> {
  const changes = alert.kind === "alert" ? alert.changes : [];
  const retracted = changes.find((change) => change.retracted !== undefined)?.retracted ?? null;
  const partly = retracted !== null && changes.some((change) => change.retracted === undefined);
  return { retracted, ...(partly && { partly }) };
}

function changesOf(alert: Alert): readonly Change[] {
  if (alert.kind === "notice") return alert.notice.changes;
  return alert.kind === "alert" ? alert.changes : [];
}
