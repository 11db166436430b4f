import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { transact, type Database } from "./database.ts";
import { and, eq, inArray, isNotNull, sql } from "./drizzle.ts";
import { appendEntry, chainEnd } from "./evidence.ts";
import { callAgain } from "./keep-dates.ts";
import { documents } from "./schema.ts";
import { wellFormed } from "./well-formed.ts";

type Sightings = Parameters<Store["markSeen"]>[1];

/** When documents were last seen to be as they are known. */
export function seenMethods(db: Database): Pick<Store, "markSeen"> {
  return {
    async markSeen(feedId, sightings, at) {
      if (sightings.length > 0) await transact(db, (tx) => markSeen(tx, feedId, sightings, at));
    },
  };
}

async function markSeen(tx: Database, feedId: string, sightings: Sightings, at: Instant): Promise<void> {
  const seen = wellFormed(
    sightings.map(({ key, looked, state }) => ({ key, text: looked === "all", moved: state !== undefined, state })),
  );
  await tx.execute(
    sql`update ${documents} as d set
        last_seen_at = greatest(d.last_seen_at, ${at}::timestamptz),
        text_seen_at = case when s.text then greatest(d.text_seen_at, ${at}::timestamptz) else d.text_seen_at end,
        doubt = case when s.text then null else d.doubt end,
        state = case when s.moved then s.state else d.state end
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(key text, text boolean, moved boolean, state jsonb)
      where d.feed_id = ${feedId} and d.key = s.key`,
  );
  const keys = sightings.map(({ key }) => key);
  await markReturned(tx, feedId, keys, at);
}

// A document that had vanished and is seen again, unchanged, has come back: that too is on record.
async function markReturned(tx: Database, feedId: string, keys: readonly string[], at: Instant): Promise<void> {
  const returned = await tx
    .select()
    .from(documents)
    .where(and(eq(documents.feedId, feedId), isNotNull(documents.vanishedAt), inArray(documents.key, [...keys])))
    .orderBy(documents.id)
    .for("update");
  for (const document of returned) {
    const what = { kind: "returned", at, version: null, snapshots: [], change: null } as const;
    const end = await appendEntry(tx, document.id, chainEnd(document), what);
    await tx
      .update(documents)
      .set({ vanishedAt: null, chainHead: end.head, chainEntries: end.entries })
      .where(eq(documents.id, document.id));
    await callAgain(tx, document.id, at);
  }
}
