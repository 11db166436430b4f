import { setAside } from "../model/failed-reading.ts";
import type { Rhythm } from "../model/feed.ts";
import type { Pulse } from "../model/pulse.ts";
import type { FeedState } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { closedBetween, type Closed } from "./federal-days.ts";

/**
 * Why a feed says nothing:
 * `waiting` - it was not read yet;
 * `blind` - it could not be read, all of its documents are set aside, or we did not look: its silence says nothing;
 * `stale` - the publisher, or the feed, has been quiet beyond its rhythm;
 * `resting` - its publisher is closed, or says that it is busy;
 * `quiet` - within its rhythm, or it keeps none.
 */
export interface Silence {
  readonly kind: "waiting" | "blind" | "stale" | "resting" | "quiet";
  /** The day after which nothing came, as an ISO date in the publisher's zone; or the instant since when we are blind. */
  readonly since: string | null;
  /** A sentence or two for people. */
  readonly words: string;
}

/** What is known of a feed between polls, as far as it explains silence. */
export type Watched = Pick<
  FeedState,
  "baselineAt" | "lastCheckedAt" | "lastOkAt" | "nextDueAt" | "illSince" | "failedReadings" | "documents"
> &
  Pick<Pulse, "newest" | "busy" | "lastNewsAt">;

/** So long after it was due, a look that was not taken is our own failure. */
const lateHours = 3;

/** Tells no news from a holiday, from a publisher that has stopped, and from our own not looking. */
export function silenceOf(watched: Watched, rhythm: Rhythm, now: Temporal.Instant): Silence {
  const { baselineAt, illSince, lastCheckedAt, lastOkAt } = watched;
  if (illSince !== null)
    return {
      kind: "blind",
      since: illSince,
      words: `Cannot be read since ${minute(illSince)}; its silence says nothing.`,
    };
  if (baselineAt === null) return { kind: "waiting", since: null, words: "Not read yet." };
  const since = lastOkAt ?? lastCheckedAt ?? baselineAt;
  if (hoursLate(watched, now) > lateHours)
    return {
      kind: "blind",
      since,
      words: `regwatch has not looked since ${minute(since)}; a look was due ${minute(watched.nextDueAt)}.`,
    };
  const heard = ofPublisher(watched, rhythm, now) ?? {
    kind: "quiet",
    since: null,
    words: "It states no dates, and nothing has changed in it.",
  };
  return exceptSetAside(heard, watched);
}

function exceptSetAside(heard: Silence, { failedReadings, documents }: Watched): Silence {
  const aside = new Set(setAside(failedReadings).map(({ key }) => key)).size;
  if (aside === 0) return heard;
  const words = `${aside === 1 ? "A document" : `${aside} documents`} of it cannot be read and ${aside === 1 ? "is" : "are"} set aside`;
  return aside < documents
    ? { ...heard, words: `${heard.words} ${words}.` }
    : { kind: "blind", since: null, words: `${words}; its silence says nothing.` };
}

function ofPublisher(watched: Watched, rhythm: Rhythm, now: Temporal.Instant): Silence | null {
  const today = dayOfInstant(now, rhythm);
  const news = dayUpTo(today, watched.lastNewsAt, rhythm);
  const sign = dayUpTo(today, watched.newest, rhythm);
  const publisher = sign === null ? news : news === null ? sign : later(sign, news);
  if (publisher === null) return null;
  const busy = watched.busy === null ? "" : ` It says that ${watched.busy}.`;
  const isStale = sign !== null && isBeyond(publisher, today, rhythm.publisherDays, rhythm);
  if (isStale) {
    const words = `The publisher has shown nothing new since ${named(publisher)}, ${daysInWords(publisher, today, rhythm)}; it is expected every ${expected(rhythm.publisherDays, rhythm)}.${busy}`;
    return { kind: "stale", since: publisher.toString(), words };
  }
  if (news !== null && isBeyond(news, today, rhythm.feedDays, rhythm)) {
    const words = `Nothing for this feed since ${named(news)}, ${daysInWords(news, today, rhythm)}; something is expected every ${expected(rhythm.feedDays, rhythm)}. The publisher goes on: see whether the feed still asks for the right things.`;
    return { kind: "stale", since: news.toString(), words };
  }
  return asUsual({ publisher, news, today, rhythm, busy });
}

interface Usual {
  readonly publisher: Temporal.PlainDate;
  readonly news: Temporal.PlainDate | null;
  readonly today: Temporal.PlainDate;
  readonly rhythm: Rhythm;
  readonly busy: string;
}

function asUsual({ publisher, news, today, rhythm, busy }: Usual): Silence {
  const quiet = news ?? publisher;
  const closed = rhythm.calendar === "federal" ? closedBetween(publisher, today) : [];
  const isClosed = closed.length > 0 && workingDays(publisher, today, rhythm) === 0;
  const why = isClosed ? `: ${closedInWords(closed)}` : "";
  const goesOn = news !== null && Temporal.PlainDate.compare(publisher, news) > 0;
  const sign = goesOn ? ` The publisher goes on, last seen with ${named(publisher)}.` : "";
  return {
    kind: isClosed || busy !== "" ? "resting" : "quiet",
    since: quiet.toString(),
    words: `Quiet since ${named(quiet)}${why}.${sign}${busy}`,
  };
}

// `Thanksgiving Day (26 Nov 2026), the weekend`
function closedInWords(closed: readonly Closed[]): string {
  const holidays = closed.filter(({ isHoliday }) => isHoliday).map(({ date, name }) => `${name} (${named(date)})`);
  const weekend = closed.some(({ isHoliday }) => !isHoliday) ? ["the weekend"] : [];
  return [...holidays, ...weekend].join(", ");
}

function isBeyond(since: Temporal.PlainDate, today: Temporal.PlainDate, days: number | null, rhythm: Rhythm): boolean {
  return days !== null && workingDays(since, today, rhythm) > days;
}

// Whole days that passed without a sign: today may still bring one.
function workingDays(since: Temporal.PlainDate, today: Temporal.PlainDate, { calendar }: Rhythm): number {
  const last = today.subtract({ days: 1 });
  const days = since.until(last, { largestUnit: "days" }).days;
  if (days <= 0) return 0;
  return calendar === "federal" ? days - closedBetween(since, last).length : days;
}

function daysInWords(since: Temporal.PlainDate, today: Temporal.PlainDate, rhythm: Rhythm): string {
  return `${expected(workingDays(since, today, rhythm), rhythm)} ago`;
}

function expected(days: number | null, { calendar }: Rhythm): string {
  const what = calendar === "federal" ? "federal working day" : "day";
  return `${days ?? 0} ${what}${days === 1 ? "" : "s"}`;
}

function hoursLate({ nextDueAt }: Watched, now: Temporal.Instant): number {
  return Temporal.Instant.from(nextDueAt).until(now).total("hours");
}

function dayUpTo(today: Temporal.PlainDate, stated: string | null, rhythm: Rhythm): Temporal.PlainDate | null {
  const day = stated === null ? null : dayOf(stated, rhythm);
  return day && earlier(day, today);
}

// A publisher's date may be none, or an instant without a zone.
function dayOf(stated: string, rhythm: Rhythm): Temporal.PlainDate | null {
  try {
    return dayOfInstant(Temporal.Instant.from(stated), rhythm);
  } catch {
    return /^\d{4}-\d{2}-\d{2}/.test(stated) ? calendarDay(stated.slice(0, 10)) : null;
  }
}

function calendarDay(stated: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(stated);
  } catch {
    return null;
  }
}

function dayOfInstant(instant: Temporal.Instant, { calendar }: Rhythm): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(calendar === "federal" ? "America/New_York" : "UTC").toPlainDate();
}

function earlier(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) <= 0 ? a : b;
}

function later(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function named(date: Temporal.PlainDate): string {
  return `${date.day} ${months[date.month - 1] ?? ""} ${date.year}`;
}

function minute(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
