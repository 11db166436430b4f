import type { KnownDocument, PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { apiPublisher } from "./api.ts";
import { openDoor } from "./door.ts";
import { govinfoPublisher } from "./govinfo.ts";
import { cursorJson, readCursor, readMemory, type Cursor, type Memory } from "./memory.ts";
import { isSearching, type CongressParams } from "./params.ts";
import type { ChangedBill, Changes } from "./publisher.ts";
import { searchChanges } from "./search.ts";
import { visitBill, type Visits } from "./visit.ts";

/** One poll: the bills that are named, those found before that changed, and those that are found now. */
export async function* pollCongress(context: PollContext<CongressParams>): AsyncGenerator<Sighting, PollEnd, void> {
  const { params, signal } = context;
  const cursor = readCursor(context.cursor);
  const warnings: string[] = [];
  const visits = beginVisits(context, cursor, (warning) => warnings.push(warning));

  for (const id of params.bills) {
    signal.throwIfAborted();
    yield* visitBill(visits, id, readMemory(context.known.get(id)?.state));
  }
  const found = isSearching(params) ? yield* pollFound(context, cursor, visits) : nothingFound;
  const { newest, ...left } = found;
  // Where no bill at all could be read, it is the publisher that is ill.
  if (visits.failure !== null && visits.read === 0) throw visits.failure;
  return {
    cursor: cursorJson({ ...left, retry: [...visits.retry], rereadOn: dateOf(context) }),
    warnings,
    ...(isSearching(params) ? { life: { newest } } : {}),
    ...(found.backlog.length > 0 ? { againInMinutes: 5 } : {}),
  };
}

type Found = Omit<Cursor, "retry" | "rereadOn"> & Pick<Changes, "newest">;

const nothingFound = { since: null, batches: [], backlog: [], looked: {}, newest: null };

/** The visits of a poll at its beginning. */
export function beginVisits(
  context: PollContext<CongressParams>,
  cursor: Cursor,
  warn: (warning: string) => void,
): Visits {
  const { params, baseline } = context;
  const door = openDoor(context);
  const retry = new Set<string>();
  const publisher = (door.hasKey ? apiPublisher : govinfoPublisher)(door, params, cursor, warn);
  const round = { door, params, baseline, today: dateOf(context), warn, again: (id: string) => void retry.add(id) };
  return { publisher, round, retry, read: 0, failure: null };
}

// Lists of what changed roll on: an outage may hide a change for good. Once a day every bill is looked at.
async function* pollFound(
  context: PollContext<CongressParams>,
  cursor: Cursor,
  visits: Visits,
): AsyncGenerator<Sighting, Found, void> {
  const { params, baseline, known, signal } = context;
  const changes = await visits.publisher.changes();
  visits.read += 1;
  const search = searchChanges({ context, round: visits.round, cursor, changes });
  const changed = new Map(changes.bills.map((bill) => [bill.id, bill]));
  const isRereadDue = !baseline && cursor.rereadOn !== dateOf(context);
  for (const [id, document] of known) {
    if (params.bills.includes(id)) continue;
    signal.throwIfAborted();
    yield* again(visits, document, changed.get(id), isRereadDue || cursor.retry.includes(id));
  }
  for await (const { id, stamp } of search.found) {
    signal.throwIfAborted();
    yield* visitBill(visits, id, null, stamp);
  }
  const { since, batches, newest } = changes;
  return { since, batches, newest, ...search.left() };
}

async function* again(
  visits: Visits,
  { key, state }: KnownDocument,
  changed: ChangedBill | undefined,
  isWanted: boolean,
): AsyncGenerator<Sighting, void, void> {
  const memory = readMemory(state);
  if (memory === null || isWanted || isDue(memory, changed))
    yield* visitBill(visits, key, memory, changed?.title === null ? undefined : changed?.stamp);
  else yield { kind: "unchanged", key, looked: "facts" };
}

function isDue(memory: Memory, changed: ChangedBill | undefined): boolean {
  if (memory.awaited) return true;
  if (changed === undefined || changed.title === null) return changed !== undefined;
  // Lists give the day alone, and a bill may change twice on one.
  const isDay = changed.stamp.length <= 10;
  return isDay ? memory.stamp.slice(0, 10) <= changed.stamp : memory.stamp < changed.stamp;
}

function dateOf({ now }: PollContext<CongressParams>): string {
  return now().toString().slice(0, 10);
}
