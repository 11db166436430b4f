import type { SQL } from "drizzle-orm";
import type { DeskStore, Gathered } from "../model/desk-store.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, inArray, isNull, sql } from "./drizzle.ts";
import { isRecent, isUnacknowledged } from "./desk.ts";
import { deliveries, subscriptions } from "./schema-told.ts";
import { endMute } from "./subscriptions.ts";

const atOnce = 200;

const isHeld = and(eq(deliveries.state, "held"), isNull(deliveries.settledAt));

const isTold = and(eq(subscriptions.state, "active"), isNull(subscriptions.removedAt));

/** What is told together: what a mute or a pause kept back, and what waits to be acknowledged. */
export function gatheredMethods(
  db: Database,
  bell: Bell,
): Pick<DeskStore, "dueHeld" | "tellHeld" | "dueReminders" | "remind"> {
  return {
    async dueHeld(now) {
      const isOver = sql`coalesce((${subscriptions.options} #>> '{mute,until}')::timestamptz <= ${now}, true)`;
      const rows = await deliveryRows(db)
        .where(and(isHeld, isTold, isOver))
        .orderBy(asc(deliveries.position))
        .limit(atOnce);
      return gather(db, rows);
    },
    async tellHeld(gathered, notice, now) {
      const { subscription } = gathered;
      await bell.ready();
      await transact(db, async (tx) => {
        if (!(await stillAll(tx, gathered, isHeld))) return;
        await tx.update(deliveries).set({ settledAt: now }).where(isOneOf(gathered));
        if (notice !== null) await queueAlert(tx, bell, notice, now);
        const { mute } = subscription.options;
        if (mute === null || mute.until > now) return;
        // The next notice is to say as well that it was the mute.
        if ((await tx.$count(deliveries, and(eq(deliveries.subscriptionId, subscription.id), isHeld))) > 0) return;
        await endMute(tx, subscription.id, mute.until, now);
      });
    },
    async dueReminders(now) {
      const reminded = await db
        .select({ id: subscriptions.id })
        .from(subscriptions)
        .where(and(isTold, sql`${subscriptions.options} ->> 'remindAfterHours' is not null`));
      if (reminded.length === 0) return [];
      const isTheirs = inArray(
        deliveries.subscriptionId,
        reminded.map(({ id }) => id),
      );
      const isLate = sql`${deliveries.settledAt} + (${subscriptions.options} ->> 'remindAfterHours')::float * interval '1 hour' <= ${now}::timestamptz`;
      const rows = await deliveryRows(db)
        .where(
          and(
            isTheirs,
            isUnacknowledged,
            isRecent(now),
            isNull(deliveries.remindedAt),
            isNull(deliveries.destination),
            isLate,
          ),
        )
        .orderBy(asc(deliveries.position))
        .limit(atOnce);
      return gather(db, rows);
    },
    async remind(gathered, notice, now) {
      await bell.ready();
      await transact(db, async (tx) => {
        if (!(await stillAll(tx, gathered, isNull(deliveries.remindedAt)))) return;
        await tx.update(deliveries).set({ remindedAt: now }).where(isOneOf(gathered));
        await queueAlert(tx, bell, notice, now);
      });
    },
  };
}

async function gather(db: Database, rows: Parameters<typeof circumstances>[1]): Promise<readonly Gathered[]> {
  const found = await circumstances(db, rows);
  return [...Map.groupBy(found, ({ subscription }) => subscription.id).values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ subscription: first.subscription, deliveries: group }] : [];
  });
}

// False where another worker was faster.
async function stillAll(tx: Database, gathered: Gathered, which: SQL | undefined): Promise<boolean> {
  const found = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(isOneOf(gathered), which))
    .orderBy(asc(deliveries.id))
    .for("update");
  return found.length === gathered.deliveries.length;
}

function isOneOf(gathered: Gathered) {
  return inArray(
    deliveries.id,
    gathered.deliveries.map(({ id }) => id),
  );
}
