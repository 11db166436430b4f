import { z } from "zod";
import { WrongBodyError } from "../../model/errors.ts";
import type { Reconciliation } from "../../model/pulse.ts";
import type { PollContext, Sighting } from "../../model/source.ts";
import { publishedTextAddress } from "./full-text.ts";
import { lookAtPublished } from "./look.ts";
import { readCursor } from "./memory.ts";
import type { FederalRegisterParams } from "./params.ts";
import { publishedHash } from "./projection.ts";
import { beginRound, remembered, type Remembered, type Round } from "./round.ts";
import { dailyCounts, searchDay, type Published } from "./search.ts";

type Counted = Omit<Reconciliation, "at" | "problem">;

const mostDays = 30;

/** The rest is for the next day: each costs two requests, and people are told of each. */
const mostFetched = 200;

/**
 * Lays the publisher's counts by day beside what is held, and reads the days that fall short one by one: searches over many days have been
 * seen to end early.
 */
export async function* reconcileFederalRegister(
  context: PollContext<FederalRegisterParams>,
): AsyncGenerator<Sighting, Counted, void> {
  const { params } = context;
  const round = beginRound(context, readCursor(context.cursor), () => {});
  const known = remembered(context.known);
  const days = Math.min(mostDays, Math.max(params.backfillDays, params.overlapDays));
  const from = Temporal.PlainDate.from(round.today).subtract({ days }).toString();
  const held = heldByDay(known, context);
  const total = { published: 0, held: 0, found: 0 };
  for (const [day, count] of await countsByDay(round, from)) {
    context.signal.throwIfAborted();
    const have = held.get(day) ?? 0;
    const missing = have >= count ? [] : await missingOn(round, known, day, count);
    let found = 0;
    for (const one of missing.slice(0, mostFetched - total.found)) {
      const sighting = await look(round, one);
      if (sighting === null) continue;
      found += 1;
      yield sighting;
    }
    // Several searches may count one document several times; then what the day's own search gave is the count.
    const published = have >= count ? count : isCountedOnce(params) ? count : have + missing.length;
    total.published += published;
    total.held += Math.min(published, have + found);
    total.found += found;
  }
  return { from, to: round.today, ...total };
}

const dailyFacets = z.record(z.iso.date(), z.object({ count: z.number().int().nonnegative() }));

async function countsByDay(round: Round, from: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const body of await dailyCounts(round.door, round.params, { from, to: round.today })) {
    const read = dailyFacets.safeParse(body);
    if (!read.success) throw new WrongBodyError("The Federal Register's counts by day are not what they should be.");
    for (const [day, { count }] of Object.entries(read.data)) counts.set(day, (counts.get(day) ?? 0) + count);
  }
  return counts;
}

function heldByDay(
  known: ReadonlyMap<string, Remembered>,
  context: PollContext<FederalRegisterParams>,
): ReadonlyMap<string, number> {
  const held = new Map<string, number>();
  for (const { key, memory } of known.values()) {
    const stated = context.known.get(key)?.facts["publicationDate"];
    const day = typeof stated === "string" ? stated : memory.publicationDate;
    if (day !== null && !memory.vanished) held.set(day, (held.get(day) ?? 0) + 1);
  }
  return held;
}

async function missingOn(
  round: Round,
  known: ReadonlyMap<string, Remembered>,
  day: string,
  count: number,
): Promise<readonly Published[]> {
  const found = await searchDay(round.door, round.params, day, count, round.warn);
  return [...found].filter(([number]) => !known.has(number)).map(([, one]) => one);
}

async function look(round: Round, { record, response }: Published): Promise<Sighting | null> {
  return lookAtPublished(round, {
    known: null,
    key: record.document_number,
    response,
    facts: publishedHash(record),
    publicationDate: record.publication_date,
    address: publishedTextAddress(record),
  });
}

function isCountedOnce({ docketIds, rins, cfr }: FederalRegisterParams): boolean {
  return docketIds.length + rins.length <= 1 && cfr.length <= 1;
}
