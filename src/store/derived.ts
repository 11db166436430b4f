import type { Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import type { Database } from "./database.ts";
import { eq } from "./drizzle.ts";
import { keepDates } from "./keep-dates.ts";
import { deadlines, threadIdentifiers } from "./schema.ts";

/** What is looked up across documents, from a document's latest version: its deadlines, and what ties it to others. */
export async function keepDerived(
  tx: Database,
  document: { readonly id: string; readonly threadKey: string },
  extraction: Extraction,
  at: Instant,
  changeId: string | null,
): Promise<void> {
  const { id, threadKey } = document;
  const identifiers = [...new Set(extraction.threadKeys)].toSorted();
  if (identifiers.length > 0) {
    const rows = identifiers.map((identifier) => ({ identifier, threadKey, firstSeenAt: at }));
    await tx.insert(threadIdentifiers).values(rows).onConflictDoNothing();
  }
  await tx.delete(deadlines).where(eq(deadlines.documentId, id));
  const dates = extraction.deadlines.map((deadline, position) => ({ ...deadline, documentId: id, position }));
  if (dates.length > 0) await tx.insert(deadlines).values(dates);
  await keepDates(tx, id, extraction.deadlines, { at, changeId });
}
