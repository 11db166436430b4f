import { matches, parseQuery } from "../alerts/query.ts";
import type { Leavings } from "../model/retention.ts";
import type { Instant } from "../model/time.ts";
import { rowsOf, type Database } from "./database.ts";
import { and, eq, inArray, isNull, or, sql } from "./drizzle.ts";
import { appendEntry, chainEnd } from "./evidence.ts";
import { changes, documents, gatherings, snapshots, snapshotSightings, versions, versionSnapshots } from "./schema.ts";
import { legalHolds } from "./schema-keep.ts";
import { toChange } from "./timeline.ts";

interface Superseded {
  readonly documentId: string;
  readonly id: string;
  readonly sequence: number;
  readonly bytes: number;
}

const documentsAtOnce = 100;

/** Lets go of what nobody was told of, in some documents. False where there was nothing. */
export async function letGoSome(tx: Database, now: Instant, before: Instant): Promise<boolean> {
  const found = [...(await freeOfHolds(tx, await superseded(tx, before)))].slice(0, documentsAtOnce);
  for (const [documentId, old] of found) await letGo(tx, documentId, old, now, before);
  return found.length > 0;
}

/** What would be let go of. */
export async function leavings(db: Database, before: Instant): Promise<Leavings> {
  const found = [...(await freeOfHolds(db, await superseded(db, before)))];
  let count = 0;
  for (const [documentId, old] of found) count += await db.$count(changes, changesOf(documentId, old));
  const all = found.flatMap(([, old]) => old);
  const bytes = all.reduce((sum, version) => sum + version.bytes, 0);
  return { documents: found.length, versions: all.length, changes: count, bytes };
}

/**
 * Versions that a later one superseded before then, all of whose bytes were fetched before then, and whose changes were told to nobody:
 * those of a baseline, and muted ones. All others may stand behind an alert or a digest, and stay for ever. So do the versions of a
 * document with dates, which calendars, reminders and digests list; where it is muted they do not, but its mute is known by its changes,
 * and must be while a date is of interest. What is held by its document or thread is left out.
 */
async function superseded(db: Database, before: Instant): Promise<ReadonlyMap<string, readonly Superseded[]>> {
  const rows = await rowsOf<Superseded>(
    db,
    sql`with old as (select v.document_id, v.id, v.sequence, octet_length(v.blocks) as text, d.thread_key
        from versions as v join documents as d on d.id = v.document_id
        where v.sequence < d.sequence and v.observed_at < ${before}
          and exists (select 1 from versions as n where n.document_id = v.document_id and n.sequence > v.sequence
            and n.observed_at < ${before})
          and not exists (select 1 from calendar_events as e where e.document_id = v.document_id
            and (e.date >= (${before}::timestamptz at time zone 'UTC')::date or not exists (select 1 from changes as m
              where m.document_id = e.document_id and m.muted)))
          and not exists (select 1 from version_snapshots as vs join snapshot_sightings as s on s.id = vs.sighting_id
            where vs.version_id = v.id and s.fetched_at >= ${before})
          and not exists (select 1 from changes as c where c.document_id = v.document_id
            and v.sequence in (c.before_sequence, c.after_sequence)
            and (not (c.baseline or c.muted) or c.retracted_at is not null)))
      select document_id as "documentId", id, sequence, (text + coalesce((select sum(s.stored_bytes)
          from version_snapshots as vs join snapshot_sightings as g on g.id = vs.sighting_id
          join snapshots as s on s.id = g.snapshot_id where vs.version_id = old.id), 0))::float8 as bytes
      from old where not exists (select 1 from legal_holds as h where h.released_at is null and (
          (h.kind = 'document' and h.subject = old.document_id) or (h.kind = 'thread' and (h.subject = old.thread_key
            or exists (select 1 from thread_identifiers as i where i.identifier = h.subject and i.thread_key = old.thread_key)))))
      order by document_id, sequence`,
  );
  return Map.groupBy(rows, ({ documentId }) => documentId);
}

async function freeOfHolds<Old>(db: Database, found: ReadonlyMap<string, Old>): Promise<ReadonlyMap<string, Old>> {
  const holds = await db
    .select({ query: legalHolds.subject })
    .from(legalHolds)
    .where(and(eq(legalHolds.kind, "query"), isNull(legalHolds.releasedAt)));
  if (holds.length === 0) return found;
  const queries = holds.map(({ query }) => parseQuery(query));
  const free = new Map<string, Old>();
  for (const [documentId, old] of found) {
    const rows = await db.select().from(changes).where(eq(changes.documentId, documentId));
    const isHeld = rows.some((row) => queries.some((query) => matches(query, toChange(row))));
    if (!isHeld) free.set(documentId, old);
  }
  return free;
}

// The entries of the chain stay; one more says what they speak of that is here no longer.
async function letGo(
  tx: Database,
  documentId: string,
  old: readonly Superseded[],
  now: Instant,
  before: Instant,
): Promise<void> {
  const [document] = await tx.select().from(documents).where(eq(documents.id, documentId)).for("update");
  if (!document) return;
  const gone = await deleteChanges(tx, documentId, old);
  await deleteVersions(tx, old);
  const end = await appendEntry(tx, documentId, chainEnd(document), {
    kind: "let-go",
    at: now,
    version: null,
    snapshots: [],
    change: null,
    letGo: { versions: old.map(({ sequence }) => sequence), changes: gone, fetchedBefore: before },
  });
  await tx
    .update(documents)
    .set({ chainHead: end.head, chainEntries: end.entries })
    .where(eq(documents.id, documentId));
}

async function deleteChanges(tx: Database, documentId: string, old: readonly Superseded[]): Promise<readonly string[]> {
  const which = changesOf(documentId, old);
  await tx
    .delete(gatherings)
    .where(inArray(gatherings.changeId, tx.select({ id: changes.id }).from(changes).where(which)));
  return (await tx.delete(changes).where(which).returning({ id: changes.id })).map(({ id }) => id);
}

// Bytes that something else still needs stay.
async function deleteVersions(tx: Database, old: readonly Superseded[]): Promise<void> {
  const ids = old.map(({ id }) => id);
  const parts = await tx.delete(versionSnapshots).where(inArray(versionSnapshots.versionId, ids)).returning();
  await tx.delete(versions).where(inArray(versions.id, ids));
  if (parts.length === 0) return;
  const sightings = await tx
    .delete(snapshotSightings)
    .where(
      and(
        inArray(
          snapshotSightings.id,
          parts.map(({ sightingId }) => sightingId),
        ),
        sql`not exists (select 1 from ${versionSnapshots} where ${versionSnapshots.sightingId} = ${snapshotSightings.id})`,
      ),
    )
    .returning({ snapshotId: snapshotSightings.snapshotId });
  if (sightings.length === 0) return;
  await tx.delete(snapshots).where(
    and(
      inArray(
        snapshots.id,
        sightings.map(({ snapshotId }) => snapshotId),
      ),
      sql`not exists (select 1 from ${snapshotSightings} where ${snapshotSightings.snapshotId} = ${snapshots.id})`,
    ),
  );
}

function changesOf(documentId: string, old: readonly Superseded[]) {
  const sequences = old.map(({ sequence }) => sequence);
  return and(
    eq(changes.documentId, documentId),
    or(inArray(changes.beforeSequence, sequences), inArray(changes.afterSequence, sequences)),
  );
}
