import { UsageError } from "../model/errors.ts";

/**
 * The earliest run after an instant of several five-field cron lines, read in an IANA zone. A time that the clocks skip runs at the
 * first moment after the gap. A time that they repeat runs once; lines that begin with `*` in minute or hour keep their rhythm instead.
 */
export function nextDue(lines: readonly string[], zone: string, after: Temporal.Instant): Temporal.Instant {
  const runs = lines.map((line) => knownRun(line, zone, after));
  const [first] = runs.toSorted((a, b) => Temporal.Instant.compare(a, b));
  if (!first) throw new UsageError("schedule: needs at least one cron line.");
  return first;
}

/** The last run that was looked for, by line and zone: many feeds share a schedule, and nothing lies between `after` (milliseconds) and it. */
const lastRuns = new Map<string, { readonly after: number; readonly run: Temporal.Instant }>();

function knownRun(line: string, zone: string, after: Temporal.Instant): Temporal.Instant {
  const key = `${zone} ${line}`;
  const last = lastRuns.get(key);
  // Runs are whole minutes, so that none is missed by leaving out what is less than a millisecond.
  const at = after.epochMilliseconds;
  if (last && last.after <= at && at < last.run.epochMilliseconds) return last.run;
  const run = nextRun(knownCron(line), zone, after);
  lastRuns.set(key, { after: at, run });
  return run;
}

const known = new Map<string, CronLine>();

// As many as there are schedules in feed files.
function knownCron(line: string): CronLine {
  const cron = known.get(line) ?? readCron(line);
  known.set(line, cron);
  return cron;
}

/** A cron line as sets of numbers, weekdays from 0 (Sunday) to 6. */
interface CronLine {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  /** Both day fields are restricted: a day that either names is meant. */
  readonly eitherDay: boolean;
  /** Runs by real time through a repeated hour. */
  readonly repeats: boolean;
  /** Makes up after a gap for a time inside it. */
  readonly makesUp: boolean;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads a line of minute, hour, day of month, month, weekday. Throws `UsageError` that names the field and what it may be. */
export function readCron(line: string): CronLine {
  const parts = line.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = parts;
  if (parts.length !== 5 || !minute || !hour || !day || !month || !weekday) {
    throw new UsageError(
      `"${line}" must have five fields: minute hour day-of-month month day-of-week, such as "*/15 * * * *".`,
    );
  }
  const days = readField({ name: "day-of-month", from: 1, to: 31 }, day);
  const months = readField({ name: "month", from: 1, to: 12, names: monthNames }, month);
  if (weekday.startsWith("*") && ![...months].some((m) => Math.min(...days) <= (longestMonth[m - 1] ?? 0))) {
    throw new UsageError(`day-of-month "${day}" never comes in month "${month}".`);
  }
  return {
    minutes: readField({ name: "minute", from: 0, to: 59 }, minute),
    hours: readField({ name: "hour", from: 0, to: 23 }, hour),
    days,
    months,
    weekdays: readWeekdays(weekday),
    eitherDay: !day.startsWith("*") && !weekday.startsWith("*"),
    repeats: minute.startsWith("*") || hour.startsWith("*"),
    makesUp: !hour.startsWith("*"),
  };
}

function readWeekdays(text: string): ReadonlySet<number> {
  const field = { name: "day-of-week", from: 0, to: 7, names: weekdayNames };
  return new Set([...readField(field, text)].map((day) => day % 7));
}

function readField(field: Field, text: string): ReadonlySet<number> {
  return new Set(text.split(",").flatMap((item) => readItem(field, item, text)));
}

function readItem(field: Field, item: string, text: string): number[] {
  const [, range = "", step] = /^([^/]*)(?:\/(\d+))?$/.exec(item) ?? [];
  const [start = "", end] = range.split(/-(.*)/s, 2);
  const from = range === "*" ? field.from : readNumber(field, start, text);
  const to = range === "*" ? field.to : end === undefined ? from : readEnd(field, end, from, text);
  if (to < from) {
    throw wrong(field, text, `"${range}" runs backwards; write it as two, ${start}-${field.to},${field.from}-${end}`);
  }
  if (step === undefined) return numbers(from, to, 1);
  if (range !== "*" && end === undefined) {
    throw wrong(field, text, `a step needs a range, such as ${start}-${field.to}/${step}`);
  }
  if (Number(step) < 1 || Number(step) > field.to) throw wrong(field, text, `the step must be 1 to ${field.to}`);
  return numbers(from, to, Number(step));
}

/** Sunday at the end of a range is 7: `fri-sun`. */
function readEnd(field: Field, text: string, from: number, whole: string): number {
  const end = readNumber(field, text, whole);
  return end === 0 && from > 0 && field.names === weekdayNames ? 7 : end;
}

function readNumber(field: Field, text: string, whole: string): number {
  const name = field.names?.indexOf(text.toLowerCase()) ?? -1;
  if (name >= 0) return name + field.from;
  const number = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  if (number < field.from || number > field.to) {
    const names = field.names ? ` or ${field.names[0]} to ${field.names.at(-1)}` : "";
    throw wrong(field, whole, `it takes numbers from ${field.from} to ${field.to}${names}, and * , - /`);
  }
  return number;
}

function wrong(field: Field, text: string, why: string): UsageError {
  return new UsageError(`${field.name} "${text}" cannot be read: ${why}.`);
}

function numbers(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

/** Walks the stretches of constant offset: inside one, local time runs like real time. */
function nextRun(cron: CronLine, zone: string, after: Temporal.Instant): Temporal.Instant {
  let at = nextMinute(after).toZonedDateTimeISO(zone);
  for (;;) {
    const local = at.toPlainDateTime();
    const began = at.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
    const ends = at.getTimeZoneTransition("next");
    const before = began && wallClockBefore(began);
    if (before && began.equals(at) && cron.makesUp && firstMatch(cron, before, local)) return at.toInstant();
    const repeated = before && !cron.repeats && Temporal.PlainDateTime.compare(before, local) > 0;
    const run = firstMatch(cron, repeated ? before : local, ends && wallClockBefore(ends));
    if (run) return at.add(local.until(run, { largestUnit: "hours" })).toInstant();
    if (!ends) throw new UsageError("schedule: never runs.");
    at = ends;
  }
}

function nextMinute(after: Temporal.Instant): Temporal.Instant {
  return after.add({ minutes: 1 }).round({ smallestUnit: "minute", roundingMode: "trunc" });
}

/** What clocks would have shown at a transition without it. */
function wallClockBefore(transition: Temporal.ZonedDateTime): Temporal.PlainDateTime {
  return transition.subtract({ nanoseconds: 1 }).toPlainDateTime().round("second");
}

/** The first matching wall-clock minute from `from` (included) to `until` (excluded). A line that runs at all runs within twelve years. */
function firstMatch(
  cron: CronLine,
  from: Temporal.PlainDateTime,
  until: Temporal.PlainDateTime | null,
): Temporal.PlainDateTime | null {
  const end = until ?? from.add({ years: 12 });
  const firstDate = from.toPlainDate();
  for (let date = firstDate; Temporal.PlainDate.compare(date, end.toPlainDate()) <= 0; date = nextDate(cron, date)) {
    if (!meansDate(cron, date)) continue;
    const start = date === firstDate ? from.toPlainTime() : new Temporal.PlainTime();
    const time = firstTime(cron, start);
    if (!time) continue;
    const match = date.toPlainDateTime(time);
    return Temporal.PlainDateTime.compare(match, end) < 0 ? match : null;
  }
  return null;
}

function nextDate(cron: CronLine, date: Temporal.PlainDate): Temporal.PlainDate {
  return cron.months.has(date.month) ? date.add({ days: 1 }) : date.with({ day: 1 }).add({ months: 1 });
}

function meansDate(cron: CronLine, date: Temporal.PlainDate): boolean {
  if (!cron.months.has(date.month)) return false;
  const day = cron.days.has(date.day);
  const weekday = cron.weekdays.has(date.dayOfWeek % 7);
  return cron.eitherDay ? day || weekday : day && weekday;
}

function firstTime(cron: CronLine, from: Temporal.PlainTime): Temporal.PlainTime | null {
  for (let hour = from.hour; hour < 24; hour++) {
    if (!cron.hours.has(hour)) continue;
    for (let minute = hour === from.hour ? from.minute : 0; minute < 60; minute++) {
      if (cron.minutes.has(minute)) return new Temporal.PlainTime(hour, minute);
    }
  }
  return null;
}
