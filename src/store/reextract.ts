import type { Store } from "../model/store.ts";
import { transact, type Database } from "./database.ts";
import { keepDerived } from "./derived.ts";
import { holdDocument } from "./held.ts";
import { callOff } from "./keep-dates.ts";
import { asc, eq } from "./drizzle.ts";
import { appendEntry, chainEnd } from "./evidence.ts";
import { indexSections, keepSections } from "./lexemes.ts";
import { documents, snapshotSightings, versionSnapshots } from "./schema.ts";
import { sightingHash } from "./snapshots.ts";
import { draftVersion, keepVersion, versionId, type Draft } from "./versions.ts";

type Args = Parameters<Store["reextracted"]>;

/** A new recipe's reading of snapshots that are kept already. */
export function reextractMethods(db: Database): Pick<Store, "reextracted"> {
  return {
    async reextracted(documentId, expectedSequence, extraction, recipe, at) {
      const draft = await draftVersion(extraction, recipe);
      await transact(db, (tx) => write(tx, documentId, expectedSequence, draft, at));
    },
  };
}

async function write(
  tx: Database,
  documentId: Args[0],
  expectedSequence: Args[1],
  draft: Draft,
  at: Args[4],
): Promise<void> {
  const document = await holdDocument(tx, documentId, expectedSequence);
  if (document === null) return;
  const sequence = expectedSequence + 1;
  const served = await sightingsOf(tx, versionId(documentId, expectedSequence));
  const end = await appendEntry(tx, documentId, chainEnd(document), {
    kind: "reextracted",
    at,
    version: { sequence, recipe: draft.recipe, content: draft.content },
    snapshots: served.map(({ role, sighting }) => ({
      role,
      id: sighting.snapshotId,
      sighting: sightingHash(sighting),
    })),
    change: null,
  });
  const sightings = served.map(({ role, sighting }) => ({ role, id: sighting.id }));
  await keepVersion(tx, draft, { documentId, sequence, at, chain: end.head }, sightings);
  await keepDerived(tx, document, { before: document.stated, after: draft.extraction }, at, null);
  if (document.vanishedAt !== null) await callOff(tx, documentId, at);
  const { source, feedId } = document;
  await keepSections(tx, documentId, indexSections({ ...draft.extraction, source, feedId }));
  const moved = { sequence, title: draft.extraction.title, chainHead: end.head, chainEntries: end.entries };
  await tx.update(documents).set(moved).where(eq(documents.id, documentId));
}

async function sightingsOf(
  tx: Database,
  version: string,
): Promise<readonly { readonly role: string; readonly sighting: typeof snapshotSightings.$inferSelect }[]> {
  return tx
    .select({ role: versionSnapshots.role, sighting: snapshotSightings })
    .from(versionSnapshots)
    .innerJoin(snapshotSightings, eq(snapshotSightings.id, versionSnapshots.sightingId))
    .where(eq(versionSnapshots.versionId, version))
    .orderBy(asc(versionSnapshots.position));
}
