import type { Fetched } from "../../model/snapshot.ts";
import type { Door } from "./door.ts";
import { easternTime, readList, type Item } from "./item.ts";

const perPage = 250;
/** The publisher gives no more pages than that of one question. */
const mostPages = 20;
const mostWindows = 20;

/** A document with the page it stands in. */
export interface Listed {
  readonly document: Item;
  readonly response: Fetched;
}

/** All documents that filters find, each once: where the pages end before the documents do, the last one's date begins the next question. */
export async function listAll(
  door: Door,
  filters: Readonly<Record<string, string>>,
  warn: (warning: string) => void,
): Promise<readonly Listed[]> {
  const found = new Map<string, Listed>();
  let since = filters["filter[lastModifiedDate][ge]"] ?? null;
  for (let window = 0; window < mostWindows; window += 1) {
    const end = await listWindow(door, { ...filters, ...(since === null ? {} : { [sinceFilter]: since }) }, found);
    if (end === "all") return [...found.values()];
    const last = [...found.values()].at(-1)?.document.lastModifiedDate ?? null;
    const next = last === null ? null : easternTime(last);
    if (next === null || next === since) break;
    since = next;
  }
  warn(`The publisher lists more documents than it gives; ${found.size} were read.`);
  return [...found.values()];
}

const sinceFilter = "filter[lastModifiedDate][ge]";

async function listWindow(
  door: Door,
  query: Readonly<Record<string, string>>,
  found: Map<string, Listed>,
): Promise<"all" | "more"> {
  for (let page = 1; page <= mostPages; page += 1) {
    const response = await door.ask("documents", {
      ...query,
      sort: "lastModifiedDate,documentId",
      "page[size]": String(perPage),
      "page[number]": String(page),
    });
    const { items, hasNext } = readList(response);
    for (const document of items) found.set(document.id, { document, response });
    // The last page it gives is said to be the last of all, full as it is.
    if (page < mostPages ? !hasNext || items.length === 0 : items.length < perPage) return "all";
  }
  return "more";
}
