import { ReadingError, RegwatchError, StatusError, WrongBodyError } from "../../model/errors.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { ZodError } from "zod";
import { apiPublisher, stampOf } from "./api.ts";
import { openDoor } from "./door.ts";
import { govinfoPublisher } from "./govinfo.ts";
import { lookAtBill, type Round } from "./look.ts";
import { cursorJson, readCursor, readMemory, type Memory } from "./memory.ts";
import { isSearching, type CongressParams } from "./params.ts";
import type { ChangedBill, Changes, FoundBill, Publisher } from "./publisher.ts";
import { searchChanges } from "./search.ts";

/** One poll: the bills that are named, those already found that changed, and those that are found now. */
export async function* pollCongress(context: PollContext<CongressParams>): AsyncGenerator<Sighting, PollEnd, void> {
  const { params, baseline, known, signal } = context;
  const cursor = readCursor(context.cursor);
  const warnings: string[] = [];
  const warn = (warning: string) => void warnings.push(warning);
  const retry = new Set<string>();
  const door = openDoor(context);
  const round: Round = { door, params, baseline, warn, again: (id) => retry.add(id) };
  const publisher = (door.hasKey ? apiPublisher : govinfoPublisher)(door, params, cursor, warn);
  // Lists of what changed roll on: an outage may hide a change for good, and once a day is often enough to look.
  const today = context.now().toString().slice(0, 10);
  const isRereadDue = !baseline && cursor.rereadOn !== today;
  const outcome = { read: 0, failure: null as RegwatchError | null };

  for (const id of params.bills) {
    signal.throwIfAborted();
    yield* look(id, readMemory(known.get(id)?.state));
  }
  const isFinding = isSearching(params);
  const changes: Changes = isFinding ? await publisher.changes() : { bills: [], since: null, batches: [] };
  const search = isFinding ? searchChanges({ context, round, cursor, changes }) : null;
  for (const [id, { state }] of known) {
    if (params.bills.includes(id)) continue;
    signal.throwIfAborted();
    const memory = readMemory(state);
    const changed = changes.bills.find((bill) => bill.id === id);
    if (memory !== null && !isRereadDue && !isDue(memory, changed, cursor.retry.includes(id)))
      yield { kind: "unchanged", key: id, looked: "facts" };
    else yield* look(id, memory, changed?.title === null ? undefined : changed?.stamp);
  }
  for await (const { id, stamp } of search?.found ?? []) {
    signal.throwIfAborted();
    if (!known.has(id) && !params.bills.includes(id)) yield* look(id, null, stamp);
  }
  if (outcome.failure !== null && outcome.read === 0) throw outcome.failure;
  const left = search?.left() ?? { backlog: [], looked: {} };
  return {
    cursor: cursorJson({
      since: changes.since,
      batches: changes.batches,
      retry: [...retry],
      rereadOn: today,
      ...left,
    }),
    warnings,
    ...(left.backlog.length > 0 ? { againInMinutes: 5 } : {}),
  };

  // One bill that cannot be read keeps the others not back, and is asked for again.
  async function* look(id: string, memory: Memory | null, listed?: string): AsyncGenerator<Sighting, void, void> {
    const found = await ask(publisher, id, memory);
    if (found instanceof RegwatchError) {
      outcome.failure ??= found;
      retry.add(id);
      warn(`${id}: ${found.message} It is asked for again at the next poll.`);
      return;
    }
    if (typeof found === "object" && memory !== null && found.record.actions.length === 0) {
      retry.add(id);
      warn(
        `${id}: the publisher gave it without any action, which no bill is; it is asked for again at the next poll.`,
      );
      return;
    }
    outcome.read += 1;
    if (found === "unknown") {
      warn(`${id} is not known to the publisher (404); check the number.`);
      return;
    }
    // The list and the bill may come from caches of different age.
    if (listed !== undefined && (memory?.stamp ?? "") < listed && isOlder(found, listed)) retry.add(id);
    if (found === "same") yield { kind: "unchanged", key: id, looked: "facts" };
    else yield* lookAtBill(round, id, found, memory);
  }
}

function isDue(memory: Memory, changed: ChangedBill | undefined, isRetried: boolean): boolean {
  if (isRetried || memory.awaited) return true;
  if (changed === undefined || changed.title === null) return changed !== undefined;
  // Lists give the day alone, and a bill may change twice on one.
  const isDay = changed.stamp.length <= 10;
  return isDay ? memory.stamp.slice(0, 10) <= changed.stamp : memory.stamp < changed.stamp;
}

function isOlder(found: FoundBill | "same", listed: string): boolean {
  if (found === "same") return true;
  const stamp = stampOf(found.record);
  return stamp !== "" && stamp.slice(0, listed.length) < listed;
}

// What concerns this bill alone is an answer about it; what concerns the publisher ends the poll.
async function ask(
  publisher: Publisher,
  id: string,
  memory: Memory | null,
): Promise<FoundBill | "same" | "unknown" | RegwatchError> {
  try {
    return await publisher.bill(id, memory);
  } catch (error) {
    if (error instanceof WrongBodyError || (error instanceof StatusError && error.status >= 500)) return error;
    if (
      error instanceof ZodError ||
      (error instanceof Error && !(error instanceof RegwatchError) && error.name === "Error")
    )
      return new ReadingError("its record cannot be read: it does not say which bill it is.", { cause: error });
    throw error;
  }
}
