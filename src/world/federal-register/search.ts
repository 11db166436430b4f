import { json } from "../publisher.ts";
import type { Answer } from "../publisher.ts";
import { readConditions } from "./conditions.ts";
import type { RegisterDocument } from "./document.ts";
import type { Query } from "./query.ts";
import { recordOf, searchableWords, searchFields, unknownField } from "./records.ts";
import type { Desk } from "./records.ts";
import { readTerm } from "./term.ts";

/** `documents.json`: a page of the listed documents that fit, in the publisher's envelope with all its habits. */
export function searchDocuments(listed: readonly RegisterDocument[], query: Query, desk: Desk): Answer {
  const conditions = readConditions(query);
  if (!conditions.ok) return json({ errors: conditions.errors }, 400);
  const asked = query.all("fields");
  const unknown = unknownField(asked);
  if (unknown !== null) return json({ status: 400, message: `field '${unknown}' not valid` }, 400);
  const cursor = readCursor(query.one("search_after_cursor"));
  if (cursor === "invalid") return json({ status: 400, message: "Invalid search_after_cursor token" }, 400);

  const term = conditions.term === null ? null : readTerm(conditions.term);
  const order = orderOf(query, term !== null);
  const all = sorted(
    listed.filter(conditions.matches),
    order,
    (document) => term?.score(searchableWords(document)) ?? 0,
  );
  const isOneDay = query.one("conditions[publication_date][is]") !== undefined;
  const found = isOneDay ? all : all.slice(0, desk.searchCap);
  const perPage = pageSize(query.one("per_page"));
  const pageNumber = Math.max(1, Number(query.one("page")) || 1);
  if (cursor === null && pageNumber * perPage > 10_000 && pageNumber > 1) {
    return json({ status: 400, message: "page is beyond the first 10000 results" }, 400);
  }
  const start = cursor === null ? (pageNumber - 1) * perPage : placeAfter(found, cursor, order);
  const shown = found.slice(start, start + perPage);
  if (shown.length === 0) return emptySearch(conditions.description, found.length);

  const link = (changes: Readonly<Record<string, string | null>>) =>
    `${desk.host}/api/v1/documents?${query.with({ format: "json", ...changes })}`;
  const byCursor = order === "newest" || order === "oldest";
  const last = shown.at(-1);
  const names = asked.length > 0 ? asked : searchFields;
  return json({
    description: conditions.description,
    count: Math.min(found.length, 10_000),
    total_pages: 50,
    ...(start + perPage < found.length && last !== undefined
      ? {
          next_page_url: link({
            page: String(pageNumber + 1),
            ...(byCursor ? { search_after_cursor: cursorAfter(last) } : {}),
          }),
        }
      : {}),
    ...(pageNumber > 1 ? { previous_page_url: link({ page: String(pageNumber - 1) }) } : {}),
    results: shown.map((document) =>
      recordOf(document, names, desk, term === null ? abbreviated(document) : term.excerpt(searchableWords(document))),
    ),
  });
}

/** A search that finds nothing has no `results` and no `total_pages`. */
export function emptySearch(description: string, count = 0): Answer {
  return json({ description, count });
}

type Order = "newest" | "oldest" | "relevance" | "executive_order_number";

function orderOf(query: Query, hasTerm: boolean): Order {
  const asked = query.one("order");
  if (asked === "newest" || asked === "oldest" || asked === "executive_order_number") return asked;
  return hasTerm || asked === "relevance" ? "relevance" : "newest";
}

function sorted(
  documents: readonly RegisterDocument[],
  order: Order,
  score: (document: RegisterDocument) => number,
): readonly RegisterDocument[] {
  const newest = documents.toSorted((a, b) => compareKeys(keyOf(b), keyOf(a)));
  switch (order) {
    case "newest":
      return newest;
    case "oldest":
      return newest.toReversed();
    case "executive_order_number":
      return newest.toSorted((a, b) => Number(b.executiveOrderNumber ?? 0) - Number(a.executiveOrderNumber ?? 0));
    case "relevance":
      break;
  }
  return newest
    .map((document) => ({ document, score: score(document) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ document }) => document);
}

/** Where a document stands in the order by date: milliseconds of its day in UTC, then its number as text. */
type Key = readonly [number, string];

function keyOf(document: RegisterDocument): Key {
  return [Date.parse(`${document.publishedOn}T00:00:00Z`), document.number];
}

function compareKeys(a: Key, b: Key): number {
  if (a[0] !== b[0]) return a[0] - b[0];
  return a[1] < b[1] ? -1 : Number(a[1] > b[1]);
}

function cursorAfter(document: RegisterDocument): string {
  return Buffer.from(JSON.stringify(keyOf(document))).toString("base64url");
}

function readCursor(text: string | undefined): Key | "invalid" | null {
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (Array.isArray(key) && typeof key[0] === "number" && typeof key[1] === "string") return [key[0], key[1]];
  } catch {
    // Not JSON: the same answer as for any other token that is not ours.
  }
  return "invalid";
}

function placeAfter(found: readonly RegisterDocument[], cursor: Key, order: Order): number {
  const place = found.findIndex((document) => {
    const difference = compareKeys(keyOf(document), cursor);
    return order === "oldest" ? difference > 0 : difference < 0;
  });
  return place === -1 ? found.length : place;
}

/** `per_page=1` is ignored; more than 2000 is cut. */
function pageSize(text: string | undefined): number {
  const asked = Number(text);
  return Number.isInteger(asked) && asked > 1 ? Math.min(asked, 2000) : 20;
}

function abbreviated(document: RegisterDocument): string | null {
  if (document.abstract === undefined) return null;
  return document.abstract.length <= 250
    ? document.abstract
    : `${document.abstract.slice(0, 250).replace(/\s+\S*$/, "")}...`;
}
