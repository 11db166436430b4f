import type { DeskStore } from "../model/desk-store.ts";
import { queueAlert } from "./alerts.ts";
import { amendLater } from "./amendments.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, gte, inArray, isNotNull, isNull, lt, ne, or, sql } from "./drizzle.ts";
import { takeBackDates } from "./keep-dates.ts";
import { changes } from "./schema.ts";
import { alerts, deliveries, subscriptions } from "./schema-told.ts";
import { audit, toSubscription } from "./subscriptions.ts";
import { shown, toChange } from "./timeline.ts";

/** Changes that were told and turned out to be wrong. */
export function retractionMethods(db: Database, bell: Bell): Pick<DeskStore, "toldOf" | "retract" | "retracted"> {
  return {
    async toldOf(changeId) {
      // What is still kept back is told as taken back.
      const isAlone = or(isNull(deliveries.gatheredInto), eq(deliveries.gatheredInto, deliveries.id));
      const isKeptBack = and(eq(deliveries.state, "held"), isAlone);
      const isTold = and(
        ne(deliveries.state, "failed"),
        or(ne(deliveries.state, "held"), isNotNull(deliveries.settledAt)),
      );
      const rows = await db
        .selectDistinctOn([subscriptions.id], { subscription: subscriptions, inNotice: sql<boolean>`${isKeptBack}` })
        .from(deliveries)
        .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
        .where(and(isTold, inArray(deliveries.alertId, alertsWith(db, changeId)), isNull(subscriptions.removedAt)))
        .orderBy(asc(subscriptions.id), sql`${isKeptBack} desc`);
      return rows.map(({ subscription, inNotice }) => ({ subscription: toSubscription(subscription), inNotice }));
    },
    async retract(changeId, reason, by, at, notice) {
      await bell.ready();
      return transact(db, async (tx) => {
        const marked = await tx
          .update(changes)
          .set({ retractedAt: at, retractionReason: reason })
          .where(and(eq(changes.id, changeId), isNull(changes.retractedAt)))
          .returning({ id: changes.id });
        if (marked.length === 0) return false;
        await audit(tx, at, by, "retract", changeId, { reason });
        await takeBackDates(tx, changeId, at);
        const lanes = await amendLater(tx, inArray(deliveries.alertId, alertsWith(tx, changeId)), at);
        await bell.ring(tx, { lanes });
        await queueAlert(tx, bell, notice, at);
        return true;
      });
    },
    async retracted(from, to) {
      const rows = await db
        .select(shown)
        .from(changes)
        .where(and(gte(changes.retractedAt, from), lt(changes.retractedAt, to)))
        .orderBy(asc(changes.retractedAt));
      return rows.map(toChange);
    },
  };
}

function alertsWith(db: Database, changeId: string) {
  const holder = JSON.stringify({ changes: [{ id: changeId }] });
  return db
    .select({ id: alerts.id })
    .from(alerts)
    .where(and(eq(alerts.kind, "alert"), sql`${alerts.alert} @> ${holder}::jsonb`));
}
