import { bodyHash, hashJson } from "../../lib/hash.ts";
import { sinceOrNow } from "../../lib/time.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { listRole } from "./extract.ts";
import { cursorJson, memoryJson, readCursor, readMemory, type Cursor } from "./memory.ts";
import { isWanted, type OiraParams } from "./params.ts";
import { keyOf, readReviews, type Review } from "./review.ts";

type Context = PollContext<OiraParams>;

const underReview = "EO_RULES_UNDER_REVIEW.xml";
const concludedThisYear = "EO_RULE_COMPLETED_YTD.xml";
const hoursGone = 24;

/** The list of rules under review; where one has left it, the list of those that were concluded says how. */
export async function* pollOira(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const cursor = readCursor(context.cursor);
  const list = await ask(context, underReview, cursor.list);
  const bytes = bodyHash(list.body);
  const today = context.now().toZonedDateTimeISO("America/New_York").toPlainDate().toString();
  // A review may begin and end between two looks: those that were concluded are read once a day.
  const wasRead = cursor.list === bytes && cursor.concludedOn === today && Object.keys(cursor.missing).length === 0;
  if (wasRead) {
    for (const [key, { state }] of context.known) if (readMemory(state)?.over === false) yield unchanged(key);
    return { cursor: cursorJson(cursor) };
  }
  const all = readReviews(list);
  // A list without any rule is not one: some hundred are under review at all times.
  if (all.length === 0) throw new WrongBodyError(`${new URL(list.url).host} lists no rule at all under review.`);
  const open = all.filter((review) => isWanted(context.params, review));
  for (const review of open) yield sighted(context, review, list);
  const listed = new Set(open.map(keyOf));
  const left = [...context.known].flatMap(([key, { state }]) =>
    readMemory(state)?.over === false && !listed.has(key) ? [key] : [],
  );
  const missing: Record<string, string> = {};
  const isFirst = cursor.concludedOn === null;
  yield* concluded(context, { left, listed, since: isFirst ? today : (cursor.concludedOn ?? today), cursor, missing });
  return { cursor: cursorJson({ list: bytes, concludedOn: today, missing }) };
}

async function ask({ params, fetch, signal }: Context, file: string, knownBytes: string | null): Promise<Fetched> {
  signal.throwIfAborted();
  return fetch(`${params.baseUrl}/public/do/XMLViewFileAction?f=${file}`, {
    expect: "xml",
    ...(knownBytes !== null && { knownBytes }),
    accept: "application/xml, text/xml;q=0.9, */*;q=0.1",
  });
}

interface Leaving {
  readonly left: readonly string[];
  readonly listed: ReadonlySet<string>;
  /** Reviews concluded on this day or later are told even if they were never seen open. */
  readonly since: string;
  readonly cursor: Cursor;
  readonly missing: Record<string, string>;
}

async function* concluded(context: Context, leaving: Leaving): AsyncGenerator<Sighting, void, void> {
  const { left, listed, since } = leaving;
  if (left.length === 0 && context.baseline) return;
  const list = await ask(context, concludedThisYear, null);
  const found = new Map(
    readReviews(list)
      .filter((review) => isWanted(context.params, review))
      .map((review) => [keyOf(review), review]),
  );
  for (const [key, review] of found) {
    const isNew = !context.known.has(key) && (review.concluded ?? "") >= since;
    if (!listed.has(key) && (left.includes(key) || isNew)) yield sighted(context, review, list);
  }
  for (const key of left) if (!found.has(key)) yield* unexplained(context, key, leaving);
}

// It may be between the lists; after a day it is told as gone.
function* unexplained({ now }: Context, key: string, { cursor, missing }: Leaving): Generator<Sighting> {
  const since = sinceOrNow(cursor.missing[key], now());
  if (Temporal.Instant.from(since).until(now()).total("hours") < hoursGone) {
    missing[key] = since;
    return;
  }
  yield {
    kind: "vanished",
    key,
    reason: "It left the list of rules under review, and no conclusion is stated.",
    // Nothing equals it, so that a review that comes back is read anew.
    state: memoryJson({ said: "", over: true }),
    sure: true,
  };
}

function sighted({ known }: Context, review: Review, list: Fetched): Sighting {
  const key = keyOf(review);
  const { published: _, ...counts } = review;
  const said = hashJson(counts);
  if (readMemory(known.get(key)?.state)?.said === said) return unchanged(key);
  const state = memoryJson({ said, over: review.concluded !== null || review.decision !== null });
  return { kind: "captured", key, parts: [{ role: listRole, response: list }], state };
}

function unchanged(key: string): Sighting {
  return { kind: "unchanged", key, looked: "all" };
}
