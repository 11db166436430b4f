import type { AccessStore, PersonalToken } from "../model/access.ts";
import { UsageError } from "../model/errors.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, desc, eq, isNull, lt, or } from "./drizzle.ts";
import { after } from "./lease.ts";
import { personalTokens } from "./schema-access.ts";
import { audit } from "./subscriptions.ts";

const usedKeptToSeconds = 600;

/** Personal tokens. */
export function accessMethods(db: Database): AccessStore {
  return {
    addToken: (token, hash, by, at) =>
      transact(db, async (tx) => {
        const row = { ...token, hash, createdAt: at, createdBy: by };
        const added = await tx.insert(personalTokens).values(row).onConflictDoNothing().returning();
        if (added.length === 0)
          throw new UsageError(`${token.name} has a token already; revoke it, or choose another name.`);
        await audit(tx, at, by, "add-token", token.id, { name: token.name, role: token.role });
      }),
    async tokens() {
      const rows = await db
        .select()
        .from(personalTokens)
        .orderBy(desc(isNull(personalTokens.revokedAt)), asc(personalTokens.name), asc(personalTokens.createdAt));
      return rows.map(toToken);
    },
    async token(key) {
      const isIt = "id" in key ? eq(personalTokens.id, key.id) : eq(personalTokens.hash, key.hash);
      const [row] = await db
        .select()
        .from(personalTokens)
        .where(and(isIt, isNull(personalTokens.revokedAt)));
      return row ? toToken(row) : null;
    },
    async tokenUsed(id, at) {
      const isStale = or(
        isNull(personalTokens.lastUsedAt),
        lt(personalTokens.lastUsedAt, after(at, -usedKeptToSeconds)),
      );
      await db
        .update(personalTokens)
        .set({ lastUsedAt: at })
        .where(and(eq(personalTokens.id, id), isStale));
    },
    revokeToken: (id, by, at) =>
      transact(db, async (tx) => {
        const [revoked] = await tx
          .update(personalTokens)
          .set({ revokedAt: at })
          .where(and(eq(personalTokens.id, id), isNull(personalTokens.revokedAt)))
          .returning();
        if (!revoked) return false;
        await audit(tx, at, by, "revoke-token", id, { name: revoked.name });
        return true;
      }),
  };
}

function toToken({ hash: _, ...row }: typeof personalTokens.$inferSelect): PersonalToken {
  return row;
}
