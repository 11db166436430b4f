import type { Draft, DraftStore } from "../model/draft.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, eq, isNull } from "./drizzle.ts";
import { digestDrafts } from "./schema-drafts.ts";
import { subscriptions } from "./schema-told.ts";
import { audit, toSubscription } from "./subscriptions.ts";

/** Digests that wait to be approved. Whoever ends the wait queues the digest in the same transaction, so that it goes out once. */
export function draftMethods(db: Database, bell: Bell): DraftStore {
  return {
    async drafts() {
      const rows = await rowsWith(db)
        .where(and(isNull(digestDrafts.decision), isNull(subscriptions.removedAt)))
        .orderBy(asc(digestDrafts.createdAt), asc(digestDrafts.id));
      return rows.map(toDraft);
    },
    async draft(id) {
      const [row] = await rowsWith(db).where(and(eq(digestDrafts.id, id), isNull(subscriptions.removedAt)));
      return row ? toDraft(row) : null;
    },
    async decideDraft(id, decision, planned, by, at) {
      await bell.ready();
      return transact(db, async (tx) => {
        const [decided] = await tx
          .update(digestDrafts)
          .set({ decision, decidedBy: by, decidedAt: at })
          .where(and(eq(digestDrafts.id, id), isNull(digestDrafts.decision)))
          .returning({ subscriptionId: digestDrafts.subscriptionId });
        if (!decided) return false;
        if (decision === "approved") await queueAlert(tx, bell, planned, at);
        const action = decision === "approved" ? "approve-digest" : "discard-digest";
        await audit(tx, at, by, action, decided.subscriptionId, { draft: id });
        return true;
      });
    },
  };
}

/** Keeps a digest as a draft, in the caller's transaction. */
export async function keepDraft(
  tx: Database,
  subscriptionId: string,
  planned: PlannedAlert,
  at: Instant,
): Promise<void> {
  await tx
    .insert(digestDrafts)
    .values({ id: planned.alert.id, subscriptionId, planned, createdAt: at })
    .onConflictDoNothing();
}

function rowsWith(db: Database) {
  return db
    .select({ draft: digestDrafts, subscription: subscriptions })
    .from(digestDrafts)
    .innerJoin(subscriptions, eq(subscriptions.id, digestDrafts.subscriptionId))
    .$dynamic();
}

function toDraft({
  draft,
  subscription,
}: {
  readonly draft: typeof digestDrafts.$inferSelect;
  readonly subscription: typeof subscriptions.$inferSelect;
}): Draft {
  const { id, planned, createdAt, decision, decidedBy, decidedAt } = draft;
  return { id, subscription: toSubscription(subscription), planned, createdAt, decision, decidedBy, decidedAt };
}
