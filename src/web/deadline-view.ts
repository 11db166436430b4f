import { onceEach } from "../alerts/once-each.ts";
import { matches } from "../alerts/query.ts";
import { toInstant } from "../lib/time.ts";
import type { CalendarEvent } from "../model/calendar.ts";
import type { CalendarDate } from "../model/time.ts";
import { daysLeft } from "./dates.ts";
import type { WebDeps } from "./deps.ts";
import { visibleFeeds } from "./feed-view.ts";
import { readQuery } from "./parameters.ts";
import type { Reader } from "./reader.ts";

/** Changes read in one go: a redline may be long. */
const documentsAtOnce = 200;

/** A date; `days` counts from today in the publisher's zone. */
export interface UpcomingDeadline {
  readonly deadline: CalendarEvent;
  readonly days: number;
}

/** Which dates are asked for: `q` is in the query language, and is held against the latest change of each document. */
export interface DeadlineWish {
  readonly feed?: string | undefined;
  readonly topic?: string | undefined;
  readonly q?: string | undefined;
}

const yearsAhead = 10;
const daysKept = 60;

/** What is due from today on, by date. The same date of the same event stands once, whichever feeds saw it. */
export async function readDeadlines(
  deps: WebDeps,
  reader: Reader,
  wanted: DeadlineWish = {},
): Promise<readonly UpcomingDeadline[]> {
  const now = deps.clock.now();
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const from = today.subtract({ days: 1 }).toString();
  const events = await readEvents(deps, reader, wanted, from, today.add({ years: yearsAhead }).toString());
  return counted(deps, reader, events).filter(({ deadline, days }) => days >= 0 && !isCancelled(deadline));
}

/** Everything a month holds, what has passed as well. */
export async function readMonth(
  deps: WebDeps,
  reader: Reader,
  wanted: DeadlineWish,
  month: Temporal.PlainYearMonth,
): Promise<readonly UpcomingDeadline[]> {
  const [first, last] = [month.toPlainDate({ day: 1 }), month.toPlainDate({ day: month.daysInMonth })];
  const events = await readEvents(deps, reader, wanted, first.toString(), last.toString());
  return counted(deps, reader, events).filter(({ deadline }) => !isCancelled(deadline));
}

/** What a calendar that subscribes is given: dates to come and just passed, and for a while those that were called off. */
export async function readCalendar(
  deps: WebDeps,
  reader: Reader,
  wanted: DeadlineWish,
): Promise<readonly CalendarEvent[]> {
  const today = deps.clock.now().toZonedDateTimeISO("UTC").toPlainDate();
  const from = today.subtract({ days: daysKept }).toString();
  return readEvents(deps, reader, wanted, from, today.add({ years: yearsAhead }).toString());
}

async function readEvents(
  deps: WebDeps,
  reader: Reader,
  { feed, topic, q }: DeadlineWish,
  from: CalendarDate,
  to: CalendarDate,
): Promise<readonly CalendarEvent[]> {
  const cancelledSince = toInstant(deps.clock.now().subtract({ hours: 24 * daysKept }));
  const found = await deps.store.calendar({ from, to, cancelledSince, includePrivate: reader.seesPrivate });
  const filtered = found
    .filter(({ feedId }) => feed === undefined || feedId === feed)
    .filter(({ topics }) => topic === undefined || topics.includes(topic));
  const asked = await askedFor(deps, filtered, q);
  // The one that was there first stands, so that its UID stays when another feed sees the same.
  const oldest = asked.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.uid.localeCompare(b.uid));
  const [cancelled, standing] = [oldest.filter(isCancelled), oldest.filter((event) => !isCancelled(event))];
  return [...onceEach(standing), ...cancelled].toSorted(
    (a, b) => a.date.localeCompare(b.date) || a.uid.localeCompare(b.uid),
  );
}

async function askedFor(
  deps: WebDeps,
  events: readonly CalendarEvent[],
  q: string | undefined,
): Promise<readonly CalendarEvent[]> {
  const query = readQuery(q);
  if (query === null || query.kind === "everything") return events;
  const documents = [...new Set(events.map(({ documentId }) => documentId))];
  const asked = new Set<string>();
  for (let from = 0; from < documents.length; from += documentsAtOnce) {
    const latest = await deps.store.latestChanges(documents.slice(from, from + documentsAtOnce));
    for (const [documentId, change] of latest) if (matches(query, change)) asked.add(documentId);
  }
  return events.filter(({ documentId }) => asked.has(documentId));
}

function isCancelled({ cancelledAt }: CalendarEvent): boolean {
  return cancelledAt !== null;
}

function counted(deps: WebDeps, reader: Reader, events: readonly CalendarEvent[]): readonly UpcomingDeadline[] {
  const zones = new Map(visibleFeeds(deps, reader).map((feed) => [feed.id, feed.timezone]));
  const now = deps.clock.now();
  return events.map((deadline) => ({
    deadline,
    days: daysLeft(deadline.date, now, zones.get(deadline.feedId) ?? "UTC"),
  }));
}
