import type { Change } from "../model/change.ts";
import { StoreError } from "../model/errors.ts";
import { significances } from "../model/significance.ts";
import type { Recorded, Recording, Store } from "../model/store.ts";
import { queueAlert } from "./alerts.ts";
import type { Bell } from "./bell.ts";
import { transact, type Database } from "./database.ts";
import { keepForGathering } from "./gatherings.ts";
import { keepDerived } from "./derived.ts";
import { eq, sql } from "./drizzle.ts";
import { appendEntry, chainEnd, changeHash, type ChainEnd, type EntryKind } from "./evidence.ts";
import { heldColumns, holdDocument, type Held } from "./held.ts";
import { callAgain, callOff } from "./keep-dates.ts";
import { indexSections, keepSections, lexemesOfChange, type IndexedSection } from "./lexemes.ts";
import { changes, documents, feeds } from "./schema.ts";
import { keepSnapshots, preserve, sightingHash, type Preserved } from "./snapshots.ts";
import { draftVersion, keepVersion, type Draft } from "./versions.ts";
import { wellFormed } from "./well-formed.ts";

/** What one capture leaves behind, with everything that takes time done before the transaction. */
interface Prepared {
  readonly recording: Recording;
  readonly preserved: Preserved;
  readonly draft: Draft | null;
  readonly lexemes: readonly string[] | null;
  readonly sections: readonly IndexedSection[];
}

/** Records what a capture leaves behind: document, version, evidence, change, alert and its deliveries, in one transaction. */
export function recordMethods(db: Database, bell: Bell): Pick<Store, "record"> {
  return {
    async record(recording) {
      const prepared = await prepare(db, recording);
      if (recording.alert && recording.alert.deliveries.length > 0) await bell.ready();
      return transact(db, (tx) => write(tx, bell, prepared));
    },
  };
}

async function prepare(db: Database, given: Recording): Promise<Prepared> {
  const { version } = given;
  const [preserved, draft] = await Promise.all([
    preserve(db, given.snapshots),
    version && draftVersion(version.extraction, version.recipe),
  ]);
  const told = wellFormed({ state: given.state, change: given.change, alert: given.alert });
  const lexemes = told.change && lexemesOfChange(told.change);
  const sections = draft
    ? indexSections({ ...draft.extraction, source: draft.recipe.source, feedId: given.feedId })
    : [];
  return { recording: { ...given, ...told }, preserved, draft, lexemes, sections };
}

async function write(tx: Database, bell: Bell, prepared: Prepared): Promise<Recorded> {
  const { recording, preserved, draft } = prepared;
  const document = await lockDocument(tx, recording, draft);
  if (!document) return { kind: "overtaken" };
  const { at } = recording;
  const change = await newsOf(tx, recording);
  const sequence = document.sequence + (draft ? 1 : 0);
  const sightingIds = await keepSnapshots(tx, document.id, preserved);
  const end = await appendEntry(tx, document.id, chainEnd(document), {
    kind: kindOf(recording, document),
    at,
    version: draft && { sequence, recipe: draft.recipe, content: draft.content },
    snapshots: preserved.sightings.map((sighting) => ({
      role: sighting.role,
      id: sighting.snapshotId,
      sighting: sightingHash(sighting),
    })),
    change: change && { id: change.id, content: changeHash(change) },
  });
  if (draft) {
    const roles = preserved.sightings.map(({ role }, index) => ({ role, id: sightingIds[index] ?? 0 }));
    await keepVersion(tx, draft, { documentId: document.id, sequence, at, chain: end.head }, roles);
  }
  const told = change && { ...change, evidence: { ...change.evidence, chain: end.head } };
  if (told) await keepChange(tx, told, prepared);
  if (recording.vanished) await callOff(tx, document.id, at);
  else if (document.vanishedAt !== null) await callAgain(tx, document.id, at);
  if (draft) {
    const place = { id: document.id, threadKey: recording.threadKey };
    await keepDerived(tx, place, { before: document.stated, after: draft.extraction }, at, told?.id ?? null);
    await keepSections(tx, document.id, prepared.sections);
  }
  await moveOn(tx, document, recording, draft, sequence, end);
  if (told && recording.gather !== null) await keepForGathering(tx, told, recording.gather);
  const deliveries = recording.alert && told ? await queueAlert(tx, bell, withChange(recording.alert, told), at) : 0;
  return { kind: "recorded", change: told, deliveries };
}

// Null when another worker was faster.
async function lockDocument(tx: Database, recording: Recording, draft: Draft | null): Promise<Held | null> {
  const { documentId, expectedSequence, vanished } = recording;
  if (expectedSequence > 0) {
    const document = await holdDocument(tx, documentId, expectedSequence);
    return draft === null && vanished && document !== null && document.vanishedAt !== null ? null : document;
  }
  if (draft === null) throw new StoreError(`The first recording of ${recording.key} has no version.`);
  const [row] = await tx
    .insert(documents)
    .values(firstRow(recording, draft))
    .onConflictDoNothing()
    .returning(heldColumns);
  return row ? { ...row, stated: null } : null;
}

function firstRow(recording: Recording, draft: Draft): typeof documents.$inferInsert {
  const { at, documentId, feedId, key, threadKey, state } = recording;
  return {
    id: documentId,
    feedId,
    source: draft.recipe.source,
    key,
    threadKey,
    title: draft.extraction.title,
    topics: [],
    state,
    sequence: 0,
    firstSeenAt: at,
    lastSeenAt: at,
    textSeenAt: at,
    changedAt: at,
    chainHead: "",
    chainEntries: 0,
  };
}

// A document that vanishes a second time with the same last words is no news.
async function newsOf(tx: Database, { change, version }: Recording): Promise<Change | null> {
  if (change === null || version !== null) return change;
  const known = await tx.select({ id: changes.id }).from(changes).where(eq(changes.id, change.id));
  return known.length > 0 ? null : change;
}

function kindOf(recording: Recording, document: Held): EntryKind {
  if (recording.version) return "version";
  if (recording.vanished) return "vanished";
  return document.vanishedAt === null ? "noted" : "returned";
}

async function keepChange(tx: Database, change: Change, { recording, draft, lexemes }: Prepared): Promise<void> {
  const { id, documentId, feedId, source, threadKey, eventKey, kind, topics, occurredAt, baseline } = change;
  const before = change.evidence.before === null ? null : recording.expectedSequence || null;
  const isPrivate = sql`exists (select 1 from ${feeds} where ${feeds.id} = ${feedId} and ${feeds.visibility} = 'private')`;
  await tx.insert(changes).values({
    id,
    documentId,
    feedId,
    source,
    threadKey,
    eventKey,
    kind,
    occurredAt,
    baseline,
    change,
    lexemes,
    topics: [...topics],
    beforeSequence: before,
    afterSequence: draft ? recording.expectedSequence + 1 : null,
    significance: significances.indexOf(change.significance),
    muted: change.muted !== null,
    visibility: sql`case when ${isPrivate} then 'private' else ${change.visibility} end`,
  });
}

async function moveOn(
  tx: Database,
  document: Held,
  recording: Recording,
  draft: Draft | null,
  sequence: number,
  end: ChainEnd,
): Promise<void> {
  const { at, change, vanished } = recording;
  // A facts-only look at a known text leaves the time the text was seen where it is.
  const sawText = document.sequence === 0 || recording.snapshots.some(({ role }) => role !== "metadata");
  await tx
    .update(documents)
    .set({
      threadKey: recording.threadKey,
      state: recording.state,
      sequence,
      doubt: null,
      chainHead: end.head,
      chainEntries: end.entries,
      vanishedAt: vanished ? at : null,
      ...(draft && { title: draft.extraction.title }),
      ...(change && { topics: change.topics, changedAt: change.occurredAt }),
      ...(!vanished && { lastSeenAt: at }),
      ...(!vanished && sawText && { textSeenAt: at }),
    })
    .where(eq(documents.id, document.id));
}

function withChange(planned: NonNullable<Recording["alert"]>, told: Change): NonNullable<Recording["alert"]> {
  const { alert } = planned;
  if (alert.kind !== "alert") return planned;
  return {
    ...planned,
    alert: { ...alert, changes: alert.changes.map((change) => (change.id === told.id ? told : change)) },
  };
}
