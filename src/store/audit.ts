import { z } from "zod";
import type { AuditEntry, AuditFilter, AuditStore } from "../model/audit.ts";
import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
import { pageOf, readCursor, writeCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import { and, asc, desc, eq, gte, inArray, lt, sql } from "./drizzle.ts";
import { changes } from "./schema.ts";
import { acknowledgements, alerts, auditLog, deliveries, subscriptions } from "./schema-told.ts";
import { shown, toChange } from "./timeline.ts";

/** The record of who was told what, and who did what. */
export function auditMethods(db: Database): AuditStore {
  return {
    async audited(filter) {
      const rows = await db
        .select({ id: alerts.id, at: alerts.at, alert: alerts.alert })
        .from(alerts)
        .where(and(eq(alerts.kind, "alert"), wasDelivered, decidedBy(filter), toldTo(filter), within(filter)))
        .orderBy(desc(alerts.at), desc(alerts.id))
        .limit(filter.limit + 1);
      const page = pageOf(
        rows,
        filter.limit,
        (row) => row,
        (row) => writeCursor([row.at, row.id]),
      );
      const rowsFound = await entries(db, page.rows);
      return { rows: rowsFound.filter((entry) => isAskedFor(filter, entry)), next: page.next };
    },
    async wasTold(tenant, alertId) {
      const [told] = await db
        .select({ id: deliveries.id })
        .from(deliveries)
        .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
        .where(and(eq(deliveries.alertId, alertId), eq(subscriptions.tenant, tenant)))
        .limit(1);
      return told !== undefined;
    },
    async actions({ person, since, until, before, limit }) {
      const [, id] = before === undefined ? [] : readCursor(before, z.number());
      const rows = await db
        .select()
        .from(auditLog)
        .where(
          and(
            person === undefined ? undefined : sql`lower(${auditLog.actor}) = lower(${person})`,
            since === undefined ? undefined : gte(auditLog.at, since),
            until === undefined ? undefined : lt(auditLog.at, until),
            id === undefined ? undefined : lt(auditLog.id, id),
          ),
        )
        .orderBy(desc(auditLog.id))
        .limit(limit + 1);
      return pageOf(
        rows,
        limit,
        ({ at, actor, action, subject, detail }) => ({ at, actor, action, subject, detail }),
        (row) => writeCursor([row.at, row.id]),
      );
    },
  };
}

const wasDelivered = sql`exists (select 1 from ${deliveries} where ${deliveries.alertId} = ${alerts.id})`;

function decidedBy({ person }: AuditFilter) {
  if (person === undefined) return undefined;
  return sql`exists (select 1 from ${acknowledgements} where ${acknowledgements.alertId} = ${alerts.id}
    and lower(${acknowledgements.acknowledgement} ->> 'byName') = lower(${person}))`;
}

function toldTo({ subscriptionId }: AuditFilter) {
  if (subscriptionId === undefined) return undefined;
  return sql`exists (select 1 from ${deliveries} where ${deliveries.alertId} = ${alerts.id}
    and ${deliveries.subscriptionId} = ${subscriptionId})`;
}

// An alert went to several tenants; the filters hold of one tenant's part.
function isAskedFor({ person, subscriptionId }: AuditFilter, { decision, deliveries: told }: AuditEntry): boolean {
  const isTheirs = person === undefined || decision?.byName.toLowerCase() === person.toLowerCase();
  return isTheirs && (subscriptionId === undefined || told.some((one) => one.subscriptionId === subscriptionId));
}

function within({ since, until, before }: AuditFilter) {
  const [at, id] = before === undefined ? [] : readCursor(before, z.string());
  return and(
    since === undefined ? undefined : gte(alerts.at, since),
    until === undefined ? undefined : lt(alerts.at, until),
    at === undefined ? undefined : sql`(${alerts.at}, ${alerts.id}) < (${at}::timestamptz, ${id})`,
  );
}

async function entries(
  db: Database,
  rows: readonly { readonly id: string; readonly at: string; readonly alert: Alert }[],
): Promise<readonly AuditEntry[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const told = await db
    .select({ delivery: deliveries, tenant: subscriptions.tenant, channel: subscriptions.channel })
    .from(deliveries)
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .where(inArray(deliveries.alertId, ids))
    .orderBy(asc(deliveries.position));
  const decisions = await db.select().from(acknowledgements).where(inArray(acknowledgements.alertId, ids));
  const standing = await changesNow(db, rows);
  return rows.flatMap(({ id, at, alert }) => {
    const theirs = told.filter(({ delivery }) => delivery.alertId === id);
    return [...new Set(theirs.map(({ tenant }) => tenant))].map((tenant) => ({
      alertId: id,
      at,
      tenant,
      changes: changesOf(alert).map((change) => standing.get(change.id) ?? change),
      decision: decisions.find((one) => one.alertId === id && one.tenant === tenant)?.acknowledgement ?? null,
      deliveries: theirs
        .filter((one) => one.tenant === tenant)
        .map(({ delivery, channel }) => ({
          id: delivery.id,
          subscriptionId: delivery.subscriptionId,
          channel: delivery.destination?.channel ?? channel,
          state: delivery.state,
          attempts: delivery.attempts,
          createdAt: delivery.createdAt,
          settledAt: delivery.settledAt,
          reference: delivery.reference,
          lastError: delivery.lastError,
        })),
    }));
  });
}

// As they stand now: one that was taken back since says so.
async function changesNow(
  db: Database,
  rows: readonly { readonly alert: Alert }[],
): Promise<ReadonlyMap<string, Change>> {
  const ids = [...new Set(rows.flatMap(({ alert }) => changesOf(alert).map(({ id }) => id)))];
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: changes.id, ...shown })
    .from(changes)
    .where(inArray(changes.id, ids));
  return new Map(found.map((row) => [row.id, toChange(row)]));
}

function changesOf(alert: Alert): readonly Change[] {
  return alert.kind === "alert" ? alert.changes : [];
}
