import type { Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { keepDates } from "./keep-dates.ts";
import { deadlines, threadIdentifiers } from "./schema.ts";

/** What of a version is looked up across documents. */
export type Stated = Pick<Extraction, "deadlines" | "threadKeys">;

/**
 * What is looked up across documents, from a document's latest version: its deadlines, and what ties it to others. `before` is what the
 * version before it stated, which is there already; null where there was none.
 */
export async function keepDerived(
  tx: Database,
  document: { readonly id: string; readonly threadKey: string },
  { before, after }: { readonly before: Stated | null; readonly after: Stated },
  at: Instant,
  changeId: string | null,
): Promise<void> {
  const { id, threadKey } = document;
  const known = new Set(before?.threadKeys);
  const identifiers = [...new Set(after.threadKeys)].filter((key) => !known.has(key)).toSorted();
  if (identifiers.length > 0) {
    const rows = identifiers.map((identifier) => ({ identifier, threadKey, firstSeenAt: at }));
    await tx.insert(threadIdentifiers).values(rows).onConflictDoNothing();
  }
  if (after.deadlines.length === 0 && (before === null || before.deadlines.length === 0)) return;
  await tx.delete(deadlines).where(eq(deadlines.documentId, id));
  const dates = after.deadlines.map((deadline, position) => ({ ...deadline, documentId: id, position }));
  if (dates.length > 0) await tx.insert(deadlines).values(dates);
  await keepDates(tx, id, after.deadlines, { at, changeId });
}
