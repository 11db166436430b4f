import { sha256Id } from "../lib/hash.ts";
import type { Store, Verification } from "../model/store.ts";
import { decompress } from "./compressed.ts";
import type { Database } from "./database.ts";
import { and, asc, eq, gt, inArray, sql } from "./drizzle.ts";
import { changeHash, entryHash, type Entry, type LetGo } from "./evidence.ts";
import { changes, documents, evidenceLog, snapshots, snapshotSightings, versions } from "./schema.ts";
import { sightingHash } from "./snapshots.ts";
import { storedContentHash } from "./versions.ts";

type Broken = Extract<Verification, { ok: false }>;
type DocumentRow = typeof documents.$inferSelect;

/** Walks the evidence chain of every document and the bytes of every snapshot, a few at a time. */
export function verifyMethods(db: Database): Pick<Store, "verify"> {
  return {
    async verify(onProgress) {
      const tally = { documents: 0, entries: 0, letGo: 0 };
      for await (const id of idsOf(db, documents)) {
        const found = await verifyDocument(db, id);
        if ("problem" in found) return found;
        tally.documents += 1;
        tally.entries += found.entries;
        tally.letGo += found.letGo;
        onProgress?.(tally.documents);
      }
      let checked = 0;
      for await (const id of idsOf(db, snapshots)) {
        const problem = await verifySnapshot(db, id);
        if (problem) return problem;
        checked += 1;
      }
      return { ok: true, ...tally, snapshots: checked };
    },
  };
}

async function* idsOf(db: Database, table: typeof documents | typeof snapshots): AsyncGenerator<string> {
  for (let last = ""; ;) {
    const rows = await db
      .select({ id: table.id })
      .from(table)
      .where(gt(table.id, last))
      .orderBy(asc(table.id))
      .limit(500);
    for (const { id } of rows) yield id;
    const end = rows.at(-1);
    if (!end) return;
    last = end.id;
  }
}

/** What the retention rule took, as the chain itself says. */
interface Gone {
  readonly versions: ReadonlySet<number>;
  readonly changes: ReadonlySet<string>;
}

// One view of the document, so that what is recorded meanwhile does not look like a broken link.
async function verifyDocument(
  db: Database,
  id: string,
): Promise<{ readonly entries: number; readonly letGo: number } | Broken> {
  return db.transaction(
    async (tx) => {
      const [document] = await tx.select().from(documents).where(eq(documents.id, id));
      if (!document) return { entries: 0, letGo: 0 };
      const log = await tx
        .select()
        .from(evidenceLog)
        .where(eq(evidenceLog.documentId, id))
        .orderBy(asc(evidenceLog.entry));
      const gone = goneBy(log.flatMap(({ body }) => (body as unknown as Entry).letGo ?? []));
      let previous: string | null = null;
      for (const [index, row] of log.entries()) {
        const number = index + 1;
        const body = row.body as unknown as Entry;
        const problem =
          linkProblem(row, body, document, number, previous) ?? (await contentProblem(tx, body, row.hash, gone));
        if (problem !== null) return { ok: false, documentId: id, entry: number, problem };
        previous = row.hash;
      }
      const problem = await endProblem(tx, document, log.length, previous, gone);
      return problem === null
        ? { entries: log.length, letGo: gone.versions.size }
        : { ok: false, documentId: id, entry: log.length, problem };
    },
    { isolationLevel: "repeatable read" },
  );
}

function linkProblem(
  row: typeof evidenceLog.$inferSelect,
  body: Entry,
  document: DocumentRow,
  number: number,
  previous: string | null,
): string | null {
  if (row.entry !== number) return `entry ${number} is missing`;
  if (entryHash(body) !== row.hash) return "the entry does not have the hash it was given";
  if (body.previous !== previous) return "the entry does not follow the one before it";
  if (body.documentId !== document.id || body.entry !== number) return "the entry belongs somewhere else";
  return null;
}

function goneBy(all: readonly LetGo[]): Gone {
  return {
    versions: new Set(all.flatMap(({ versions }) => versions)),
    changes: new Set(all.flatMap(({ changes }) => changes)),
  };
}

async function contentProblem(tx: Database, body: Entry, hash: string, gone: Gone): Promise<string | null> {
  const isVersionGone = body.version !== null && gone.versions.has(body.version.sequence);
  const isChangeGone = body.change !== null && gone.changes.has(body.change.id);
  return (
    (isVersionGone ? null : ((await versionProblem(tx, body, hash)) ?? (await snapshotProblem(tx, body)))) ??
    (isChangeGone ? null : await changeProblem(tx, body, hash))
  );
}

async function versionProblem(tx: Database, { documentId, version }: Entry, hash: string): Promise<string | null> {
  if (version === null) return null;
  const [row] = await tx
    .select()
    .from(versions)
    .where(and(eq(versions.documentId, documentId), eq(versions.sequence, version.sequence)));
  if (!row) return `version ${version.sequence} is missing`;
  if (row.chain !== hash) return `version ${version.sequence} names another entry`;
  if (entryHash(row.recipe) !== entryHash(version.recipe)) return `version ${version.sequence} names another recipe`;
  const content = await storedContentHash(row).catch(() => null);
  return content === version.content ? null : `version ${version.sequence} does not say what was recorded`;
}

async function snapshotProblem(tx: Database, body: Entry): Promise<string | null> {
  if (body.snapshots.length === 0) return null;
  const ids = body.snapshots.map(({ id }) => id);
  const rows = await tx
    .select({ sighting: snapshotSightings, kept: snapshots.id })
    .from(snapshotSightings)
    .leftJoin(snapshots, eq(snapshots.id, snapshotSightings.snapshotId))
    .where(and(eq(snapshotSightings.documentId, body.documentId), inArray(snapshotSightings.snapshotId, ids)));
  for (const { id, role, sighting } of body.snapshots) {
    const found = rows.filter((row) => row.sighting.snapshotId === id && row.sighting.role === role);
    if (!found.some((row) => row.kept !== null)) return `the snapshot ${id} is missing`;
    if (!found.some((row) => sightingHash(row.sighting) === sighting)) {
      return `what was served with the snapshot ${id} is not what was recorded`;
    }
  }
  return null;
}

async function changeProblem(tx: Database, { change }: Entry, hash: string): Promise<string | null> {
  if (change === null) return null;
  const [row] = await tx.select({ change: changes.change }).from(changes).where(eq(changes.id, change.id));
  if (!row) return `the change ${change.id} is missing`;
  if (row.change.evidence.chain !== hash) return `the change ${change.id} names another entry`;
  return changeHash(row.change) === change.content ? null : `the change ${change.id} does not say what was recorded`;
}

async function endProblem(
  tx: Database,
  document: DocumentRow,
  entries: number,
  last: string | null,
  gone: Gone,
): Promise<string | null> {
  if (document.chainEntries !== entries || document.chainHead !== last) return "the chain does not end where it did";
  const [row] = await tx
    .select({ versions: sql<number>`count(*)::int` })
    .from(versions)
    .where(eq(versions.documentId, document.id));
  return row?.versions === document.sequence - gone.versions.size ? null : "there are versions that no entry speaks of";
}

async function verifySnapshot(db: Database, id: string): Promise<Broken | null> {
  const [row] = await db.select({ body: snapshots.body }).from(snapshots).where(eq(snapshots.id, id));
  const found = row && (await decompress(row.body).then(sha256Id, () => null));
  if (found === id) return null;
  const [place] = await db
    .select({ documentId: snapshotSightings.documentId, entry: evidenceLog.entry })
    .from(snapshotSightings)
    .innerJoin(evidenceLog, eq(evidenceLog.documentId, snapshotSightings.documentId))
    .where(
      and(
        eq(snapshotSightings.snapshotId, id),
        sql`${evidenceLog.body} -> 'snapshots' @> ${JSON.stringify([{ id }])}::jsonb`,
      ),
    )
    .orderBy(asc(snapshotSightings.id), asc(evidenceLog.entry))
    .limit(1);
  const problem = `the snapshot ${id} does not hold the bytes that were served`;
  return { ok: false, documentId: place?.documentId ?? "", entry: place?.entry ?? 0, problem };
}
