import type { CalendarDate } from "../model/time.ts";

/** A calendar date found in a text, with the place of its words. */
export interface FoundDate {
  readonly date: CalendarDate;
  readonly start: number;
  readonly end: number;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const monthNames =
  "January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.?|Feb\\.?|Mar\\.?|Apr\\.?|Jun\\.?|Jul\\.?|Aug\\.?|Sept?\\.?|Oct\\.?|Nov\\.?|Dec\\.?";

const written = new RegExp(`\\b(${monthNames})\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b`, "gi");
const dayFirst = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(${monthNames})\\s+(\\d{4})\\b`, "gi");
const insert = /\[\s*INSERT\s+(?:THE\s+)?DATE\s([^\]]{1,300})\]/gi;

/**
 * The dates written out in an English text, in order. `[INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION …]`, as filed documents have it,
 * is reckoned from `publicationDate` (1 CFR 18.17: a day that is no business day moves to the next; holidays are not known here).
 */
export function findDates(text: string, publicationDate: CalendarDate | null): readonly FoundDate[] {
  const found: FoundDate[] = [];
  const add = (match: RegExpExecArray, date: CalendarDate | null) => {
    if (date !== null) found.push({ date, start: match.index, end: match.index + match[0].length });
  };
  for (const match of text.matchAll(written)) add(match, calendarDate(match[3], match[1], match[2]));
  for (const match of text.matchAll(dayFirst)) add(match, calendarDate(match[3], match[2], match[1]));
  for (const match of text.matchAll(insert)) add(match, insertedDate(match[1] ?? "", publicationDate));
  return found.toSorted((a, b) => a.start - b.start);
}

/** A date as the Bluebook writes it (table T12): `Sept. 30, 2025`. */
export function bluebookDate(date: CalendarDate): string {
  const names = ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
  const day = Temporal.PlainDate.from(date);
  return `${names[day.month - 1]} ${day.day}, ${day.year}`;
}

/** `2025-09-30` if the text is a real calendar date written so, else null. */
export function isoDate(text: string): CalendarDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  return plainDate(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
}

function calendarDate(year = "", month = "", day = ""): CalendarDate | null {
  return plainDate(Number(year), months.indexOf(month.slice(0, 3).toLowerCase()) + 1, Number(day));
}

function plainDate(year: number, month: number, day: number): CalendarDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return null;
  }
}

function insertedDate(rule: string, publicationDate: CalendarDate | null): CalendarDate | null {
  if (publicationDate === null || !/publication/i.test(rule)) return null;
  const offset = /(\d{1,3})\s*(?:calendar\s+)?(DAYS?|MONTHS?|YEARS?)\s+(?:AFTER|FROM)/i.exec(rule);
  const published = Temporal.PlainDate.from(publicationDate);
  if (offset === null) return /^(?:OF|ON)\b/i.test(rule.trim()) || /^publication/i.test(rule) ? publicationDate : null;
  const count = Number(offset[1]);
  const unit = (offset[2] ?? "").toLowerCase();
  let date = published.add(
    unit.startsWith("d") ? { days: count } : unit.startsWith("m") ? { months: count } : { years: count },
  );
  while (date.dayOfWeek > 5) date = date.add({ days: 1 });
  return date.toString();
}
