import { sinceOrNow } from "../../lib/time.ts";
import { WrongBodyError } from "../../model/errors.ts";
import type { Fetched } from "../../model/snapshot.ts";
import type { CapturePart, PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { divisionsIn, isReserved } from "./division.ts";
import { openDoor, textOf, type Door } from "./door.ts";
import { listRole, textRole } from "./extract.ts";
import { cursorJson, isRemoved, memoryJson, readCursor, readMemory, type Cursor } from "./memory.ts";
import { keyOf, partOf, readKey } from "./names.ts";
import type { EcfrParams } from "./params.ts";
import { askTitle, type TitleState } from "./titles.ts";
import { askVersions, rowsIn, stampOf, type Row } from "./versions.ts";

type Context = PollContext<EcfrParams>;

/** Whatever is read in one poll, and what it leaves behind. */
interface Round {
  readonly context: Context;
  readonly door: Door;
  readonly title: TitleState;
  readonly warnings: string[];
  /** The text of a version that is listed is not there yet: its issue is asked for again. */
  owed: boolean;
  /** Parts that were to be read as a whole and could not be had: they are asked for again. */
  readonly unread: Set<string>;
}

const importMinutes = 30;
const importHours = 24;
/** Issues are processed again for some days after they appeared. */
const overlapDays = 14;

/** First how far the title is; only if it moved, the list of versions; and of those, only the sections that changed. */
export async function* pollEcfr(context: Context): AsyncGenerator<Sighting, PollEnd, void> {
  const door = openDoor(context);
  const cursor = readCursor(context.cursor);
  const title = await askTitle(door, context.params.title);
  if (title.importing) return whileImporting(context, cursor, title);
  const round: Round = { context, door, title, warnings: [], owed: false, unread: new Set() };
  const { parts, sections } = context.params;
  const read = parts.map((part) => [part, ...sections].join(" "));
  const fresh = parts.filter((_, index) => context.baseline || !cursor.parts.includes(read[index] ?? ""));
  const known = parts.filter((part) => !fresh.includes(part));
  const state = `${title.upToDate} ${title.issued ?? ""}`;
  if (known.length > 0) {
    if (cursor.state === state) yield* allUnchanged(context, known);
    else yield* changedSections(round, known, cursor);
  }
  for (const part of fresh) yield* wholePart(round, part);
  const done = read.filter((_, index) => !round.unread.has(parts[index] ?? ""));
  const next: Cursor = round.owed
    ? { ...cursor, state: null, importingSince: null, parts: done }
    : { state, issued: title.issued, importingSince: null, parts: done };
  return { cursor: cursorJson(next), warnings: round.warnings, life: { newest: title.upToDate } };
}

// What is said meanwhile may be half of an issue. One that does not end is the publisher's trouble, and is named.
function whileImporting({ baseline, params, now }: Context, cursor: Cursor, { upToDate }: TitleState): PollEnd {
  const host = new URL(params.baseUrl).host;
  if (baseline) throw new WrongBodyError(`${host} is taking in an issue just now; the first look waits for its end.`);
  const since = sinceOrNow(cursor.importingSince, now());
  const hours = Math.floor(Temporal.Instant.from(since).until(now()).total("hours"));
  return {
    cursor: cursorJson({ ...cursor, importingSince: since }),
    againInMinutes: importMinutes,
    life: { newest: upToDate, busy: "an import is running" },
    warnings:
      hours < importHours
        ? []
        : [`${host} has been taking in an issue for ${hours} hours; nothing is read until it ends.`],
  };
}

function isWatched({ sections }: EcfrParams, identifier: string): boolean {
  return sections.length === 0 || sections.some((name) => name.toLowerCase() === identifier.toLowerCase());
}

// Of what was removed nothing is said any more: it is not there.
function* allUnchanged({ known }: Context, parts: readonly string[]): Generator<Sighting> {
  for (const [key, { state }] of known) {
    if (!parts.includes(partOf(readKey(key).identifier)) || isRemoved(readMemory(state))) continue;
    yield { kind: "unchanged", key, looked: "facts" };
  }
}

async function* wholePart(round: Round, part: string): AsyncGenerator<Sighting, void, void> {
  const { context, door, title, warnings } = round;
  const lists = await askVersions(door, context.params.title, `part=${part}`);
  const rows = Map.groupBy(rowsIn(lists), ({ identifier }) => identifier);
  const text = await door.full(title.upToDate, { part });
  if (text === null) {
    round.unread.add(part);
    warnings.push(`Title ${context.params.title} has no part ${part} on ${title.upToDate}; check \`parts\`.`);
    return;
  }
  for (const division of divisionsIn(textOf(text))) {
    const { identifier } = division;
    if (!isWatched(context.params, identifier) || isReserved(division)) continue;
    const row = rows.get(identifier)?.findLast(({ date }) => date <= title.upToDate);
    const stamp = row === undefined ? "" : stampOf(row);
    const key = keyOf(context.params.title, identifier);
    if (row !== undefined && readMemory(context.known.get(key)?.state)?.stamp === stamp) {
      yield { kind: "unchanged", key, looked: "all" };
      continue;
    }
    yield captured(key, lists, text, { date: row?.date ?? title.upToDate, stamp });
  }
}

async function* changedSections(
  round: Round,
  parts: readonly string[],
  cursor: Cursor,
): AsyncGenerator<Sighting, void, void> {
  const { context, door, title } = round;
  const since = Temporal.PlainDate.from(cursor.issued ?? title.upToDate).subtract({ days: overlapDays });
  const lists = await askVersions(door, context.params.title, `issue_date%5Bgte%5D=${since.toString()}`);
  const rows = rowsIn(lists).filter(
    ({ part, identifier, date }) =>
      parts.includes(part) && date <= title.upToDate && isWatched(context.params, identifier),
  );
  const listed = new Set<string>();
  for (const [identifier, own] of Map.groupBy(rows, (row) => row.identifier)) {
    listed.add(keyOf(context.params.title, identifier));
    yield* oneSection(round, identifier, own, lists);
  }
  for (const sighting of allUnchanged(context, parts)) if (!listed.has(sighting.key)) yield sighting;
}

// Several versions since the last look are read one by one, so that each is compared with the one before.
async function* oneSection(
  round: Round,
  identifier: string,
  rows: readonly Row[],
  lists: readonly Fetched[],
): AsyncGenerator<Sighting, void, void> {
  const { context, door, warnings } = round;
  const key = keyOf(context.params.title, identifier);
  const memory = readMemory(context.known.get(key)?.state);
  const latest = rows.at(-1);
  // A number that is only kept free is no section.
  if (latest === undefined || (memory === null && latest.reserved)) return;
  const stamp = stampOf(latest);
  if (memory?.stamp === stamp) {
    if (!latest.removed) yield { kind: "unchanged", key, looked: "facts" };
    return;
  }
  const fresh = memory === null ? [latest] : rows.filter(({ date }) => date > memory.date);
  for (const row of onePerDay(fresh.length > 0 ? fresh : [latest])) {
    if (row.removed) {
      if (memory !== null) yield removed(key, row);
      continue;
    }
    const text = await door.full(row.date, { part: row.part, [row.type]: identifier });
    if (text === null) {
      round.owed = true;
      warnings.push(
        `${key} as of ${row.date} is listed and cannot be had yet; it is asked for again at the next poll.`,
      );
      return;
    }
    yield captured(key, lists, text, { date: row.date, stamp: stampOf(row) });
  }
}

function onePerDay(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.date, row])).values()];
}

function removed(key: string, row: Row): Sighting {
  return {
    kind: "vanished",
    key,
    reason: `It is no longer part of the CFR as of ${row.date}.`,
    state: memoryJson({ date: row.date, stamp: stampOf(row) }),
    sure: true,
  };
}

function captured(
  key: string,
  lists: readonly Fetched[],
  text: Fetched,
  memory: { date: string; stamp: string },
): Sighting {
  const [first, ...others]: readonly CapturePart[] = lists.map((response, index) => ({
    role: index === 0 ? listRole : `${listRole}-${index + 1}`,
    response,
  }));
  // After the first list: what proves a change of text comes before what proves one of facts.
  const parts = [...(first === undefined ? [] : [first]), { role: textRole, response: text }, ...others];
  return { kind: "captured", key, parts, state: memoryJson(memory) };
}
