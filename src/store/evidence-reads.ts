import type { EvidenceStore } from "../model/evidence.ts";
import { decompress } from "./compressed.ts";
import type { Database } from "./database.ts";
import { asc, eq } from "./drizzle.ts";
import { evidenceLog, snapshots, snapshotSightings, versionSnapshots } from "./schema.ts";

/** What a bundle of evidence is made of. */
export function evidenceReads(db: Database): Pick<EvidenceStore, "chainOf" | "servedFor"> {
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
      return Promise.all(
        rows.map(async ({ role, sighting, body }) => {
          const { snapshotId: id, url, finalUrl, status, headers, redirects, fetchedAt } = sighting;
          const snapshot = { id, url, finalUrl, status, headers, redirects, fetchedAt, body: await decompress(body) };
          return { role, snapshot };
        }),
      );
    },
  };
}
