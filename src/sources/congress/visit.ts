import { ReadingError, StatusError, WrongBodyError, type RegwatchError } from "../../model/errors.ts";
import type { Sighting } from "../../model/source.ts";
import { stampOf } from "./api.ts";
import { lookAtBill, type Round } from "./look.ts";
import { memoryJson, type Memory } from "./memory.ts";
import type { FoundBill, Publisher } from "./publisher.ts";
import { readAgain } from "./reissue.ts";

/** The visits of one poll, and what they leave behind. */
export interface Visits {
  readonly publisher: Publisher;
  readonly round: Round;
  /** Bills to be asked for again at the next poll. */
  readonly retry: Set<string>;
  /** How many answers could be read. */
  read: number;
  /** What was wrong with the first bill that could not be had. */
  failure: RegwatchError | null;
}

/** Asks for one bill. One that cannot be read holds nothing back but itself. `listed` is when it changed, as a list says. */
export async function* visitBill(
  visits: Visits,
  id: string,
  memory: Memory | null,
  listed?: string,
): AsyncGenerator<Sighting, void, void> {
  const found = await ask(visits.publisher, id, memory);
  if (found instanceof Error) {
    visits.failure ??= found;
    visits.round.again(id);
    visits.round.warn(`${id}: ${found.message} It is asked for again at the next poll.`);
    return;
  }
  visits.read += 1;
  if (found === "unknown") {
    if (memory === null) visits.round.warn(`${id} is not known to the publisher (404); check the number.`);
    else {
      // Asked for at every poll, or what is not asked about in between would count as there.
      visits.round.again(id);
      const reason = "The publisher no longer knows the bill (404).";
      yield { kind: "vanished", key: id, reason, state: memoryJson(memory) };
    }
    return;
  }
  // The list and the bill may come from caches of different age.
  if (listed !== undefined && (memory?.stamp ?? "") < listed && isOlder(found, listed)) visits.round.again(id);
  if (found === "same") yield* lookAtPrint(visits, id, memory);
  else yield* lookAtBill(visits.round, id, found, memory);
}

// The record says nothing of a print that was issued again; then the whole bill is asked for, which is what a version is made from.
async function* lookAtPrint(visits: Visits, id: string, memory: Memory | null): AsyncGenerator<Sighting, void, void> {
  const again = await readAgain(visits.round, memory?.print ?? null);
  if (again.kind === "same" && memory !== null)
    yield { kind: "unchanged", key: id, looked: "all", state: memoryJson({ ...memory, print: again.print }) };
  if (again.kind === "unread") yield { kind: "unchanged", key: id, looked: "facts" };
  if (again.kind !== "reissued") return;
  const found = await ask(visits.publisher, id, null);
  if (typeof found === "object" && !(found instanceof Error)) yield* lookAtBill(visits.round, id, found, memory);
  else visits.round.again(id);
}

// What concerns this bill alone is an answer about it; what concerns the publisher rises and ends the poll.
async function ask(
  publisher: Publisher,
  id: string,
  memory: Memory | null,
): Promise<FoundBill | "same" | "unknown" | RegwatchError> {
  try {
    const found = await publisher.bill(id, memory);
    if (typeof found === "object" && memory !== null && found.record.actions.length === 0)
      return new WrongBodyError("the publisher gave it without any action, which no bill is.");
    return found;
  } catch (error) {
    if (isOfOneBill(error)) return error;
    throw error;
  }
}

/** Whether a failure concerns the bill that was asked for and not the publisher. */
export function isOfOneBill(error: unknown): error is RegwatchError {
  return (
    error instanceof WrongBodyError ||
    error instanceof ReadingError ||
    (error instanceof StatusError && error.status >= 500)
  );
}

function isOlder(found: FoundBill | "same", listed: string): boolean {
  if (found === "same") return true;
  const stamp = stampOf(found.record);
  return stamp !== "" && stamp.slice(0, listed.length) < listed;
}
