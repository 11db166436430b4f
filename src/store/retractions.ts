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
    toldOf: (changeId) => toldOf(db, changeId),
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

async function toldOf(db: Database, changeId: string): ReturnType<DeskStore["toldOf"]> {
  // What was kept back is told by a notice, unless it went out in another message.
  const wentOutWith = and(isNotNull(deliveries.gatheredInto), ne(deliveries.gatheredInto, deliveries.id));
  const stands = and(eq(alerts.kind, "alert"), or(ne(deliveries.state, "held"), wentOutWith));
  const told = await db
    .select({ subscription: subscriptions, stands: sql<boolean>`${stands}` })
    .from(deliveries)
    .innerJoin(alerts, eq(alerts.id, deliveries.alertId))
    .innerJoin(subscriptions, eq(subscriptions.id, deliveries.subscriptionId))
    .where(
      and(
        ne(deliveries.state, "failed"),
        or(ne(deliveries.state, "held"), isNotNull(deliveries.settledAt)),
        or(tells("alert", changeId), tells("notice", changeId)),
        isNull(subscriptions.removedAt),
      ),
    )
    .orderBy(asc(subscriptions.id));
  return [...Map.groupBy(told, ({ subscription }) => subscription.id).values()].flatMap((theirs) => {
    const [first] = theirs;
    const byNotice = theirs.every((one) => !one.stands);
    return first ? [{ subscription: toSubscription(first.subscription), byNotice }] : [];
  });
}

function alertsWith(db: Database, changeId: string) {
  return db.select({ id: alerts.id }).from(alerts).where(tells("alert", changeId));
}

function tells(kind: "alert" | "notice", changeId: string) {
  const told = { changes: [{ id: changeId }] };
  const holder = JSON.stringify(kind === "alert" ? told : { notice: told });
  return and(eq(alerts.kind, kind), sql`${alerts.alert} @> ${holder}::jsonb`);
}
