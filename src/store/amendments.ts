import type { Amendment } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { circumstances, deliveryRows } from "./circumstances.ts";
import type { SQL } from "drizzle-orm";
import type { Database } from "./database.ts";
import { and, asc, eq, isNotNull, lte, sql } from "./drizzle.ts";
import { isWanted, lease, release, type Claimant } from "./lane-claim.ts";
import { deliveries } from "./schema-told.ts";

/**
 * Asks that messages which stand, or are about to, say what is true now. Those in line are marked too, though they say it by themselves: so
 * one that begins to be sent at this moment waits until it is true.
 */
export async function amendLater(tx: Database, which: SQL | undefined, at: Instant): Promise<readonly string[]> {
  const wanted = await tx
    .update(deliveries)
    .set({ amendAt: at, amendRevision: sql`${deliveries.amendRevision} + 1`, amendAttempts: 0 })
    .where(and(which, sql`${deliveries.state} in ('queued', 'sending', 'unknown', 'sent')`))
    .returning({ lane: deliveries.lane });
  return [...new Set(wanted.map(({ lane }) => lane))];
}

/** Takes the lane and returns its oldest message to be amended now. */
export async function claimAmendment(tx: Database, lane: string, claimant: Claimant): Promise<Amendment | null> {
  if (!(await lease(tx, lane, claimant))) return null;
  const [row] = await deliveryRows(tx)
    .where(
      and(
        eq(deliveries.lane, lane),
        eq(deliveries.state, "sent"),
        lte(deliveries.amendAt, claimant.now),
        isNotNull(deliveries.reference),
        isWanted,
      ),
    )
    .orderBy(asc(deliveries.position))
    .limit(1);
  const [delivery] = row ? await circumstances(tx, [row]) : [];
  if (!row || !delivery) {
    await release(tx, lane, claimant.worker);
    return null;
  }
  const { reference, amendRevision: revision, amendAttempts: attempts } = row.delivery;
  return { delivery, reference: reference ?? "", revision, attempts };
}

export async function settleAmendment(
  db: Database,
  { delivery, revision }: Amendment,
  later: { readonly at: Instant; readonly error: string } | null,
): Promise<void> {
  await db
    .update(deliveries)
    .set(
      later === null
        ? { amendAt: null }
        : { amendAt: later.at, amendAttempts: sql`${deliveries.amendAttempts} + 1`, lastError: later.error },
    )
    .where(and(eq(deliveries.id, delivery.id), eq(deliveries.amendRevision, revision)));
}
