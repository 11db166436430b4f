import type { Store } from "../model/store.ts";
import { transact, type Database } from "./database.ts";
import { keepDerived } from "./derived.ts";
import { callOff } from "./keep-dates.ts";
import { eq, inArray } from "./drizzle.ts";
import { appendEntry, chainEnd, type Entry } from "./evidence.ts";
import { indexSections, keepSections } from "./lexemes.ts";
import { documents, snapshotSightings } from "./schema.ts";
import { sightingHash } from "./snapshots.ts";
import { draftVersion, keepVersion, snapshotsOf, versionId, type Draft } from "./versions.ts";

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
  const [document] = await tx.select().from(documents).where(eq(documents.id, documentId)).for("update");
  if (document?.sequence !== expectedSequence) return;
  const sequence = expectedSequence + 1;
  const served = await snapshotsOf(tx, versionId(documentId, expectedSequence));
  const end = await appendEntry(tx, documentId, chainEnd(document), {
    kind: "reextracted",
    at,
    version: { sequence, recipe: draft.recipe, content: draft.content },
    snapshots: await entriesOf(tx, served),
    change: null,
  });
  const sightings = served.map(({ role, sightingId }) => ({ role, id: sightingId }));
  await keepVersion(tx, draft, { documentId, sequence, at, chain: end.head }, sightings);
  await keepDerived(tx, document, draft.extraction, at, null);
  if (document.vanishedAt !== null) await callOff(tx, documentId, at);
  const { source, feedId } = document;
  await keepSections(tx, documentId, indexSections({ ...draft.extraction, source, feedId }));
  const moved = { sequence, title: draft.extraction.title, chainHead: end.head, chainEntries: end.entries };
  await tx.update(documents).set(moved).where(eq(documents.id, documentId));
}

async function entriesOf(
  tx: Database,
  served: readonly { role: string; sightingId: number; snapshotId: string }[],
): Promise<Entry["snapshots"]> {
  const ids = served.map(({ sightingId }) => sightingId);
  const rows = await tx.select().from(snapshotSightings).where(inArray(snapshotSightings.id, ids));
  const hashes = new Map(rows.map((row) => [row.id, sightingHash(row)]));
  return served.map(({ role, sightingId, snapshotId: id }) => ({ role, id, sighting: hashes.get(sightingId) ?? "" }));
}
