import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { mayBeOurs, readDesk, type Desk } from "./desk.ts";
import { filedTextAddress, publishedTextAddress } from "./full-text.ts";
import { lookAtFiling, lookAtMissing, lookAtPublished } from "./look.ts";
import { cursorJson, memoryJson, readCursor } from "./memory.ts";
import { inOrder } from "./order.ts";
import type { FederalRegisterParams } from "./params.ts";
import { filedHash, publishedHash } from "./projection.ts";
import { beginRound, remembered, type Remembered, type Round } from "./round.ts";
import { readPublished, searchPublished, type PublishedByNumber } from "./search.ts";

/** One poll: search, desk, and documents read again by number; then every document looked at, oldest first. */
export async function* pollFederalRegister(
  context: PollContext<FederalRegisterParams>,
): AsyncGenerator<Sighting, PollEnd, void> {
  const cursor = readCursor(context.cursor);
  const warnings: string[] = [];
  const round = beginRound(context, cursor, (warning) => warnings.push(warning));
  const known = remembered(context.known);
  const since = windowStart(context, round.today, cursor.lastGoodOn);

  const found = await searchPublished(round.door, context.params, since, round.warn);
  const desk = context.params.publicInspection ? await readDesk(round.door, round.now, round.warn) : null;
  const isRereadDue = cursor.rereadOn !== round.today;
  const numbers = numbersToReadAgain(round, known, found, desk, isRereadDue);
  const again = await readPublished(round.door, numbers, round.warn);
  const published = new Map([...again, ...found]);

  for (const look of looks(round, known, published, desk)) {
    context.signal.throwIfAborted();
    const sighting = await look();
    if (sighting !== null) yield sighting;
  }
  yield* unlisted(known, numbers, again);
  return {
    cursor: cursorJson({
      lastGoodOn: round.today,
      rereadOn: round.today,
      notOurs: [...round.notOurs],
      held: Object.fromEntries(round.held),
    }),
    warnings,
    ...lifeOf(published, desk),
  };
}

// The desk shows the whole register, whatever the feed asks for: while it moves, so does the publisher.
function lifeOf(published: PublishedByNumber, desk: Desk | null): Pick<PollEnd, "life"> {
  if (desk === null) return {};
  const days = [...published.values(), ...desk.filed.values()].flatMap(({ record }) => record.publication_date ?? []);
  return { life: { newest: days.toSorted().at(-1) ?? null } };
}

function windowStart(context: PollContext<FederalRegisterParams>, today: string, lastGoodOn: string | null): string {
  const { backfillDays, overlapDays } = context.params;
  const from = Temporal.PlainDate.from(lastGoodOn ?? today);
  return from.subtract({ days: context.baseline || lastGoodOn === null ? backfillDays : overlapDays }).toString();
}

// Once a day what is published already, and at every poll what has left the desk and is not in the search.
function numbersToReadAgain(
  round: Round,
  known: ReadonlyMap<string, Remembered>,
  found: PublishedByNumber,
  desk: Desk | null,
  isRereadDue: boolean,
): readonly string[] {
  const oldest = Temporal.PlainDate.from(round.today).subtract({ days: round.params.rereadDays }).toString();
  return [...known]
    .filter(([number, { memory }]) => {
      if (found.has(number)) return false;
      if (memory.form === "inspection") return !memory.vanished && desk !== null && !desk.filed.has(number);
      return isRereadDue && (memory.publicationDate ?? "") >= oldest;
    })
    .map(([, { key }]) => key)
    .toSorted();
}

// A publisher that knows none of many numbers says nothing about any of them.
const mostUnlisted = 5;

function* unlisted(
  known: ReadonlyMap<string, Remembered>,
  asked: readonly string[],
  found: PublishedByNumber,
): Generator<Sighting, void, void> {
  if (found.size === 0 && asked.length > mostUnlisted) return;
  for (const [number, { key, memory }] of known) {
    if (memory.form !== "published" || memory.vanished || found.has(number) || !asked.includes(key)) continue;
    const state = memoryJson({ ...memory, vanished: true });
    yield { kind: "vanished", key, reason: "The Federal Register no longer lists it.", state };
  }
}

type Look = () => Promise<Sighting | null>;

function looks(
  round: Round,
  known: ReadonlyMap<string, Remembered>,
  published: PublishedByNumber,
  desk: Desk | null,
): readonly Look[] {
  const all: { number: string; publicationDate: string | null; look: Look }[] = [];
  for (const [number, one] of published) {
    const { record } = one;
    const seen = {
      known: known.get(number) ?? null,
      key: known.get(number)?.key ?? record.document_number,
      response: one.response,
      facts: publishedHash(record),
      publicationDate: record.publication_date,
      address: publishedTextAddress(record),
    };
    all.push({ number, publicationDate: record.publication_date, look: () => lookAtPublished(round, seen) });
  }
  for (const [number, one] of desk?.filed ?? []) {
    const { record } = one;
    const before = known.get(number) ?? null;
    if (published.has(number) || before?.memory.form === "published") continue;
    if (before === null && !mayBeOurs(record, round.params)) continue;
    const seen = {
      known: before,
      key: before?.key ?? record.document_number,
      response: one.response,
      facts: filedHash(record),
      publicationDate: record.publication_date ?? null,
      address: filedTextAddress(record),
    };
    all.push({ number, publicationDate: seen.publicationDate, look: () => lookAtFiling(round, seen, record) });
  }
  if (desk?.complete === true) {
    for (const [number, before] of known) {
      const { memory } = before;
      if (memory.form !== "inspection" || memory.vanished || published.has(number) || desk.filed.has(number)) continue;
      all.push({ number, publicationDate: memory.publicationDate, look: async () => lookAtMissing(round, before) });
    }
  }
  return all.toSorted(inOrder).map(({ look }) => look);
}
