import { areAlike } from "../alerts/alike.ts";
import { matches } from "../alerts/query.ts";
import type { Change } from "../model/change.ts";
import type { Store } from "../model/store.ts";
import type { ChangeRequest } from "./parameters.ts";

/** A page of changes. `next` is null at the end; `searched` is set where a query looked through the allowed number of changes. */
export interface ChangePage {
  readonly rows: readonly Change[];
  readonly next: string | null;
  readonly stoppedSearching: boolean;
}

const chunk = 200;
const searchedAtMost = 4000;

/**
 * The newest `limit` changes that are asked for. A query is matched here, on changes the store pages through, because it reads the
 * changed text; after `searchedAtMost` changes the rest is left to the next page.
 */
export async function readChanges(
  store: Pick<Store, "timeline">,
  request: Pick<ChangeRequest, "filter" | "query" | "cursor">,
  limit: number,
): Promise<ChangePage> {
  const { filter, query } = request;
  if (query === null) {
    const page = await store.timeline({ ...filter, limit, ...before(request.cursor) });
    return { rows: page.rows, next: page.next, stoppedSearching: false };
  }
  const found: Change[] = [];
  let cursor = request.cursor;
  for (let searched = 0; searched < searchedAtMost; searched += chunk) {
    const page = await store.timeline({ ...filter, limit: chunk, ...before(cursor) });
    for (const [index, change] of page.rows.entries()) {
      if (!matches(query, change)) continue;
      found.push(change);
      if (found.length < limit) continue;
      const next = await cursorAfter(store, request, cursor, index + 1, page);
      return { rows: found, next, stoppedSearching: false };
    }
    if (page.next === null) return { rows: found, next: null, stoppedSearching: false };
    cursor = page.next;
  }
  return { rows: found, next: cursor ?? null, stoppedSearching: true };
}

/** Cursors are the store's, so the one after the last row taken is the one of a page that ends with it. */
async function cursorAfter(
  store: Pick<Store, "timeline">,
  request: Pick<ChangeRequest, "filter">,
  cursor: string | undefined,
  taken: number,
  page: { readonly rows: readonly Change[]; readonly next: string | null },
): Promise<string | null> {
  if (taken === page.rows.length) return page.next;
  return (await store.timeline({ ...request.filter, limit: taken, ...before(cursor) })).next;
}

function before(cursor: string | undefined) {
  return cursor === undefined ? {} : { before: cursor };
}

/** A change, and the changes of other feeds that tell of the same event. */
export interface SeenChange {
  readonly change: Change;
  readonly alsoIn: readonly Change[];
}

/**
 * The same event seen through several feeds stands once, as the newest of its changes. That one may be on an earlier page, so all
 * changes of these events are asked for.
 */
export async function onceByEvent(
  store: Pick<Store, "timeline">,
  request: Pick<ChangeRequest, "filter" | "query">,
  changes: readonly Change[],
): Promise<readonly SeenChange[]> {
  const eventKeys = [...new Set(changes.map((change) => change.eventKey))];
  if (eventKeys.length === 0) return [];
  const { rows } = await store.timeline({ ...request.filter, eventKeys, limit: eventKeys.length * 8 });
  const found = rows.filter((change) => request.query === null || matches(request.query, change));
  const sightings = Map.groupBy(found, (change) => change.eventKey);
  return changes.flatMap((change) => {
    const [newest, ...alsoIn] = sightings.get(change.eventKey) ?? [change];
    return newest === undefined || newest.id === change.id ? [{ change, alsoIn }] : [];
  });
}

/** What stands in one place of the timeline: an event, and the documents to which the same happened just before it. */
export interface TimelineEntry extends SeenChange {
  readonly alike: readonly Change[];
}

/** Runs of the same change to several documents of a feed stand once, as the newest of them. */
export function onceIfAlike(changes: readonly SeenChange[]): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const seen of changes) {
    const last = entries.at(-1);
    if (last === undefined || !standsFor(last.change, seen.change)) entries.push({ ...seen, alike: [] });
    else entries[entries.length - 1] = { ...last, alike: [...last.alike, seen.change] };
  }
  return entries;
}

function standsFor(shown: Change, other: Change): boolean {
  return shown.feedId === other.feedId && !shown.baseline && !other.baseline && areAlike([shown, other]);
}
