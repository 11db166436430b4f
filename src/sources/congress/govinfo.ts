import { z } from "zod";
import { RegwatchError, WrongBodyError } from "../../model/errors.ts";
import type { FetchOptions } from "../../model/snapshot.ts";
import { elementsNamed, parseXml, type XmlElement } from "../../snapshots/xml-tree.ts";
import { billId, readBillId } from "./bill-id.ts";
import { jsonOf, textOf, type Door } from "./door.ts";
import type { Cursor, Memory } from "./memory.ts";
import type { CongressParams } from "./params.ts";
import type { ChangedBill, Changes, Counted, FoundBill, Publisher } from "./publisher.ts";
import { readRecord } from "./read-record.ts";

/** Bills through the bulk data of govinfo (https://www.govinfo.gov/bulkdata/BILLSTATUS): no key, some hours later. */
export function govinfoPublisher(
  door: Door,
  params: CongressParams,
  cursor: Cursor,
  warn: (warning: string) => void,
): Publisher {
  return {
    changes: () => changes(door, params, cursor, warn),
    counted: (from, to) => counted(door, params, from, to),
    bill: (id, memory) => billStatus(door, id, memory),
  };
}

/** A bill's status file; `same` where the server says it has not changed. */
export async function billStatus(
  door: Door,
  id: string,
  memory: Memory | null,
): Promise<FoundBill | "same" | "unknown"> {
  const named = readBillId(id);
  const file = `${named?.congress ?? ""}/${named?.type ?? ""}/BILLSTATUS-${named?.congress ?? ""}${named?.type ?? ""}${named?.number ?? ""}.xml`;
  const response = await door.govinfo(`/bulkdata/BILLSTATUS/${file}`, {
    expect: "xml",
    ...(memory === null || memory.awaited ? {} : { validators: validators(memory) }),
  });
  if (response === null) return "unknown";
  if (response.status === 304) return "same";
  const parts = [{ role: "metadata", response }];
  return { record: readRecord(parts), parts };
}

function validators({ etag, lastModified }: Memory): NonNullable<FetchOptions["validators"]> {
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) };
}

// Batches of changed status files, and prints that were published; entries are neither sorted nor without repeats.
async function changes(
  door: Door,
  params: CongressParams,
  cursor: Cursor,
  warn: (warning: string) => void,
): Promise<Changes> {
  const lists = [await entries(door, "/rss/billstatus-batch.xml"), await printed(door, warn)];
  const seen = new Set(cursor.batches);
  const found = new Map<string, ChangedBill>();
  for (const entry of lists.flat()) {
    if (seen.has(entry.id)) continue;
    for (const [, congress = "", type = "", number = ""] of entry.text.matchAll(named)) {
      const id = billId(congress, type, number);
      if (Number(congress) !== params.congress || readBillId(id) === null) continue;
      found.set(id, { id, type: type.toLowerCase(), title: null, stamp: entry.id });
    }
  }
  // What is listed no longer need not be remembered.
  return {
    bills: [...found.values()],
    since: cursor.since,
    batches: lists.flat().map((entry) => entry.id),
    newest: newestOf(lists[0] ?? []),
  };
}

const named = /\bBILL(?:STATUS|S)-(\d{2,3})([a-z]+?)(\d{1,5})(?=[a-z]|\.|\b)/gi;

function newestOf(batches: readonly Entry[]): string | null {
  const moments = batches.map(({ at }) => Date.parse(at)).filter((moment) => !Number.isNaN(moment));
  return moments.length === 0 ? null : new Date(Math.max(...moments)).toISOString();
}

const listing = z.object({
  files: z.array(z.object({ name: z.string().catch(""), formattedLastModifiedTime: z.string().catch("") })),
});

const fileName = /^BILLSTATUS-(\d{2,3})([a-z]+)(\d{1,5})\.xml$/i;

// The folders of the bulk data name every status file with the day on which it was written.
async function counted(door: Door, { congress, types }: CongressParams, from: string, to: string): Promise<Counted> {
  const bills: ChangedBill[] = [];
  for (const type of types) {
    const response = await door.govinfo(`/bulkdata/json/BILLSTATUS/${congress}/${type}`, { expect: "json" });
    const read = listing.safeParse(response && jsonOf(response));
    if (!read.success) throw new WrongBodyError(`The folder BILLSTATUS/${congress}/${type} of govinfo cannot be read.`);
    for (const { name, formattedLastModifiedTime } of read.data.files) {
      const [, , , number = ""] = fileName.exec(name) ?? [];
      const written = Date.parse(`${formattedLastModifiedTime}Z`);
      const day = number === "" || Number.isNaN(written) ? "" : new Date(written).toISOString().slice(0, 10);
      if (day >= from && day <= to) bills.push({ id: billId(congress, type, number), type, title: null, stamp: day });
    }
  }
  return { bills, published: bills.length };
}

interface Entry {
  readonly id: string;
  /** When it was published, as it says. */
  readonly at: string;
  readonly text: string;
}

async function printed(door: Door, warn: (warning: string) => void): Promise<readonly Entry[]> {
  try {
    return await entries(door, "/rss/bills.xml");
  } catch (error) {
    if (!(error instanceof RegwatchError)) throw error;
    warn(`The list of new prints cannot be read: ${error.message} Status files tell of them later.`);
    return [];
  }
}

async function entries(door: Door, path: string): Promise<readonly Entry[]> {
  const response = await door.govinfo(path, { expect: "xml" });
  if (response === null) return [];
  return elementsNamed(parseXml(textOf(response)), "item").map((item) => {
    const text = allText(item);
    const stated = (name: string) => elementsNamed(item, name).map(allText)[0]?.trim() ?? "";
    const id = [stated("guid") || stated("title"), stated("pubDate")].join(" ").trim();
    return { id: id === "" ? text.slice(0, 200) : id, at: stated("pubDate"), text };
  });
}

function allText(element: XmlElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : ` ${allText(child)} `)).join("");
}
