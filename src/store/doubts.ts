import { z } from "zod";
import type { Store } from "../model/store.ts";
import type { Database } from "./database.ts";
import { and, asc, eq } from "./drizzle.ts";
import { documents, evidenceLog } from "./schema.ts";
import { draftContent } from "./versions.ts";

/** Readings that are not believed yet, and readings that were there before. */
export function doubtMethods(db: Database): Pick<Store, "holdBack" | "returnOf"> {
  return {
    async holdBack(documentId, expectedSequence, doubt) {
      await db
        .update(documents)
        .set({ doubt })
        .where(and(eq(documents.id, documentId), eq(documents.sequence, expectedSequence)));
    },
    async returnOf(documentId, extraction) {
      const readings = await readingsOf(db, documentId);
      const latest = readings.at(-1);
      const earlier = readings.slice(0, -1);
      const content = draftContent(extraction);
      const to = earlier.findLast((reading) => reading.content === content);
      const latestReturns = latest !== undefined && earlier.some((reading) => reading.content === latest.content);
      return {
        to: to ? { sequence: to.sequence, observedAt: to.at } : null,
        latestReturnedAt: latestReturns ? latest.at : null,
      };
    },
  };
}

interface Reading {
  readonly sequence: number;
  readonly content: string;
  readonly at: string;
}

// The evidence chain holds a hash of every reading.
const entryBody = z.object({ at: z.string(), version: z.object({ sequence: z.number(), content: z.string() }) });

async function readingsOf(db: Database, documentId: string): Promise<readonly Reading[]> {
  const rows = await db
    .select({ body: evidenceLog.body })
    .from(evidenceLog)
    .where(eq(evidenceLog.documentId, documentId))
    .orderBy(asc(evidenceLog.entry));
  return rows.flatMap(({ body }) => {
    const entry = entryBody.safeParse(body).data;
    return entry === undefined ? [] : [{ ...entry.version, at: entry.at }];
  });
}
