import { areAlike } from "../alerts/alike.ts";
import type { Change } from "../model/change.ts";
import type { Store } from "../model/store.ts";
import type { ChangeRequest } from "./parameters.ts";

/** A page of changes. `next` is null at the end; `stoppedSearching` where a query has looked through as many as one page may cost. */
export interface ChangePage {
  readonly rows: readonly Change[];
  readonly next: string | null;
  readonly stoppedSearching: boolean;
}

/** The newest `limit` changes that are asked for. */
export async function readChanges(
  store: Pick<Store, "timeline">,
  { filter, cursor }: Pick<ChangeRequest, "filter" | "cursor">,
  limit: number,
): Promise<ChangePage> {
  const page = await store.timeline({ ...filter, limit, ...(cursor !== undefined && { before: cursor }) });
  return { ...page, stoppedSearching: page.next !== null && page.rows.length < limit };
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
  { filter }: Pick<ChangeRequest, "filter">,
  changes: readonly Change[],
): Promise<readonly SeenChange[]> {
  const eventKeys = [...new Set(changes.map((change) => change.eventKey))];
  if (eventKeys.length === 0) return [];
  const except = changes.map(({ id }) => id);
  const others = await store.timeline({ ...filter, eventKeys, except, limit: eventKeys.length * 8 });
  const sightings = Map.groupBy([...changes, ...others.rows].toSorted(newestFirst), (change) => change.eventKey);
  return changes.flatMap((change) => {
    const [newest, ...alsoIn] = sightings.get(change.eventKey) ?? [change];
    return newest === undefined || newest.id === change.id ? [{ change, alsoIn }] : [];
  });
}

function newestFirst(a: Change, b: Change): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
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
