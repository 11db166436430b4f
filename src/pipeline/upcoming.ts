import { onceEach } from "../alerts/once-each.ts";
import { matches, parseQuery } from "../alerts/query.ts";
import type { DeadlineRecord } from "../model/store.ts";
import type { Services } from "./services.ts";

/** Dates of the next days in documents whose latest change a query asks for, earliest first. */
export async function upcoming(
  { store, clock }: Pick<Services, "store" | "clock">,
  { query, includePrivate }: { readonly query: string; readonly includePrivate: boolean },
  days: number,
): Promise<readonly DeadlineRecord[]> {
  const asked = parseQuery(query);
  const today = clock.now().toZonedDateTimeISO("UTC").toPlainDate();
  const found = await store.deadlines({
    from: today.toString(),
    to: today.add({ days }).toString(),
    includePrivate,
  });
  if (asked.kind === "everything") return onceEach(found);
  const latest = await store.latestChanges([...new Set(found.map(({ documentId }) => documentId))]);
  const dates = found.filter(({ documentId }) => {
    const change = latest.get(documentId);
    return change !== undefined && matches(asked, change);
  });
  return onceEach(dates);
}
