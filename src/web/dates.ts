import type { CalendarDate, Instant } from "../model/time.ts";

const day = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" } as const;

// Made once: making one takes longer than all the rest of an entry on a page.
const days = new Intl.DateTimeFormat("en-GB", day);
const times = new Intl.DateTimeFormat("en-GB", time);
const moments = new Intl.DateTimeFormat("en-GB", { ...day, ...time });
const weekdays = new Intl.DateTimeFormat("en-GB", { weekday: "long", ...day });

/** A calendar date or an instant (then in UTC, which is said) as people read it; any other text as it is. */
export function readableDate(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    try {
      return days.format(midnight(text));
    } catch {
      return text;
    }
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})$/.test(text)) return text;
  try {
    return `${moments.format(Temporal.Instant.from(text).epochMilliseconds)} UTC`;
  } catch {
    return text;
  }
}

export function readableTime(at: Instant): string {
  return times.format(Temporal.Instant.from(at).epochMilliseconds);
}

export function readableDay(date: CalendarDate): string {
  return weekdays.format(midnight(date));
}

function midnight(date: CalendarDate): number {
  return Temporal.PlainDate.from(date).toZonedDateTime("UTC").epochMilliseconds;
}

/** The UTC calendar day of an instant. */
export function dayOf(at: Instant): CalendarDate {
  return at.slice(0, 10);
}

/** How long ago, or how soon, in one unit: `3 min ago`, `in 2 h`. */
export function fromNow(at: Instant, now: Temporal.Instant): string {
  const seconds = Math.round((Temporal.Instant.from(at).epochMilliseconds - now.epochMilliseconds) / 1000);
  const size = Math.abs(seconds);
  const span = spans.find(([, , least]) => size >= least) ?? (["s", 1] as const);
  const words = `${Math.floor(size / span[1])} ${span[0]}`;
  if (size < 5) return "now";
  return seconds < 0 ? `${words} ago` : `in ${words}`;
}

const spans = [
  ["days", 86_400, 2 * 86_400],
  ["h", 3600, 3600],
  ["min", 60, 60],
] as const;

/** Days from today in the publisher's zone, because a deadline ends with the publisher's day and not with ours. */
export function daysLeft(date: CalendarDate, now: Temporal.Instant, zone: string): number {
  return now.toZonedDateTimeISO(zone).toPlainDate().until(Temporal.PlainDate.from(date)).total("days");
}

export function daysLeftWords(days: number): string {
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  if (days > 2 * 365) return `in ${Math.floor(days / 365)} years`;
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}
