import { ReadingError } from "../../model/errors.ts";
import type { Captured } from "../../model/source.ts";
import type { Fetched } from "../../model/snapshot.ts";
import { plainText, type Block } from "../../model/text.ts";
import type { Extraction } from "../../model/version.ts";
import { readingOf } from "../../snapshots/blocks-of.ts";
import { languageOf } from "../../snapshots/language.ts";
import type { Reading } from "../../snapshots/reading.ts";
import { factsOf, linksOf, references, threadKeysOf } from "../rss/references.ts";
import type { ListingParams } from "./params.ts";
import { readList, type ListedItem } from "./read-list.ts";

/**
 * Reads an item from its list, from its own page, or from both; a page that is read again after its item has left the list stands alone.
 * Rejects with `ReadingError`.
 */
export async function extractItem({ key, parts }: Captured, params: ListingParams): Promise<Extraction> {
  const list = parts.find(({ role }) => role === "list")?.response;
  const page = parts.find(({ role }) => role === "detail")?.response;
  const item = list === undefined ? null : listed(list, key, params);
  const detail = page === undefined ? null : await readDetail(page, params);
  const blocks = detail?.blocks ?? (item === null ? [] : rowBlocks(item));
  if (blocks.length === 0) throw new ReadingError(`${key} has neither list nor page among its answers`);
  const date = item?.date ?? null;
  const title = item?.title ?? detail?.title ?? key;
  const named = references(`${title}\n${plainText(blocks)}`, [key], date);
  return {
    title,
    language: languageOf(blocks, params.language ?? detail?.language ?? null) ?? params.language ?? "und",
    sourceUrl: item?.address ?? page?.url ?? params.url,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: date,
    form: "listed",
    complete: true,
    blocks,
    facts: factsOf(named),
    deadlines: [],
    threadKeys: [...threadKeysOf(named), `page:${key.replace(/^https?:\/\//, "")}`],
    links: linksOf(named),
  };
}

function listed(list: Fetched, key: string, params: ListingParams): ListedItem {
  const item = readList(list, params).find((one) => one.key === key);
  if (item === undefined) throw new ReadingError(`The list does not have ${key}`);
  return item;
}

/** An item without a page: its title and what else its list says of it. */
export function rowBlocks({ title, rest }: ListedItem): readonly Block[] {
  const heading: Block = { kind: "heading", path: [], text: title };
  return rest === "" ? [heading] : [heading, { kind: "paragraph", path: [], text: rest }];
}

/** The page of an item. Rejects with `ReadingError`. */
export function readDetail({ body, headers, url }: Fetched, { detail }: ListingParams): Promise<Reading> {
  return readingOf(body, {
    name: new URL(url).pathname,
    contentType: headers["content-type"],
    select: detail?.select,
    remove: detail?.remove,
  });
}
