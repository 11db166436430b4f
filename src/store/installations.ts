import type { Vault } from "../model/installation.ts";
import { transact, type Database } from "./database.ts";
import { and, eq, inArray, isNull, lte, or } from "./drizzle.ts";
import { after } from "./lease.ts";
import { auditLog, installations, subscriptions, usedOnce } from "./schema-told.ts";

/** What tenants entrusted to a channel, and keys that are good once. */
export function installationMethods(db: Database): Vault {
  return {
    async installation(tenant) {
      const [row] = await db.select().from(installations).where(eq(installations.tenant, tenant));
      return row ? { tenant, sealed: row.sealed, updatedAt: row.updatedAt } : null;
    },
    async saveInstallation({ tenant, sealed, updatedAt }, by) {
      const work = async (tx: Database): Promise<void> => {
        await tx
          .insert(installations)
          .values({ tenant, sealed, updatedAt })
          .onConflictDoUpdate({ target: installations.tenant, set: { sealed, updatedAt, renewalUntil: null } });
        if (by === null) return;
        await tx
          .insert(auditLog)
          .values({ at: updatedAt, actor: by, action: "install", subject: tenant, detail: null });
      };
      // What a renewal brought is known to nobody else, and what it was renewed with is void.
      await transact(db, work, { twice: by === null });
    },
    removeInstallation: (tenant, because, by, at) =>
      transact(db, async (tx) => {
        const removed = await tx
          .delete(installations)
          .where(eq(installations.tenant, tenant))
          .returning({ tenant: installations.tenant });
        const paused = await tx
          .update(subscriptions)
          .set({ state: "paused", pausedBecause: because })
          .where(
            and(
              eq(subscriptions.tenant, tenant),
              inArray(subscriptions.state, ["active"]),
              isNull(subscriptions.removedAt),
            ),
          )
          .returning({ id: subscriptions.id });
        if (removed.length + paused.length === 0) return false;
        await tx
          .insert(auditLog)
          .values([
            { at, actor: by, action: "uninstall", subject: tenant, detail: { because } },
            ...paused.map(({ id }) => ({ at, actor: by, action: "pause", subject: id, detail: { because } })),
          ]);
        return true;
      }),
    async claimRenewal(tenant, now, leaseSeconds) {
      const claimed = await db
        .update(installations)
        .set({ renewalUntil: after(now, leaseSeconds) })
        .where(
          and(
            eq(installations.tenant, tenant),
            or(isNull(installations.renewalUntil), lte(installations.renewalUntil, now)),
          ),
        )
        .returning({ tenant: installations.tenant });
      return claimed.length > 0;
    },
    async useOnce(key, now, until) {
      // Kept for longer than they are good: a clock that is set back makes them good again.
      await db.delete(usedOnce).where(lte(usedOnce.until, after(now, -24 * 3600)));
      const used = await db
        .insert(usedOnce)
        .values({ key, until })
        .onConflictDoNothing()
        .returning({ key: usedOnce.key });
      return used.length > 0;
    },
  };
}
