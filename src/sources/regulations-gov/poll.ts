import { hashJson } from "../../lib/hash.ts";
import { sinceOrNow, toInstant } from "../../lib/time.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { CapturePart, PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { openDoor, type Door } from "./door.ts";
import { commentsRole, listRole } from "./extract.ts";
import { easternTime, factsOf, readCount, type Item } from "./item.ts";
import { listAll, type Listed } from "./lists.ts";
import { cursorJson, memoryJson, readCursor, readMemory, type Cursor, type Memory } from "./memory.ts";
import type { RegulationsGovParams } from "./params.ts";

type Context = PollContext<RegulationsGovParams>;

/** Whatever is read in one poll, and what it leaves behind. */
interface Round {
  readonly context: Context;
  readonly door: Door;
  readonly warnings: string[];
  /** How many documents' comments may still be counted. */
  counts: number;
  /** A document that changed had to wait: the agencies' documents are asked for from the same moment again. */
  skipped: boolean;
}

const overlapMinutes = 120;
const hoursGone = 24;
/** So many requests are left for the next poll where the publisher counts them. */
const spare = 5;

/** Dockets are read as a whole, agencies since the last poll; comments are counted where they are taken. */
export async function* pollRegulationsGov(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const door = openDoor(context);
  const { params, now } = context;
  const cursor = readCursor(context.cursor);
  const round: Round = { context, door, warnings: [], counts: params.countsPerPoll, skipped: false };
  const warn = (warning: string): void => void round.warnings.push(warning);
  const asked = toInstant(now());
  const missing: Record<string, string> = {};
  for (const docket of params.dockets) {
    const listed = await listAll(door, { "filter[docketId]": docket }, warn);
    if (listed.length === 0) warn(`Docket ${docket} lists no documents; check its number.`);
    for (const one of listed) yield* sighted(round, one);
    yield* gone(context, docket, listed, cursor, missing);
  }
  if (params.agencies.length > 0) {
    for (const one of await listAll(door, agencyFilters(context, cursor), warn)) yield* sighted(round, one);
  }
  return { cursor: cursorJson({ since: round.skipped ? cursor.since : asked, missing }), warnings: round.warnings };
}

function agencyFilters({ params, now }: Context, cursor: Cursor): Readonly<Record<string, string>> {
  const since =
    cursor.since === null
      ? now().subtract({ hours: params.backfillDays * 24 })
      : Temporal.Instant.from(cursor.since).subtract({ minutes: overlapMinutes });
  return {
    "filter[agencyId]": params.agencies.join(","),
    "filter[documentType]": params.documentTypes.join(","),
    "filter[lastModifiedDate][ge]": easternTime(since.toString()) ?? "",
    ...(params.term === undefined ? {} : { "filter[searchTerm]": params.term }),
  };
}

async function* sighted(round: Round, { document, response }: Listed): AsyncGenerator<Sighting, void, void> {
  const { context } = round;
  const memory = readMemory(context.known.get(document.id)?.state);
  const stated = hashJson([document.title ?? "", factsOf(document, null, [], response.fetchedAt)]);
  const isOpen = document.openForComment === true;
  const isSame = memory?.stated === stated;
  const counted = isOpen || (!isSame && memory?.reached != null) ? await count(round, document, !isSame) : null;
  const reached = counted === null ? (memory?.reached ?? null) : reachedOf(round, document, counted.count);
  // Comments that were withdrawn since do not turn the number back.
  const kept: Memory = {
    stated,
    reached: Math.max(reached ?? 0, memory?.reached ?? 0) || null,
    docket: document.docketId ?? null,
  };
  if (isSame && kept.reached === memory?.reached) {
    yield { kind: "unchanged", key: document.id, looked: "all" };
    return;
  }
  if (memory?.reached != null && counted === null) {
    round.skipped = true;
    return;
  }
  const parts: readonly CapturePart[] = [
    { role: listRole, response },
    ...(counted === null ? [] : [{ role: commentsRole, response: counted.response }]),
  ];
  yield { kind: "captured", key: document.id, parts, state: memoryJson(kept) };
}

function reachedOf({ context }: Round, document: Item, comments: number): number | null {
  const facts = factsOf(document, comments, context.params.commentThresholds, "");
  return typeof facts["commentsReached"] === "number" ? facts["commentsReached"] : null;
}

async function count(
  round: Round,
  { id }: Item,
  isChanged: boolean,
): Promise<{ readonly count: number; readonly response: Fetched } | null> {
  const left = round.door.left();
  // What changed is counted beyond the budget, or those that merely take comments would keep it waiting.
  if ((round.counts <= 0 && !isChanged) || (left !== null && left <= spare)) return null;
  round.counts -= 1;
  const response = await round.door.ask(`document-comments-received-counts/${encodeURIComponent(id)}`);
  const comments = readCount(response);
  return comments === null ? null : { count: comments, response };
}

// A document is gone once its docket has not listed it twice, a day apart.
function* gone(
  { known, now }: Context,
  docket: string,
  listed: readonly Listed[],
  cursor: Cursor,
  missing: Record<string, string>,
): Generator<Sighting> {
  if (listed.length === 0) return;
  const there = new Set(listed.map(({ document }) => document.id));
  for (const [key, { state }] of known) {
    if (there.has(key) || readMemory(state)?.docket !== docket) continue;
    const since = sinceOrNow(cursor.missing[key], now());
    missing[key] = since;
    if (Temporal.Instant.from(since).until(now()).total("hours") < hoursGone) continue;
    const memory = readMemory(state);
    // Nothing equals it, so that a document that is listed again is read anew.
    const kept = memory === null ? state : memoryJson({ ...memory, stated: "" });
    yield { kind: "vanished", key, reason: `Docket ${docket} does not list it any more.`, state: kept, sure: true };
  }
}
