import type { PollContext } from "../../model/source.ts";
import { billStatus } from "./govinfo.ts";
import { readPrint } from "./bill-print.ts";
import { fitsRecord, fitsTitle, passesFilters, sectionsWith } from "./find.ts";
import type { Round } from "./look.ts";
import type { Cursor } from "./memory.ts";
import type { CongressParams } from "./params.ts";
import type { ChangedBill, Changes } from "./publisher.ts";
import { textVersions } from "./text-versions.ts";
import { isOfOneBill } from "./visit.ts";

interface Searching {
  readonly context: PollContext<CongressParams>;
  readonly round: Round;
  readonly cursor: Cursor;
  readonly changes: Changes;
}

/** The bills among those that changed which are the feed's; `left` is what the next poll has to know, once all are read. */
export function searchChanges(searching: Searching): {
  readonly found: AsyncGenerator<{ readonly id: string; readonly stamp: string | undefined }, void, void>;
  readonly left: () => Pick<Cursor, "backlog" | "looked">;
} {
  const { context, cursor, changes } = searching;
  const { params } = context;
  const looked = new Map<string, string>();
  let backlog: readonly string[] = [];

  async function* found(): AsyncGenerator<{ id: string; stamp: string | undefined }, void, void> {
    const strangers = changes.bills.filter(({ id, type }) => isStranger(searching, id, type));
    const titled = strangers.filter(({ title }) => title !== null && fitsTitle(title, params));
    for (const { id, stamp } of titled) yield { id, stamp };
    const named = new Set(titled.map(({ id }) => id));
    const listed = strangers.filter((bill) => !named.has(bill.id) && needsLook(searching, bill));
    // There may be more than the first poll looks into: then the newest count.
    const open = context.baseline ? listed.toSorted((a, b) => b.stamp.localeCompare(a.stamp)) : listed;
    const stamps = new Map(open.map(({ id, stamp }) => [id, stamp]));
    const queue = [...new Set([...cursor.backlog, ...cursor.retry, ...open.map(({ id }) => id)])].filter(
      (id) => !named.has(id) && isStranger(searching, id),
    );
    const most = context.baseline ? params.looksPerPoll * 5 : params.looksPerPoll;
    for (const id of queue.slice(0, most)) {
      context.signal.throwIfAborted();
      const verdict = await lookInto(searching, id, lookedAs(stamps.get(id) ?? "", context.now()));
      if (verdict === true) yield { id, stamp: undefined };
      else if (verdict !== null) looked.set(id, verdict);
    }
    backlog = context.baseline ? [] : queue.slice(most);
    if (context.baseline && queue.length > most)
      searching.round.warn(`${queue.length - most} bills were not looked into; they will be when they next change.`);
  }

  return {
    found: found(),
    left: () => ({ backlog, looked: kept(cursor.looked, looked) }),
  };
}

function isStranger(
  { context: { params, known } }: Searching,
  id: string,
  type = /^[a-z]+/.exec(id)?.[0] ?? "",
): boolean {
  return !known.has(id) && !params.bills.includes(id) && params.types.some((own) => own === type);
}

// A list of the API without a date says all there is: only what moved lately is looked into.
function needsLook({ context, cursor }: Searching, { id, title, stamp }: ChangedBill): boolean {
  const { params, baseline, now } = context;
  if (title !== null && onlyTitles(params)) return false;
  const before = (cursor.looked[id] ?? "").split(" ")[0] ?? "";
  if (title !== null && before === lookedAs(stamp, now())) return false;
  if (!baseline || title === null) return true;
  const start = now().toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: params.backfillDays });
  return stamp.slice(0, 10) >= start.toString();
}

// Lists give the day alone: what was looked into on its day is looked into once more when the day is over.
function lookedAs(stamp: string, now: Temporal.Instant): string {
  return stamp.length > 10 || stamp < now.toString().slice(0, 10) ? stamp : `${stamp}~`;
}

function onlyTitles({ searchIn, committees, sponsors, policyAreas }: CongressParams): boolean {
  return (
    searchIn.every((where) => where === "titles") && committees.length + sponsors.length + policyAreas.length === 0
  );
}

// True: it is the feed's. A text: what it was looked into as, and is not. Null: to be asked again.
async function lookInto(
  { context, round, cursor }: Searching,
  id: string,
  stamp: string,
): Promise<string | true | null> {
  const { params } = context;
  try {
    const found = await billStatus(round.door, id, null);
    if (found === "unknown" || found === "same") return null;
    if (!passesFilters(found.record, params)) return stamp;
    if (fitsRecord(found.record, params)) return true;
    const version = textVersions(found.record).findLast(({ addresses }) => addresses.length > 0);
    if (params.term === undefined || !params.searchIn.includes("text") || version === undefined) return stamp;
    const verdict = `${stamp} ${version.code}`;
    if ((cursor.looked[id] ?? "").endsWith(` ${version.code}`)) return verdict;
    const text = await round.door.govinfo(version.addresses[0] ?? "", { expect: "xml" });
    if (text === null) {
      round.again(id);
      return null;
    }
    return sectionsWith(params.term, readPrint(text).blocks).length === 0 ? verdict : true;
  } catch (error) {
    if (!isOfOneBill(error)) throw error;
    round.again(id);
    round.warn(`${id} could not be looked into: ${error.message}`);
    return null;
  }
}

const mostKept = 6000;

function kept(
  before: Readonly<Record<string, string>>,
  now: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  const rest = Object.entries(before).filter(([id]) => !now.has(id));
  return Object.fromEntries([...rest, ...now].slice(-mostKept));
}
