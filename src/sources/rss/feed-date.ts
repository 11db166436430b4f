import type { CalendarDate, Instant } from "../../model/time.ts";

/**
 * The date of an entry as feeds write it: ISO 8601, RFC 822 with two-digit years and named zones, or C's `asctime`. A time without a zone is
 * taken as UTC. Null for what is none, and for dates that only say that there is none (1970, 2099).
 */
export function feedDate(text: string | null | undefined): CalendarDate | Instant | null {
  const words = (text ?? "").trim().slice(0, 100).replaceAll(/\s+/g, " ");
  const parts = isoParts(words) ?? mailParts(words) ?? asctimeParts(words);
  if (parts === null || parts.year < 1990 || parts.year > 2090) return null;
  return instantOf(parts);
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** `hh:mm[:ss]`, or undefined for a calendar date. */
  readonly time?: string | undefined;
  readonly zone?: string | undefined;
}

function isoParts(words: string): Parts | null {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:T| )(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)? ?(\S+)?)?$/i.exec(
    words,
  );
  if (match === null) return null;
  const [, year, month, day, time, zone] = match;
  return { year: Number(year), month: Number(month), day: Number(day), time, zone };
}

// The weekday is wrong too often to be looked at.
function mailParts(words: string): Parts | null {
  const match =
    /^(?:[a-z]+\.?,? )?(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4}|\d{2})(?:,? (\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)? ?(.*))?$/i.exec(
      words,
    );
  if (match === null) return null;
  const [, day, month, year = "", time, zone] = match;
  return { year: fullYear(year), month: monthOf(month), day: Number(day), time, zone };
}

function asctimeParts(words: string): Parts | null {
  const match =
    /^(?:[a-z]+,? )?([a-z]{3,9})\.? (\d{1,2}),?(?: (\d{1,2}:\d{2}(?::\d{2})?))?(?: ([a-z]{1,5}|[+-]\d{4}))? (\d{4})$/i.exec(
      words,
    );
  if (match === null) return null;
  const [, month, day, time, zone, year] = match;
  return { year: Number(year), month: monthOf(month), day: Number(day), time, zone };
}

function fullYear(year: string): number {
  if (year.length === 4) return Number(year);
  return Number(year) + (Number(year) < 50 ? 2000 : 1900);
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

function monthOf(name = ""): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function instantOf({ year, month, day, time, zone }: Parts): CalendarDate | Instant | null {
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
    if (time === undefined) return date.toString();
    const local = date.toPlainDateTime(
      Temporal.PlainTime.from(
        time.padStart(time.length === 4 || time.length === 7 ? time.length + 1 : time.length, "0"),
      ),
    );
    const instant = local
      .toZonedDateTime("UTC")
      .toInstant()
      .subtract({ minutes: offsetMinutes(zone) });
    return instant.toString({ smallestUnit: "millisecond" });
  } catch {
    return null;
  }
}

const zones: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  BST: 1,
  CET: 1,
  CEST: 2,
  JST: 9,
  HKT: 8,
};

function offsetMinutes(zone = ""): number {
  const numeric = /^(?:GMT|UTC?)?([+-])(\d{2}):?(\d{2})?\b/i.exec(zone);
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    return numeric[1] === "-" ? -minutes : minutes;
  }
  return (zones[zone.replace(/[^A-Za-z].*$/, "").toUpperCase()] ?? 0) * 60;
}
