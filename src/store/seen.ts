import type { SeenAgain, Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { toInstant } from "./columns.ts";
import { rowsOf, transact, type Database } from "./database.ts";
import { and, eq, isNotNull, sql } from "./drizzle.ts";
import { appendEntry, chainEnd } from "./evidence.ts";
import { callAgain } from "./keep-dates.ts";
import { documents } from "./schema.ts";
import { wellFormed } from "./well-formed.ts";

/** A sighting with the feed and the moment it belongs to. */
type SeenAt = SeenAgain & { readonly feedId: string; readonly at: Instant };

/** When documents were last seen to be as they are known. */
export function seenMethods(db: Database): Pick<Store, "markSeen"> {
  return {
    async markSeen(feedId, seen, at) {
      await transact(db, (tx) =>
        keepSeen(
          tx,
          seen.map((each) => ({ ...each, feedId, at })),
        ),
      );
    },
  };
}

/** Keeps when documents were seen, of any feeds. */
export async function keepSeen(tx: Database, seen: readonly SeenAt[]): Promise<void> {
  if (seen.length === 0) return;
  const rows = wellFormed(
    seen.map(({ feedId, at, key, looked, state }) => ({
      feed: feedId,
      at,
      key,
      text: looked === "all",
      moved: state !== undefined,
      state,
    })),
  );
  const found = await rowsOf<{ id: string; at: string; vanished: boolean }>(
    tx,
    sql`update ${documents} as d set
        last_seen_at = greatest(d.last_seen_at, s.at),
        text_seen_at = case when s.text then greatest(d.text_seen_at, s.at) else d.text_seen_at end,
        doubt = case when s.text or d.doubt ->> 'reading' = 'gone' then null else d.doubt end,
        state = case when s.moved then s.state else d.state end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as s(feed text, at timestamptz, key text, text boolean, moved boolean, state jsonb)
      where d.feed_id = s.feed and d.key = s.key
      returning d.id, s.at::text, d.vanished_at is not null as vanished`,
  );
  const returned = found.filter(({ vanished }) => vanished).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, at } of returned) await markReturned(tx, id, toInstant(at));
}

// A document that had vanished and is seen again, unchanged, has come back: that too is on record.
async function markReturned(tx: Database, documentId: string, at: Instant): Promise<void> {
  const [document] = await tx
    .select()
    .from(documents)
    .where(and(eq(documents.id, documentId), isNotNull(documents.vanishedAt)))
    .for("update");
  if (!document) return;
  const what = { kind: "returned", at, version: null, snapshots: [], change: null } as const;
  const end = await appendEntry(tx, document.id, chainEnd(document), what);
  await tx
    .update(documents)
    .set({ vanishedAt: null, chainHead: end.head, chainEntries: end.entries })
    .where(eq(documents.id, document.id));
  await callAgain(tx, document.id, at);
}
