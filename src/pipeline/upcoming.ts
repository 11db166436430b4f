import { matches, parseQuery } from "../alerts/query.ts";
import type { DeadlineRecord } from "../model/store.ts";
import type { Services } from "./services.ts";

const documentsAtMost = 300;

/** Dates of the next days in documents whose latest change a query asks for, earliest first. */
export async function upcoming(
  { store, clock }: Pick<Services, "store" | "clock">,
  query: string,
  days: number,
): Promise<readonly DeadlineRecord[]> {
  const asked = parseQuery(query);
  const today = clock.now().toZonedDateTimeISO("UTC").toPlainDate();
  const dates = await store.deadlines({
    from: today.toString(),
    to: today.add({ days }).toString(),
    includePrivate: true,
  });
  if (asked.kind === "everything") return dates;
  const wanted = new Set<string>();
  for (const documentId of [...new Set(dates.map((date) => date.documentId))].slice(0, documentsAtMost)) {
    const { rows } = await store.timeline({ documentId, includePrivate: true, limit: 1 });
    if (rows.some((change) => matches(asked, change))) wanted.add(documentId);
  }
  return dates.filter(({ documentId }) => wanted.has(documentId));
}
