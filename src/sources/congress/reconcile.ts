import type { Reconciliation } from "../../model/pulse.ts";
import type { PollContext, Sighting } from "../../model/source.ts";
import { readCursor, type Cursor } from "./memory.ts";
import { isSearching, type CongressParams } from "./params.ts";
import { beginVisits } from "./poll.ts";
import type { ChangedBill } from "./publisher.ts";
import { searchChanges } from "./search.ts";
import { visitBill } from "./visit.ts";

const days = 7;

/**
 * Lists the bills of the last days once more in another way than polls do (day by day, or by the folders of the bulk data), and looks
 * into those that no poll came upon. Bills found before are read once a day anyway.
 */
export async function* reconcileCongress(
  context: PollContext<CongressParams>,
): AsyncGenerator<Sighting, Omit<Reconciliation, "at" | "problem">, void> {
  const { params, known, signal } = context;
  const today = context.now().toZonedDateTimeISO("UTC").toPlainDate();
  const [from, to] = [today.subtract({ days }).toString(), today.toString()];
  if (!isSearching(params)) {
    const held = params.bills.filter((id) => known.has(id)).length;
    return { from, to, published: params.bills.length, held, found: 0 };
  }
  const cursor = readCursor(context.cursor);
  const visits = beginVisits(context, cursor, () => {});
  const { bills, published } = await visits.publisher.counted(from, to);
  const missed = bills.filter((bill) => !isKnown(context, cursor, bill));
  // Begun elsewhere each day, because a day's budget may end before the list does.
  const day = Math.floor(context.now().epochMilliseconds / 86_400_000);
  const start = (day * params.looksPerPoll) % Math.max(1, missed.length);
  const turned = [...missed.slice(start), ...missed.slice(0, start)];
  const search = searchChanges({
    context,
    round: visits.round,
    cursor: { ...cursor, backlog: [], retry: [] },
    changes: { bills: turned, since: null, batches: [], newest: null },
  });
  const found = new Set<string>();
  for await (const { id, stamp } of search.found) {
    signal.throwIfAborted();
    for await (const sighting of visitBill(visits, id, null, stamp)) {
      if (sighting.kind === "captured") found.add(id);
      yield sighting;
    }
  }
  const open = search.left().backlog.length + visits.retry.size;
  return { from, to, published, held: bills.length - Math.min(open, bills.length), found: found.size };
}

// Where lists give titles, the search itself knows what it saw under which; where they give names alone, what was looked into is known.
function isKnown({ known }: PollContext<CongressParams>, cursor: Cursor, { id, title }: ChangedBill): boolean {
  if (known.has(id) || cursor.backlog.includes(id) || cursor.retry.includes(id)) return true;
  return title === null && cursor.looked[id] !== undefined;
}
