import type { TermMove, TermPlace, TermStore } from "../model/term.ts";
import { transact, type Database } from "./database.ts";
import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "./drizzle.ts";
import { changes, documents, feeds, versions } from "./schema.ts";
import { termPlaces, termReadings } from "./schema-terms.ts";
import { pairMoves } from "./term-moves.ts";
import { wellFormed } from "./well-formed.ts";

/** Where the terms of the register stand and stood. */
export function termMethods(db: Database): TermStore {
  return {
    async documentsToRead(register, limit) {
      const isCurrent = and(eq(termReadings.documentId, documents.id), eq(termReadings.register, register));
      const rows = await db
        .select({ documentId: documents.id, read: sql<number>`coalesce(${termReadings.sequence}, 0)` })
        .from(documents)
        .leftJoin(termReadings, isCurrent)
        .where(sql`${documents.sequence} > coalesce(${termReadings.sequence}, 0)`)
        .orderBy(asc(documents.id))
        .limit(limit);
      return rows;
    },
    keepTerms: (documentId, register, read, texts) =>
      transact(db, async (tx) => {
        await tx.select({ id: documents.id }).from(documents).where(eq(documents.id, documentId)).for("update");
        const [known] = await tx.select().from(termReadings).where(eq(termReadings.documentId, documentId));
        if ((known?.register === register ? known.sequence : 0) !== read) return false;
        if (read === 0) await tx.delete(termPlaces).where(eq(termPlaces.documentId, documentId));
        for (const { sequence, places } of texts) await moveTo(tx, documentId, sequence, wellFormed(places));
        const sequence = texts.at(-1)?.sequence ?? read;
        await tx
          .insert(termReadings)
          .values({ documentId, register, sequence })
          .onConflictDoUpdate({ target: termReadings.documentId, set: { register, sequence } });
        return true;
      }),
    async termTotals(includePrivate) {
      return db
        .select({
          termId: termPlaces.termId,
          documents: sql<number>`count(distinct ${termPlaces.documentId})::int`,
          values: sql<
            string[]
          >`coalesce(array_agg(distinct ${termPlaces.value}) filter (where ${termPlaces.value} is not null), '{}')`,
        })
        .from(termPlaces)
        .innerJoin(documents, eq(documents.id, termPlaces.documentId))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(and(isNull(termPlaces.lastSequence), standsFor(includePrivate), seenBy(includePrivate)))
        .groupBy(termPlaces.termId);
    },
    async termPlaces(termId, includePrivate, limit) {
      return db
        .select({
          termId: termPlaces.termId,
          section: termPlaces.section,
          sentence: termPlaces.sentence,
          value: termPlaces.value,
          documentId: documents.id,
          feedId: documents.feedId,
          source: documents.source,
          title: documents.title,
          citation: versions.citation,
        })
        .from(termPlaces)
        .innerJoin(documents, eq(documents.id, termPlaces.documentId))
        .innerJoin(versions, and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence)))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(
          and(
            eq(termPlaces.termId, termId),
            isNull(termPlaces.lastSequence),
            standsFor(includePrivate),
            seenBy(includePrivate),
          ),
        )
        .orderBy(sql`${termPlaces.value} is null`, desc(documents.changedAt), asc(documents.id), asc(termPlaces.id))
        .limit(limit);
    },
    async termMoves(termId, includePrivate, limit) {
      const rows = await db
        .select({ place: termPlaces, title: documents.title })
        .from(termPlaces)
        .innerJoin(documents, eq(documents.id, termPlaces.documentId))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(and(eq(termPlaces.termId, termId), isNotNull(termPlaces.value), seenBy(includePrivate)))
        .orderBy(asc(termPlaces.id));
      const told = await changesOf(db, [...new Set(rows.map(({ place }) => place.documentId))]);
      const moves = pairMoves(
        rows.map(({ place, title }) => ({ ...place, title })),
        told,
      );
      return oncePerEvent(moves, told)
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .slice(0, limit);
    },
  };
}

// Several feeds may see the same document: the one that changed last stands for all, since the others may not be read any more.
function standsFor(includePrivate: boolean) {
  const isNewest = sql`not exists (
    select from ${documents} twin join ${feeds} of_twin on of_twin.id = twin.feed_id
    where twin.source = ${documents.source} and twin.key = ${documents.key} and twin.vanished_at is null
      and (${includePrivate} or of_twin.visibility = 'public')
      and (twin.changed_at, twin.id) > (${documents.changedAt}, ${documents.id}))`;
  return and(isNull(documents.vanishedAt), isNewest);
}

function oncePerEvent(
  moves: readonly TermMove[],
  told: readonly { readonly id: string; readonly eventKey: string }[],
): readonly TermMove[] {
  const events = new Map(told.map(({ id, eventKey }) => [id, eventKey]));
  const keyed = moves.map((move): [string, TermMove] => {
    const { changeId, section, before, after } = move;
    return [JSON.stringify([events.get(changeId), section, before, after]), move];
  });
  return [...new Map(keyed.toReversed()).values()].toReversed();
}

function seenBy(includePrivate: boolean) {
  return includePrivate ? undefined : eq(feeds.visibility, "public");
}

async function changesOf(db: Database, documentIds: readonly string[]) {
  if (documentIds.length === 0) return [];
  const { id, documentId, eventKey, afterSequence: sequence, kind, occurredAt: at } = changes;
  return db
    .select({ id, documentId, eventKey, sequence, kind, at })
    .from(changes)
    .where(
      and(
        inArray(changes.documentId, [...documentIds]),
        isNotNull(changes.afterSequence),
        eq(changes.kind, "amended"),
        isNull(changes.retractedAt),
      ),
    );
}

async function moveTo(tx: Database, documentId: string, sequence: number, places: readonly TermPlace[]): Promise<void> {
  const standing = await tx
    .select()
    .from(termPlaces)
    .where(and(eq(termPlaces.documentId, documentId), isNull(termPlaces.lastSequence)));
  const known = new Set(standing.map(keyOf));
  const stated = new Set(places.map(keyOf));
  const gone = standing.filter((place) => !stated.has(keyOf(place))).map(({ id }) => id);
  if (gone.length > 0) {
    await tx
      .update(termPlaces)
      .set({ lastSequence: sequence - 1 })
      .where(inArray(termPlaces.id, gone));
  }
  const fresh = places.filter((place) => !known.has(keyOf(place)));
  const rows = fresh.map((place) => ({ ...place, documentId, firstSequence: sequence }));
  if (rows.length > 0) await tx.insert(termPlaces).values(rows);
}

function keyOf({ termId, section, sentence, value }: TermPlace): string {
  return JSON.stringify([termId, section, sentence, value]);
}
