import { agencyBySlug } from "./agencies.ts";
import { eastern } from "./document.ts";
import type { RegisterDocument } from "./document.ts";

/** `15 CFR Parts 740 and 744`, or null if the document touches no part. */
export function cfrLine(document: RegisterDocument): string | null {
  const first = document.cfr?.[0];
  if (first === undefined) return null;
  const parts = (document.cfr ?? []).filter(({ title }) => title === first.title).map(({ part }) => part);
  return `${first.title} CFR ${parts.length === 1 ? "Part" : "Parts"} ${enumeration(parts)}`;
}

/** `March 10, 2026` */
export function longDate(date: Temporal.PlainDate): string {
  return `${months[date.month - 1]} ${date.day}, ${date.year}`;
}

/** The calendar dates written out in a sentence, in order. */
export function longDates(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\b([A-Z][a-z]+) (\d{1,2}), (\d{4})/g)].flatMap(([, month, day, year]) => {
    const number = months.indexOf(month ?? "") + 1;
    return number === 0 ? [] : [`${year}-${String(number).padStart(2, "0")}-${String(day).padStart(2, "0")}`];
  });
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The line that ends a document: `[FR Doc. 2026-90101 Filed 3-9-26; 11:15 am]`. */
export function filedLine(document: RegisterDocument): string {
  const filed = filedTime(document);
  const year = String(filed.year % 100).padStart(2, "0");
  return `[FR Doc. ${document.number} Filed ${filed.month}-${filed.day}-${year}; ${clockTime(filed)}]`;
}

/** As the inspection desk writes it: `[FR Doc. 2026-90101 Filed: 3/9/2026 11:15 am; Publication Date: 3/10/2026]`. */
export function inspectionFiledLine(document: RegisterDocument): string {
  const filed = filedTime(document);
  const published = Temporal.PlainDate.from(document.publishedOn);
  return `[FR Doc. ${document.number} Filed: ${slashed(filed)} ${clockTime(filed)}; Publication Date: ${slashed(published)}]`;
}

/** When it was filed in Washington; documents without a told filing were filed the working day before at 8:45. */
function filedTime(document: RegisterDocument): Temporal.ZonedDateTime {
  if (document.filing) return Temporal.Instant.from(document.filing.at).toZonedDateTimeISO(eastern);
  return workingDayBefore(Temporal.PlainDate.from(document.publishedOn)).toZonedDateTime({
    timeZone: eastern,
    plainTime: "08:45",
  });
}

export function departmentAndOffices(document: RegisterDocument): readonly string[] {
  return document.agencies.map((slug) => agencyBySlug(slug).printed);
}

export function citation(document: RegisterDocument): string {
  return `${document.volume} FR ${document.startPage}`;
}

function slashed(date: { readonly year: number; readonly month: number; readonly day: number }): string {
  return `${date.month}/${date.day}/${date.year}`;
}

function workingDayBefore(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek === 1 ? 3 : 1 });
}

function clockTime(time: { readonly hour: number; readonly minute: number }): string {
  return `${time.hour % 12 || 12}:${String(time.minute).padStart(2, "0")} ${time.hour < 12 ? "am" : "pm"}`;
}

function enumeration(items: readonly string[]): string {
  if (items.length < 3) return items.join(" and ");
  return `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;
}
