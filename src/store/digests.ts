import type { DeskStore } from "../model/desk-store.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, isNull, lte, or, sql } from "./drizzle.ts";
import { digestsBegunAnew } from "./future.ts";
import { keepDraft } from "./drafts.ts";
import { subscriptions } from "./schema-told.ts";
import { endMute, toSubscription } from "./subscriptions.ts";

/** When digests are due. A period is told once: whoever moves the subscription on queues its digest in the same transaction. */
export function digestMethods(db: Database, bell: Bell): Pick<DeskStore, "dueDigests" | "passDigest"> {
  return {
    async dueDigests(now) {
      const rows = await db
        .select()
        .from(subscriptions)
        .where(
          and(
            eq(subscriptions.state, "active"),
            isNull(subscriptions.removedAt),
            sql`${subscriptions.when} ->> 'kind' <> 'instant'`,
            or(isNull(subscriptions.nextDigestAt), lte(subscriptions.nextDigestAt, now)),
          ),
        )
        .orderBy(asc(subscriptions.id));
      if (rows.length === 0) return [];
      const begunAnew = await digestsBegunAnew(db);
      return rows.map((row) => ({
        begunAnew,
        subscription: toSubscription(row),
        dueAt: row.nextDigestAt,
        digestedTo: row.digestedTo,
      }));
    },
    async passDigest({ subscription, dueAt }, next, digest, now, notice = null) {
      await bell.ready();
      return transact(db, async (tx) => {
        const moved = await tx
          .update(subscriptions)
          .set({ nextDigestAt: next.dueAt, digestedTo: next.digestedTo })
          .where(
            and(
              eq(subscriptions.id, subscription.id),
              sql`${subscriptions.nextDigestAt} is not distinct from ${dueAt}::timestamptz`,
              isNull(subscriptions.removedAt),
            ),
          )
          .returning({ id: subscriptions.id });
        if (moved.length === 0) return false;
        if (digest === null) return true;
        if (!subscription.options.approve) await queueAlert(tx, bell, digest, now);
        else await keepDraft(tx, subscription.id, digest, now);
        if (notice !== null) await queueAlert(tx, bell, notice, now);
        const { mute } = subscription.options;
        if (mute !== null) await endMute(tx, subscription.id, mute.until, now);
        return true;
      });
    },
  };
}
