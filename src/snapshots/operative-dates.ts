import type { Deadline, DeadlineKind } from "../model/facts.ts";
import { sectionName, type Block } from "../model/text.ts";
import type { CalendarDate, Instant } from "../model/time.ts";
import { findDates } from "./dates.ts";
import { operativeKind } from "./operative-kind.ts";
import { sentences } from "./sentences.ts";

/** What a document says of itself that its dates are measured against. */
export interface DateContext {
  readonly publicationDate: CalendarDate | null;
  /** When it went on public inspection; what is "effective on filing" is effective then. */
  readonly filedAt: Instant | null;
}

/**
 * Every date of a document on which something begins, ends or is due, each with the sentence it stands in: from the DATES section and from
 * the whole text. Dates of past events, of citations and of other documents are left out. One entry for each kind and date.
 */
export function operativeDates(blocks: readonly Block[], context: DateContext): readonly Deadline[] {
  const found = blocks.filter(speaks).flatMap((block) => blockDates(block, context));
  const ofDatesSection = found.filter((each) => each.inDates);
  const merged = new Map<string, Deadline>();
  for (const { deadline } of [...ofDatesSection, ...found]) {
    const key = `${deadline.kind} ${deadline.date}`;
    if (!merged.has(key)) merged.set(key, deadline);
  }
  const specific = new Set([...merged.values()].filter(({ kind }) => kind !== "other").map(({ date }) => date));
  const stated = new Set(ofDatesSection.map(({ deadline }) => deadline));
  return [...merged.values()]
    .filter((deadline) => deadline.kind !== "other" || stated.has(deadline) || !specific.has(deadline.date))
    .filter((deadline) => !isSaidBetter(deadline, merged))
    .toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1));
}

/** Adds the dates that the publisher states beside the text, where the text does not have them. */
export function withStatedDates(
  deadlines: readonly Deadline[],
  stated: readonly { readonly kind: DeadlineKind; readonly date: CalendarDate | null; readonly sentence: string }[],
): readonly Deadline[] {
  const missing = stated.filter(
    ({ kind, date }) => date !== null && !deadlines.some((known) => known.kind === kind && known.date === date),
  ) as readonly Deadline[];
  // A comment period that was extended: the printed date stands in the text for ever, and holds no longer.
  const moved = missing.some(({ kind }) => kind === "comments-close");
  const valid = deadlines.filter(
    ({ kind, section }) => !(moved && kind === "comments-close" && isDatesSection(section)),
  );
  return [...valid, ...missing].toSorted((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1));
}

function isDatesSection(section: string | undefined): boolean {
  return /^DATES?\b/i.test(section ?? "");
}

/** Characters around a date that can say what it is. */
const farthest = 2000;

interface Found {
  readonly deadline: Deadline;
  readonly inDates: boolean;
}

function speaks(block: Block): boolean {
  return block.kind !== "note" && block.kind !== "heading" && block.path[0] !== "Signature";
}

function blockDates(block: Block, context: DateContext): readonly Found[] {
  const inDates = /\bDATES?$/i.test(block.path[0] ?? "");
  if (block.kind === "row" && !inDates) return [];
  if (!/\d{4}|\[INSERT|\b(?:filing|display|inspection|publication)\b/i.test(block.text)) return [];
  const section = sectionName(block.path);
  return sentences(block.text).flatMap((sentence) => [
    ...writtenDates(sentence, inDates, section, context),
    ...datesByEvent(sentence, inDates, section, context),
  ]);
}

function writtenDates(sentence: string, inDates: boolean, section: string, context: DateContext): readonly Found[] {
  const dates = findDates(sentence, context.publicationDate);
  let end = 0;
  let previous: DeadlineKind | null = null;
  return dates.flatMap(({ date, start, end: after }) => {
    const kind = operativeKind({
      before: sentence.slice(Math.max(0, start - farthest), start),
      sincePrevious: sentence.slice(Math.max(end, start - farthest), start),
      after: sentence.slice(after, after + farthest),
      previous,
      inDates,
      days: daysAfterPublication(date, context.publicationDate),
    });
    end = after;
    previous = kind;
    return kind === null ? [] : [{ deadline: { kind, date, sentence, ...named(section) }, inDates }];
  });
}

const onFiling =
  /\beffective\b[^.;]{0,40}\b(?:on|upon|as of|at the time of)\b(?: the)?(?: date of)?(?: its)? ?(?:filing|(?:public )?display|(?:being )?(?:placed|filed) (?:on|for) public inspection|public inspection)/i;
const onPublication =
  /\b(?:effective|applicable)\b[^.;]{0,40}\b(?:on|upon|as of)\b(?: the)?(?: date of)?(?: its)? publication\b/i;

// "Effective upon filing", "effective on publication": the date is the event's.
function datesByEvent(sentence: string, inDates: boolean, section: string, context: DateContext): readonly Found[] {
  const { filedAt, publicationDate } = context;
  const own = inDates || /\bthis (?:\w+ ){0,3}(?:rule|order|action|notice|determination|amendment)\b/i.test(sentence);
  if (!own || /\b(?:was|were|became|had)\b[^.;]{0,20}\beffective\b/i.test(sentence)) return [];
  if (filedAt !== null && onFiling.test(sentence)) {
    const date = Temporal.Instant.from(filedAt).toZonedDateTimeISO("America/New_York").toPlainDate().toString();
    return [{ deadline: { kind: "effective", date, at: filedAt, sentence, ...named(section) }, inDates }];
  }
  if (publicationDate === null || !onPublication.test(sentence) || findDates(sentence, publicationDate).length > 0)
    return [];
  return [{ deadline: { kind: "effective", date: publicationDate, sentence, ...named(section) }, inDates }];
}

// An end of a stay is also an end; it is told once, as what it is.
function isSaidBetter(deadline: Deadline, all: ReadonlyMap<string, Deadline>): boolean {
  if (deadline.kind === "other") {
    return [...all.values()].some(
      ({ kind, date, sentence }) => kind !== "other" && date === deadline.date && sentence === deadline.sentence,
    );
  }
  return deadline.kind === "expires" && all.has(`stay-ends ${deadline.date}`);
}

function named(section: string): { readonly section?: string } {
  return section === "" ? {} : { section };
}

// Days from publication to the date; positive after it.
function daysAfterPublication(date: CalendarDate, publicationDate: CalendarDate | null): number | null {
  if (publicationDate === null) return null;
  return Temporal.PlainDate.from(publicationDate).until(Temporal.PlainDate.from(date)).total("days");
}
