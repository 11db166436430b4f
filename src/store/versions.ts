import { hashJson, sha256 } from "../lib/hash.ts";
import type { Store } from "../model/store.ts";
import type { Block } from "../model/text.ts";
import type { Instant } from "../model/time.ts";
import type { Extraction, Recipe, Version } from "../model/version.ts";
import { compress, decompress } from "./compressed.ts";
import type { Database } from "./database.ts";
import { and, eq, sql } from "./drizzle.ts";
import { documents, feeds, snapshotSightings, versions, versionSnapshots } from "./schema.ts";
import { wellFormed } from "./well-formed.ts";

type VersionRow = typeof versions.$inferSelect;

/** An extraction made ready to be kept: its text as JSON and compressed, the rest as it goes into columns. */
export interface Draft {
  readonly extraction: Extraction;
  readonly recipe: Recipe;
  readonly blocks: Uint8Array;
  /** What the evidence chain says of the version: a hash of its text and of everything else it states. */
  readonly content: string;
}

export async function draftVersion(extraction: Extraction, recipe: Recipe): Promise<Draft> {
  const { blocks, ...stated } = extraction;
  const text = JSON.stringify(blocks);
  const kept = { ...wellFormed(stated), blocks };
  return { extraction: kept, recipe, blocks: await compress(text), content: contentHash(kept, text) };
}

/** The hash under which the evidence chain knows this reading. */
export function draftContent(extraction: Extraction): string {
  const { blocks, ...stated } = extraction;
  return contentHash(wellFormed(stated), JSON.stringify(blocks));
}

export async function keepVersion(
  tx: Database,
  draft: Draft,
  place: { readonly documentId: string; readonly sequence: number; readonly at: Instant; readonly chain: string },
  sightingIds: readonly { readonly role: string; readonly id: number }[],
): Promise<void> {
  const id = versionId(place.documentId, place.sequence);
  const { blocks: _, ...stated } = draft.extraction;
  const { documentId, sequence, at: observedAt, chain } = place;
  await tx
    .insert(versions)
    .values({ ...stated, id, documentId, sequence, observedAt, chain, blocks: draft.blocks, recipe: draft.recipe });
  if (sightingIds.length === 0) return;
  const rows = sightingIds.map(({ role, id: sightingId }, position) => ({ versionId: id, position, role, sightingId }));
  await tx.insert(versionSnapshots).values(rows);
}

export function versionId(documentId: string, sequence: number): string {
  return `${documentId}.${sequence}`;
}

/** The hash the chain keeps of a row, made again from what is stored. */
export async function storedContentHash(row: VersionRow): Promise<string> {
  return contentHash(statedOf(row), (await decompress(row.blocks)).toString());
}

/** The served answers a version was made from, in order, asked for in the same statement as its row. */
export const servedFor = sql<Version["snapshots"]>`(
  select coalesce(jsonb_agg(jsonb_build_object('role', served.role, 'id', seen.snapshot_id) order by served.position), '[]')
  from ${versionSnapshots} served join ${snapshotSightings} seen on seen.id = served.sighting_id
  where served.version_id = ${versions}.id)`;

export async function toVersion(row: VersionRow, snapshots: Version["snapshots"]): Promise<Version> {
  const text = await decompress(row.blocks);
  return {
    ...statedOf(row),
    blocks: JSON.parse(text.toString()) as readonly Block[],
    id: row.id,
    documentId: row.documentId,
    sequence: row.sequence,
    recipe: row.recipe,
    snapshots,
    observedAt: row.observedAt,
    chain: row.chain,
  };
}

/** The version of a document with this sequence. */
export async function versionAt(db: Database, documentId: string, sequence: number): Promise<Version | null> {
  const [row] = await db
    .select({ version: versions, served: servedFor })
    .from(versions)
    .where(and(eq(versions.documentId, documentId), eq(versions.sequence, sequence)));
  return row ? toVersion(row.version, row.served) : null;
}

export function versionMethods(db: Database): Pick<Store, "version"> {
  return {
    async version(id) {
      const [row] = await db
        .select({ version: versions, served: servedFor, visibility: feeds.visibility })
        .from(versions)
        .innerJoin(documents, eq(documents.id, versions.documentId))
        .innerJoin(feeds, eq(feeds.id, documents.feedId))
        .where(eq(versions.id, id));
      return row ? { ...(await toVersion(row.version, row.served)), visibility: row.visibility } : null;
    },
  };
}

function contentHash(stated: Stated, text: string): string {
  return hashJson({ ...statedOf(stated), text: sha256(text) });
}

function statedOf(from: Stated): Stated {
  const stated = columnsStated.map((name) => [name, from[name]]);
  return Object.fromEntries(stated) as Stated;
}

type Stated = Omit<Extraction, "blocks">;

// The order does not matter, the completeness does: a hash that leaves something out does not protect it.
const columnsStated = Object.keys({
  title: true,
  language: true,
  sourceUrl: true,
  officialUrl: true,
  citation: true,
  fullCitation: true,
  publishedAt: true,
  form: true,
  complete: true,
  facts: true,
  deadlines: true,
  threadKeys: true,
  links: true,
} satisfies Record<keyof Stated, true>) as (keyof Stated)[];
