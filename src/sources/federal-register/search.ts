import { LimitError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { Door, Page } from "./door.ts";
import type { FederalRegisterParams } from "./params.ts";
import { askedFields, isObject, publishedRecord, sameNumberForm, type PublishedRecord } from "./record.ts";

/** A published document with the answer that states it. */
export interface Published {
  readonly record: PublishedRecord;
  readonly response: Fetched;
}

/** Published documents by number (`sameNumberForm`). */
export type PublishedByNumber = ReadonlyMap<string, Published>;

const perPage = 200;
const mostPages = 50;
const numbersAtOnce = 40;

/** Everything published since a date that fits the feed. Throws what the door throws, and `LimitError` for an endless list. */
export async function searchPublished(
  door: Door,
  params: FederalRegisterParams,
  since: string,
  warn: (warning: string) => void,
): Promise<PublishedByNumber> {
  const found = new Map<string, Published>();
  for (const url of searchUrls(params, { from: since })) {
    for await (const page of pages(door, url, warn)) addAll(found, page, warn);
  }
  return completed(door, found, warn);
}

/** How many documents of each day fit the feed, one answer a search: `{ "2026-03-09": { "count": 2 } }`. */
export async function dailyCounts(
  door: Door,
  params: FederalRegisterParams,
  days: Pick<Days, "from" | "to">,
): Promise<readonly unknown[]> {
  const counts: unknown[] = [];
  for (const query of queries(params, days)) {
    counts.push(await door.json(`${params.baseUrl}/api/v1/documents/facets/daily?${query}`));
  }
  return counts;
}

const types = ["RULE", "PRORULE", "NOTICE", "PRESDOCU"] as const;

/** What was published on a day, as far as it can be had: the whole day, then type by type while `count` is not reached. */
export async function searchDay(
  door: Door,
  params: FederalRegisterParams,
  day: string,
  count: number,
  warn: (warning: string) => void,
): Promise<PublishedByNumber> {
  const found = new Map<string, Published>();
  const byType = (params.types.length > 0 ? params.types : types).map((type) => ({ ...params, types: [type] }));
  for (const narrowed of [params, ...byType]) {
    if (found.size >= count) break;
    for (const url of searchUrls(narrowed, { on: day })) {
      for await (const page of pages(door, url, warn)) addAll(found, page, warn);
    }
  }
  return completed(door, found, warn);
}

/** Publication days: from one on, up to another, or one alone. */
interface Days {
  readonly from?: string;
  readonly to?: string;
  readonly on?: string;
}

/** Documents by their numbers, wherever they stand in time. What the publisher does not know is left out. */
export async function readPublished(
  door: Door,
  numbers: readonly string[],
  warn: (warning: string) => void,
): Promise<PublishedByNumber> {
  const found = new Map<string, Published>();
  for (let start = 0; start < numbers.length; start += numbersAtOnce) {
    const some = numbers.slice(start, start + numbersAtOnce).map((number) => encodeURIComponent(number));
    const url = `${door.baseUrl}/api/v1/documents/${some.join(",")}.json?${fieldsQuery()}`;
    const page = await door.page(url, "allowed");
    if (page !== null) addAll(found, page, warn);
  }
  return found;
}

// One search for each docket, RIN or CFR part, because the API takes one of each; everything else goes into every search.
function searchUrls(params: FederalRegisterParams, days: Days): readonly string[] {
  return queries(params, days).map(
    (query) => `${params.baseUrl}/api/v1/documents.json?${query}&order=newest&per_page=${perPage}&${fieldsQuery()}`,
  );
}

function queries(params: FederalRegisterParams, days: Days): readonly string[] {
  const identifiers: readonly (readonly [string, string])[] = [
    ...params.docketIds.map((docket) => ["conditions[docket_id]", docket] as const),
    ...params.rins.map((rin) => ["conditions[regulation_id_number]", rin] as const),
  ];
  const parts = params.cfr.map(({ title, part }): readonly (readonly [string, string])[] => [
    ["conditions[cfr][title]", String(title)],
    ...(part === undefined ? [] : ([["conditions[cfr][part]", part]] as const)),
  ]);
  return (identifiers.length > 0 ? identifiers.map((one) => [one]) : [[]]).flatMap((identifier) =>
    (parts.length > 0 ? parts : [[]]).map((part) =>
      new URLSearchParams(
        [...conditions(params, days), ...identifier, ...part].map(([name, value]) => [name, value]),
      ).toString(),
    ),
  );
}

function conditions(params: FederalRegisterParams, { from, to, on }: Days): readonly [string, string][] {
  return [
    ...params.agencies.map((agency): [string, string] => ["conditions[agencies][]", agency]),
    ...params.types.map((type): [string, string] => ["conditions[type][]", type]),
    ...params.presidentialDocumentTypes.map((type): [string, string] => [
      "conditions[presidential_document_type][]",
      type,
    ]),
    ...(params.term === undefined ? [] : ([["conditions[term]", params.term]] as [string, string][])),
    ...(params.significant === undefined
      ? []
      : ([["conditions[significant]", params.significant ? "1" : "0"]] as [string, string][])),
    ...Object.entries({ gte: from, lte: to, is: on }).flatMap(([bound, date]): [string, string][] =>
      date === undefined ? [] : [[`conditions[publication_date][${bound}]`, date]],
    ),
  ];
}

function fieldsQuery(): string {
  return new URLSearchParams(askedFields.map((field) => ["fields[]", field])).toString();
}

// `next_page_url` is followed as it is; count and total_pages are not to be trusted. Old servers answer a page beyond the last with
// the first one again.
async function* pages(door: Door, first: string, warn: (warning: string) => void): AsyncGenerator<Page, void, void> {
  const seen = new Set<string>();
  let firstId: string | null = null;
  for (let url: string | null = first, count = 0; url !== null; count += 1) {
    if (count >= mostPages) {
      throw new LimitError(
        `The search has more than ${mostPages} pages of ${perPage}; narrow the feed or lower backfillDays.`,
      );
    }
    seen.add(url);
    const page: Page | null = await door.page(url);
    if (page === null) return;
    const id = numberOf(page.records[0]);
    if (count > 0 && id !== null && id === firstId) {
      warn("The search gave its first page again instead of the next; what was read until then counts.");
      return;
    }
    firstId ??= id;
    yield page;
    if (page.next !== null && seen.has(page.next)) {
      warn("The search pointed back to a page already read; what was read until then counts.");
      return;
    }
    url = page.records.length === 0 ? null : page.next;
  }
}

function addAll(found: Map<string, Published>, page: Page, warn: (warning: string) => void): void {
  for (const raw of page.records) {
    const { data, error } = publishedRecord.safeParse(raw);
    if (data === undefined) {
      const issue = error.issues[0];
      warn(
        `A document was left out (${numberOf(raw) ?? "no number"}): ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}.`,
      );
      continue;
    }
    const number = sameNumberForm(data.document_number);
    if (!found.has(number)) found.set(number, { record: data, response: page.response });
  }
}

// Some servers send their ten default fields whatever is asked; the documents are then read by number, which gives all.
async function completed(
  door: Door,
  found: ReadonlyMap<string, Published>,
  warn: (warning: string) => void,
): Promise<PublishedByNumber> {
  const poor = [...found.values()].filter(({ record }) => isPoor(record)).map(({ record }) => record.document_number);
  if (poor.length === 0) return found;
  const rich = await readPublished(door, poor, warn);
  return new Map([...found].map(([number, one]) => [number, rich.get(number) ?? one]));
}

function isPoor(record: PublishedRecord): boolean {
  return record.effective_on === undefined && record.docket_ids === undefined && record.citation === undefined;
}

function numberOf(raw: unknown): string | null {
  const number = isObject(raw) ? raw["document_number"] : null;
  return typeof number === "string" ? number : null;
}
