import { hashJson } from "../lib/hash.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Store } from "../model/store.ts";
import { toInstant } from "./columns.ts";
import { compress, decompress } from "./compressed.ts";
import type { Database } from "./database.ts";
import { asc, eq, inArray, sql } from "./drizzle.ts";
import { documents, feeds, snapshots, snapshotSightings } from "./schema.ts";
import { wellFormed } from "./well-formed.ts";

/** One served answer in the part it plays for a version. */
export interface Served {
  readonly role: string;
  readonly snapshot: Snapshot;
}

type SightingRow = typeof snapshotSightings.$inferSelect;
type NewSighting = Omit<typeof snapshotSightings.$inferInsert, "documentId">;

/** Served answers made ready to be kept, so that the transaction itself is short. Bytes that are kept already are left out. */
export interface Preserved {
  readonly bodies: readonly (typeof snapshots.$inferInsert)[];
  readonly sightings: readonly NewSighting[];
}

export async function preserve(db: Database, served: readonly Served[]): Promise<Preserved> {
  const byId = new Map(served.map(({ snapshot }) => [snapshot.id, snapshot.body]));
  const ids = [...byId.keys()].toSorted();
  const kept =
    ids.length === 0 ? [] : await db.select({ id: snapshots.id }).from(snapshots).where(inArray(snapshots.id, ids));
  const bodies = [];
  for (const id of ids) {
    if (kept.some((row) => row.id === id)) continue;
    const body = await compress(byId.get(id) ?? new Uint8Array());
    bodies.push({ id, body, storedBytes: body.byteLength });
  }
  return { bodies, sightings: served.map(toSighting) };
}

/** Keeps bytes and sightings; returns the sightings' ids in their order. */
export async function keepSnapshots(
  tx: Database,
  documentId: string,
  preserved: Preserved,
): Promise<readonly number[]> {
  for (const body of preserved.bodies) await tx.insert(snapshots).values(body).onConflictDoNothing();
  if (preserved.sightings.length === 0) return [];
  const rows = await tx
    .insert(snapshotSightings)
    .values(preserved.sightings.map((sighting) => ({ ...sighting, documentId })))
    .returning({ id: snapshotSightings.id });
  return rows.map(({ id }) => id);
}

/** What the evidence chain says of a sighting: the hash of everything that was served with the bytes. */
export function sightingHash(sighting: NewSighting | SightingRow): string {
  const { url, finalUrl, status, headers, redirects, fetchedAt } = sighting;
  return hashJson({ url, finalUrl, status, headers, redirects, fetchedAt });
}

export function snapshotMethods(db: Database): Pick<Store, "snapshot"> {
  return {
    async snapshot(id) {
      // The first time the bytes were seen, where everyone may see it.
      const [row] = await db
        .select({ body: snapshots.body, sighting: snapshotSightings, visibility: feeds.visibility })
        .from(snapshots)
        .innerJoin(snapshotSightings, eq(snapshotSightings.snapshotId, snapshots.id))
        .innerJoin(documents, eq(documents.id, snapshotSightings.documentId))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(eq(snapshots.id, id))
        .orderBy(sql`${feeds.visibility} = 'private'`, asc(snapshotSightings.fetchedAt), asc(snapshotSightings.id))
        .limit(1);
      if (!row) return null;
      const { url, finalUrl, status, headers, redirects, fetchedAt } = row.sighting;
      const body = await decompress(row.body);
      return { id, url, finalUrl, status, headers, redirects, body, fetchedAt, visibility: row.visibility };
    },
  };
}

function toSighting({ role, snapshot }: Served): NewSighting {
  const { url, finalUrl, status, headers, redirects } = wellFormed({
    url: snapshot.url,
    finalUrl: snapshot.finalUrl,
    status: snapshot.status,
    headers: snapshot.headers,
    redirects: snapshot.redirects,
  });
  const fetchedAt = toInstant(snapshot.fetchedAt);
  return { snapshotId: snapshot.id, role, url, finalUrl, status, headers, redirects, fetchedAt };
}
