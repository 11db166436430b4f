import type { Database } from "./database.ts";
import type { Stated } from "./derived.ts";
import { and, eq } from "./drizzle.ts";
import { documents, versions } from "./schema.ts";

type Row = typeof documents.$inferSelect;
type Kept = "id" | "feedId" | "source" | "threadKey" | "sequence" | "vanishedAt" | "chainHead" | "chainEntries";

/** A document whose row the transaction holds. */
export interface Held extends Pick<Row, Kept> {
  /** What its latest version states, or null before the first. */
  readonly stated: Stated | null;
}

/** What is asked of a document's row to hold it. */
export const heldColumns = {
  id: documents.id,
  feedId: documents.feedId,
  source: documents.source,
  threadKey: documents.threadKey,
  sequence: documents.sequence,
  vanishedAt: documents.vanishedAt,
  chainHead: documents.chainHead,
  chainEntries: documents.chainEntries,
};

/** Holds a document's row until the transaction ends. Null where its latest version is another one by now. */
export async function holdDocument(tx: Database, id: string, sequence: number): Promise<Held | null> {
  const [row] = await tx
    .select({ ...heldColumns, stated: { deadlines: versions.deadlines, threadKeys: versions.threadKeys } })
    .from(documents)
    .innerJoin(versions, and(eq(versions.documentId, documents.id), eq(versions.sequence, documents.sequence)))
    .where(eq(documents.id, id))
    .for("update", { of: documents });
  return row?.sequence === sequence ? row : null;
}
