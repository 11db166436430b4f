import { ReadingError } from "../../model/errors.ts";
import type { Fetched, FetchOptions } from "../../model/snapshot.ts";
import type { PollContext } from "../../model/source.ts";
import type { ListingParams } from "./params.ts";
import { readList, type ListedItem } from "./read-list.ts";

/** An item and the list that shows it. */
export interface Placed {
  readonly item: ListedItem;
  readonly list: Fetched;
}

/** Asks for an address of the list's publisher, at the mirror where there is one, and as slowly as the feed says. */
export function asker({ params, fetch, signal }: PollContext<ListingParams>) {
  return async (address: string, options: FetchOptions = {}): Promise<Fetched> => {
    signal.throwIfAborted();
    const { href, host, pathname, search } = new URL(address, params.url);
    const isOwn = params.baseUrl !== undefined && host === new URL(params.url).host;
    return fetch(isOwn ? `${params.baseUrl}${pathname}${search}` : href, {
      gapSeconds: params.gapSeconds,
      maxBytes: 10_000_000,
      ...(params.language !== undefined && { headers: { "accept-language": params.language } }),
      ...options,
    });
  };
}

/**
 * Everything listed, newest first: the first page, and the next ones while the last item of a page was not listed before, because more
 * came between two polls than a page shows. An item that slid onto the next page meanwhile counts once.
 */
export async function takeList(
  context: PollContext<ListingParams>,
  isKnown: (key: string) => boolean,
  warn: (warning: string) => void,
): Promise<readonly Placed[]> {
  const { params, baseline } = context;
  const ask = asker(context);
  const placed = new Map<string, Placed>();
  for (let number = 1; number <= params.mostPages; number += 1) {
    const list = await ask(addressOf(params, number), { expect: "html", ...(number > 1 && { allowStatus: [404] }) });
    if (list.status === 404) return [...placed.values()];
    const items = pageItems(list, params, number);
    for (const item of items) if (!placed.has(item.key)) placed.set(item.key, { item, list });
    const last = items.at(-1);
    if (baseline || params.pages === undefined || last === undefined || isKnown(last.key)) return [...placed.values()];
  }
  warn(
    `The list has run ahead by more than ${params.mostPages} pages: items between may have been missed. Poll more often.`,
  );
  return [...placed.values()];
}

function addressOf({ url, pages, secondPage }: ListingParams, number: number): string {
  if (number === 1 || pages === undefined) return url;
  return new URL(pages.replace("{page}", String(secondPage + number - 2)), url).href;
}

// Behind the last page some sites show an empty one.
function pageItems(list: Fetched, params: ListingParams, number: number): readonly ListedItem[] {
  try {
    return readList(list, params);
  } catch (error) {
    if (!(error instanceof ReadingError)) throw error;
    if (number > 1) return [];
    throw new ReadingError(`${new URL(params.url).host}: ${error.message}`, { cause: error });
  }
}
