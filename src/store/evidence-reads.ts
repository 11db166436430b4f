import type { EvidenceStore, ServedAnswer } from "../model/evidence.ts";
import { decompress } from "./compressed.ts";
import type { Database } from "./database.ts";
import { and, asc, eq, inArray } from "./drizzle.ts";
import type { Entry } from "./evidence.ts";
import { evidenceLog, snapshots, snapshotSightings, versionSnapshots } from "./schema.ts";
import { sightingHash } from "./snapshots.ts";

/** What a bundle of evidence is made of. */
export function evidenceReads(db: Database): Pick<EvidenceStore, "chainOf" | "servedFor" | "servedBy"> {
  return {
    async chainOf(documentId) {
      return db
        .select({ entry: evidenceLog.entry, hash: evidenceLog.hash, body: evidenceLog.body })
        .from(evidenceLog)
        .where(eq(evidenceLog.documentId, documentId))
        .orderBy(asc(evidenceLog.entry));
    },
    async servedFor(versionId) {
      const rows = await db
        .select({ role: versionSnapshots.role, sighting: snapshotSightings, body: snapshots.body })
        .from(versionSnapshots)
        .innerJoin(snapshotSightings, eq(snapshotSightings.id, versionSnapshots.sightingId))
        .innerJoin(snapshots, eq(snapshots.id, snapshotSightings.snapshotId))
        .where(eq(versionSnapshots.versionId, versionId))
        .orderBy(asc(versionSnapshots.position));
      return Promise.all(rows.map(toAnswer));
    },
    async servedBy(chain) {
      const [row] = await db
        .select({ documentId: evidenceLog.documentId, body: evidenceLog.body })
        .from(evidenceLog)
        .where(eq(evidenceLog.hash, chain));
      const named = row === undefined ? [] : (row.body as unknown as Entry).snapshots;
      if (row === undefined || named.length === 0) return [];
      const ids = named.map(({ id }) => id);
      const rows = await db
        .select({ role: snapshotSightings.role, sighting: snapshotSightings, body: snapshots.body })
        .from(snapshotSightings)
        .innerJoin(snapshots, eq(snapshots.id, snapshotSightings.snapshotId))
        .where(and(eq(snapshotSightings.documentId, row.documentId), inArray(snapshotSightings.snapshotId, ids)));
      const found = named.flatMap(
        ({ role, sighting }) =>
          rows.find((each) => each.role === role && sightingHash(each.sighting) === sighting) ?? [],
      );
      return Promise.all(found.map(toAnswer));
    },
  };
}

interface AnswerRow {
  readonly role: string;
  readonly sighting: typeof snapshotSightings.$inferSelect;
  readonly body: Uint8Array;
}

async function toAnswer({ role, sighting, body }: AnswerRow): Promise<ServedAnswer> {
  const { snapshotId: id, url, finalUrl, status, headers, redirects, fetchedAt } = sighting;
  return { role, snapshot: { id, url, finalUrl, status, headers, redirects, fetchedAt, body: await decompress(body) } };
}
