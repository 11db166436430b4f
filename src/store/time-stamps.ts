import { checkpointText } from "../lib/checkpoint.ts";
import { sha256Id } from "../lib/hash.ts";
import type { Checkpoint, EvidenceStore, StampedHead, TimeStamp } from "../model/evidence.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, sql } from "./drizzle.ts";
import { checkpointHeads, checkpoints } from "./schema-evidence.ts";
import { documents, evidenceLog } from "./schema.ts";

type Methods = Omit<EvidenceStore, "chainOf" | "servedFor" | "servedBy">;
type CheckpointRow = typeof checkpoints.$inferSelect;

/** Checkpoints of all chains, and the tokens that an authority outside gave for them. */
export function timeStampMethods(db: Database): Methods {
  return {
    async openCheckpoint(day, at) {
      await transact(db, (tx) => open(tx, day, at));
    },
    async claimCheckpoint(now, until) {
      return transact(db, async (tx) => {
        const [row] = await tx
          .select()
          .from(checkpoints)
          .where(and(isNull(checkpoints.token), lte(checkpoints.nextAttemptAt, now)))
          .orderBy(asc(checkpoints.day))
          .limit(1)
          .for("update", { skipLocked: true });
        if (!row) return null;
        const attempts = row.attempts + 1;
        await tx.update(checkpoints).set({ attempts, nextAttemptAt: until }).where(eq(checkpoints.day, row.day));
        return { ...(await withHeads(tx, row)), attempts };
      });
    },
    async keepToken(day, token, authority, at) {
      await db
        .update(checkpoints)
        .set({ token, authority, stampedAt: at, error: null })
        .where(and(eq(checkpoints.day, day), isNull(checkpoints.token)));
    },
    async postponeCheckpoint(day, until, error) {
      await db.update(checkpoints).set({ nextAttemptAt: until, error }).where(eq(checkpoints.day, day));
    },
    async timeStampsOf(documentId) {
      const days = db
        .select({ day: checkpointHeads.day })
        .from(checkpointHeads)
        .where(eq(checkpointHeads.documentId, documentId));
      const rows = await db
        .select()
        .from(checkpoints)
        .where(inArray(checkpoints.day, days))
        .orderBy(asc(checkpoints.day));
      const stamps: TimeStamp[] = [];
      for (const { token, authority, stampedAt, ...row } of rows) {
        if (token === null || stampedAt === null) continue;
        stamps.push({ ...(await withHeads(db, row)), token, authority: authority ?? "", stampedAt });
      }
      return stamps;
    },
    async stampCovering(chain) {
      const [row] = await db
        .select({ authority: checkpoints.authority, stampedAt: checkpoints.stampedAt })
        .from(evidenceLog)
        .innerJoin(
          checkpointHeads,
          and(eq(checkpointHeads.documentId, evidenceLog.documentId), gte(checkpointHeads.entries, evidenceLog.entry)),
        )
        .innerJoin(checkpoints, eq(checkpoints.day, checkpointHeads.day))
        .where(and(eq(evidenceLog.hash, chain), isNotNull(checkpoints.token)))
        .orderBy(asc(checkpointHeads.entries))
        .limit(1);
      return row === undefined || row.stampedAt === null
        ? null
        : { authority: row.authority ?? "", stampedAt: row.stampedAt };
    },
    async stampStanding() {
      const [row] = await db
        .select({
          waiting: sql<number>`(count(*) filter (where ${checkpoints.token} is null))::int`,
          error: sql<string | null>`(array_agg(${checkpoints.error} order by ${checkpoints.day} desc)
            filter (where ${checkpoints.token} is null and ${checkpoints.error} is not null))[1]`,
        })
        .from(checkpoints);
      const [last] = await db
        .select({ at: checkpoints.stampedAt })
        .from(checkpoints)
        .where(isNotNull(checkpoints.token))
        .orderBy(desc(checkpoints.stampedAt))
        .limit(1);
      return { lastStampedAt: last?.at ?? null, waiting: row?.waiting ?? 0, error: row?.error ?? null };
    },
  };
}

async function open(tx: Database, day: string, at: string): Promise<void> {
  const known = await tx.select({ day: checkpoints.day }).from(checkpoints).where(eq(checkpoints.day, day));
  if (known.length > 0) return;
  const heads = await newHeads(tx);
  if (heads.length === 0) return;
  const previous = await latestHash(tx);
  const made = await tx
    .insert(checkpoints)
    .values({ day, at, previous, nextAttemptAt: at })
    .onConflictDoNothing()
    .returning({ day: checkpoints.day });
  if (made.length === 0) return;
  for (let from = 0; from < heads.length; from += 1000) {
    await tx
      .insert(checkpointHeads)
      .values(heads.slice(from, from + 1000).map((head) => ({ ...head, day })))
      .onConflictDoNothing();
  }
}

// The latest is the one that no other names as the one before it. That is not the last day's where a clock was ahead and was set back.
async function latestHash(tx: Database): Promise<string | null> {
  const { day, at, previous } = checkpoints;
  const rows = await tx.select({ day, at, previous }).from(checkpoints).orderBy(desc(day));
  const named = new Set(rows.map((row) => row.previous));
  for (const row of rows) {
    const hash = sha256Id(checkpointText(await withHeads(tx, row)));
    if (!named.has(hash)) return hash;
  }
  return null;
}

function newHeads(tx: Database): Promise<readonly StampedHead[]> {
  return tx
    .select({ documentId: documents.id, entries: documents.chainEntries, head: documents.chainHead })
    .from(documents)
    .where(
      sql`${documents.chainEntries} > 0 and not exists (select from ${checkpointHeads}
        where ${checkpointHeads.documentId} = ${documents.id} and ${checkpointHeads.entries} = ${documents.chainEntries})`,
    )
    .orderBy(asc(documents.id));
}

async function withHeads(db: Database, { day, at, previous }: Pick<CheckpointRow, "day" | "at" | "previous">) {
  const heads = await db
    .select({ documentId: checkpointHeads.documentId, entries: checkpointHeads.entries, head: checkpointHeads.head })
    .from(checkpointHeads)
    .where(eq(checkpointHeads.day, day));
  // Sorted by code points, whatever the database's collation says.
  const sorted = heads.toSorted((a, b) => (a.documentId < b.documentId ? -1 : 1));
  return { day, at, previous, heads: sorted } satisfies Checkpoint;
}
