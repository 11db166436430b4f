import { LimitError, WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { CapturePart } from "../../model/source.ts";
import { billId, readBillId } from "./bill-id.ts";
import { jsonOf, type Door } from "./door.ts";
import type { Cursor, Memory } from "./memory.ts";
import type { CongressParams } from "./params.ts";
import type { ChangedBill, Changes, Counted, FoundBill, Publisher } from "./publisher.ts";
import { readRecord, resources } from "./read-record.ts";
import { listedBill } from "./record.ts";

const perPage = 250;
const mostPages = 100;
const overlapDays = 2;

/** Bills through api.congress.gov, version 3 (https://github.com/LibraryOfCongress/api.congress.gov). */
export function apiPublisher(
  door: Door,
  params: CongressParams,
  cursor: Cursor,
  warn: (warning: string) => void,
): Publisher {
  return {
    changes: () => changes(door, params, cursor, warn),
    counted: (from, to) => counted(door, params, from, to, warn),
    bill: (id, memory) => bill(door, id, memory, warn),
  };
}

// The first time all of the Congress, for its titles; then what was updated, with an overlap because lists give dates alone.
async function changes(
  door: Door,
  params: CongressParams,
  cursor: Cursor,
  warn: (warning: string) => void,
): Promise<Changes> {
  const from = cursor.since === null ? "" : `&fromDateTime=${windowStart(cursor.since)}`;
  const first = `/v3/bill/${params.congress}?sort=updateDate+asc&limit=${perPage}${from}`;
  const found = new Map<string, ChangedBill>();
  await readList(door, first, found, warn);
  const newest = [...found.values()].reduce(
    (latest, { stamp }) => (stamp > latest ? stamp : latest),
    cursor.since ?? "",
  );
  return {
    bills: [...found.values()],
    since: newest === "" ? null : newest,
    batches: [],
    newest: newest === "" ? null : newest,
  };
}

// Day by day, so that no list is long; where one falls short of its own count, from its other end too.
async function counted(
  door: Door,
  { congress }: CongressParams,
  from: string,
  to: string,
  warn: (warning: string) => void,
): Promise<Counted> {
  const all = new Map<string, ChangedBill>();
  let published = 0;
  for (let day = from; day <= to; day = dayAfter(day)) {
    const window = `toDateTime=${dayAfter(day)}T00:00:00Z&fromDateTime=${day}T00:00:00Z&limit=${perPage}`;
    const found = new Map<string, ChangedBill>();
    const count = await readList(door, `/v3/bill/${congress}?${window}&sort=updateDate+asc`, found, warn);
    if (found.size < count) await readList(door, `/v3/bill/${congress}?${window}&sort=updateDate+desc`, found, warn);
    published += Math.max(count, found.size);
    for (const [id, bill] of found) all.set(id, bill);
  }
  return { bills: [...all.values()], published };
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

// Reads a list to its end and says how many there are by its own count.
async function readList(
  door: Door,
  first: string,
  found: Map<string, ChangedBill>,
  warn: (warning: string) => void,
): Promise<number> {
  let count = 0;
  for await (const response of pages(door, first, warn)) {
    count = Math.max(count, countStated(response));
    const listed = jsonOf(response)["bills"];
    for (const raw of Array.isArray(listed) ? (listed as readonly unknown[]) : []) {
      const { data } = listedBill.safeParse(raw);
      if (data === undefined) {
        warn("A bill of the list could not be read and was left out.");
        continue;
      }
      const stamp = stampOf(data);
      const id = billId(data.congress, data.type, data.number);
      if ((found.get(id)?.stamp ?? "") <= stamp)
        found.set(id, { id, type: data.type, title: data.title ?? null, stamp });
    }
  }
  return count;
}

function countStated(response: Fetched): number {
  const pagination = jsonOf(response)["pagination"];
  const count = typeof pagination === "object" && pagination !== null && "count" in pagination ? pagination.count : 0;
  return typeof count === "number" ? count : 0;
}

function windowStart(since: string): string {
  return `${Temporal.PlainDate.from(since.slice(0, 10)).subtract({ days: overlapDays }).toString()}T00:00:00Z`;
}

async function bill(
  door: Door,
  id: string,
  memory: Memory | null,
  warn: (warning: string) => void,
): Promise<FoundBill | "same" | "unknown"> {
  const named = readBillId(id);
  const path = `/v3/bill/${named?.congress ?? ""}/${named?.type ?? ""}/${named?.number ?? ""}`;
  const item = await door.api(path);
  if (item === null) return "unknown";
  const metadata: CapturePart = { role: "metadata", response: item };
  const stated = readRecord([metadata]);
  if (memory !== null && !memory.awaited && stampOf(stated) !== "" && memory.stamp === stampOf(stated)) return "same";
  const parts: CapturePart[] = [metadata];
  for (const { role, path: resource, field } of resources) {
    let page = 0;
    for await (const response of pages(door, `${path}/${resource}?limit=${perPage}`, warn)) {
      page += 1;
      parts.push({ role: page === 1 ? role : `${role}-${page}`, response });
    }
    const first = parts.find((part) => part.role === role);
    if (first === undefined || (countOf(item, field) > 0 && isEmpty(first.response, field)))
      throw new WrongBodyError(`${path}/${resource} is missing or empty, which the bill itself denies.`);
  }
  return { record: readRecord(parts), parts };
}

// Counts are hints, but something is not nothing: caches have given a bill without its actions.
function countOf(item: Fetched, field: string): number {
  const bill = jsonOf(item)["bill"];
  const stated = typeof bill === "object" && bill !== null ? (bill as Readonly<Record<string, unknown>>)[field] : null;
  return typeof stated === "object" && stated !== null && "count" in stated ? Number(stated.count) : 0;
}

function isEmpty(response: Fetched, field: string): boolean {
  const rows = jsonOf(response)[field];
  return !Array.isArray(rows) || rows.length === 0;
}

/** When a bill changed, its text included. */
export function stampOf(record: {
  readonly updateDate?: string | null | undefined;
  readonly updateDateIncludingText?: string | null | undefined;
}): string {
  const [metadata, text] = [record.updateDate ?? "", record.updateDateIncludingText ?? ""];
  return metadata > text ? metadata : text;
}

// Counts are hints. A next page that was read already, or a hundred of them, is the publisher's error and not more bills.
async function* pages(door: Door, first: string, warn: (warning: string) => void): AsyncGenerator<Fetched, void, void> {
  const seen = new Set<string>();
  for (let url: string | null = first; url !== null;) {
    if (seen.size >= mostPages) throw new LimitError(`${first} has more than ${mostPages} pages; lower backfillDays.`);
    seen.add(url);
    const response = await door.api(url);
    if (response === null) return;
    yield response;
    const next = nextOf(jsonOf(response));
    if (next !== null && seen.has(next)) {
      warn(`${first.split("?")[0] ?? ""} pointed back to a page already read; what was read until then counts.`);
      return;
    }
    url = next;
  }
}

function nextOf(body: Readonly<Record<string, unknown>>): string | null {
  const pagination = body["pagination"];
  if (typeof pagination !== "object" || pagination === null || !("next" in pagination)) return null;
  return typeof pagination.next === "string" && pagination.next !== "" ? pagination.next : null;
}
