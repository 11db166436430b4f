import { deadlineInWords } from "../alerts/days-left.ts";
import { dueReminders, type DueReminder } from "../alerts/due-reminders.ts";
import { dateKey, onceEach } from "../alerts/once-each.ts";
import { matches, parseQuery } from "../alerts/query.ts";
import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { CalendarEvent, DeadlineReminder } from "../model/calendar.ts";
import { UsageError } from "../model/errors.ts";
import type { Change } from "../model/change.ts";
import { seesPrivate, type Subscription } from "../model/subscription.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/**
 * Reminds the subscriptions that want it of dates to come, once each: what comes due at one moment is told by one notice. While a
 * subscription is muted nothing is told; what is still to come then is told when the mute ends.
 */
export async function remindOfDeadlines(services: Services): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const wanting = (await store.wantingDeadlines()).filter(
    ({ options: { mute } }) => !(mute && mute.until > toInstant(now)),
  );
  if (wanting.length === 0) return;
  const events = await eventsToCome(services, wanting, now);
  const sightings = Map.groupBy(events, dateKey);
  const wanted = new Map<Subscription, readonly DueReminder[]>();
  for (const subscription of wanting) {
    const due = dueReminders(subscription, events, now);
    wanted.set(subscription, await notYetMade(services, subscription, due, sightings));
  }
  const documents = new Set([...wanted.values()].flat().map(({ event }) => event.documentId));
  const latest = await store.latestChanges([...documents]);
  for (const [subscription, due] of wanted) await remindOne(services, subscription, due, sightings, latest, now);
}

/** The events that are one date as several feeds saw it, by what they have in common. */
type Sightings = ReadonlyMap<string, readonly CalendarEvent[]>;

// A day more on both sides, because every subscriber has days of their own. What was called off may have been told, or come back.
async function eventsToCome(
  { store }: Services,
  wanting: readonly Subscription[],
  now: Temporal.Instant,
): Promise<readonly CalendarEvent[]> {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  const days = Math.max(...wanting.flatMap(({ options }) => options.remindOfDeadlines?.days ?? []));
  const events = await store.calendar({
    from: today.subtract({ days: 1 }).toString(),
    to: today.add({ days: days + 1 }).toString(),
    includePrivate: true,
    cancelledSince: toInstant(Temporal.Instant.fromEpochMilliseconds(0)),
  });
  return events.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
}

async function remindOne(
  services: Services,
  subscription: Subscription,
  due: readonly DueReminder[],
  sightings: Sightings,
  latest: ReadonlyMap<string, Change>,
  now: Temporal.Instant,
): Promise<void> {
  const asked = due.filter(({ event }) => asksFor(services, subscription, latest.get(event.documentId)));
  if (asked.length === 0) return;
  const once = new Set(onceEach(asked.map(({ event }) => event)));
  const told = asked.filter(({ event }) => once.has(event));
  const alert = noticeOf(subscription, told, latest, now);
  const reminders = told.flatMap((one) => remindersOf(subscription, one, sightings));
  await services.store.remindOfDeadlines(reminders, plan(services, alert, alert.id, [subscription]), toInstant(now));
}

async function notYetMade(
  { store }: Services,
  subscription: Subscription,
  due: readonly DueReminder[],
  sightings: Sightings,
): Promise<readonly DueReminder[]> {
  const made = await store.remindersMade(due.flatMap((one) => remindersOf(subscription, one, sightings)));
  const keys = new Set(made.map(keyOf));
  return due.filter((one) => remindersOf(subscription, one, sightings).every((each) => !keys.has(keyOf(each))));
}

// A reminder through one feed is one through all: the document may go from that feed, and stay in another.
function remindersOf(subscription: Subscription, due: DueReminder, sightings: Sightings): readonly DeadlineReminder[] {
  const seen = sightings.get(dateKey(due.event)) ?? [];
  return seen.map((event) => reminderOf(subscription, { ...due, event }));
}

function reminderOf({ id }: Subscription, { event: { uid, date }, daysBefore }: DueReminder): DeadlineReminder {
  return { subscriptionId: id, uid, date, daysBefore };
}

function keyOf({ uid, date, daysBefore }: DeadlineReminder): string {
  return `${uid} ${date} ${daysBefore}`;
}

function asksFor(services: Services, { id, query, tenant }: Subscription, change: Change | undefined): boolean {
  if (change?.visibility === "private" && !seesPrivate(tenant)) return false;
  try {
    return change !== undefined && matches(parseQuery(query), change);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    services.log.warn({ subscription: id, problem: error.message }, "a subscription's query cannot be read");
    return false;
  }
}

function noticeOf(
  subscription: Subscription,
  due: readonly DueReminder[],
  latest: ReadonlyMap<string, Change>,
  now: Temporal.Instant,
): Alert {
  const zone = subscription.options.remindOfDeadlines?.zone ?? "UTC";
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const ordered = due.toSorted((a, b) => a.daysLeft - b.daysLeft || a.event.title.localeCompare(b.event.title));
  const documents = new Set(ordered.map(({ event }) => event.documentId));
  return {
    kind: "notice",
    id: hashJson(["deadline", ...ordered.map((one) => reminderOf(subscription, one))]).slice(0, 32),
    at: toInstant(now),
    notice: {
      subject: "deadline",
      lines: ordered.flatMap(({ event }) => linesOf(event, today)),
      changes: [...documents].flatMap((id) => latest.get(id) ?? []),
      deadlines: ordered.map(({ event, daysLeft }) => {
        const { uid, kind, date, documentId, title, sentence, sourceUrl } = event;
        return { uid, kind, date, daysLeft, documentId, title, sentence, sourceUrl };
      }),
    },
  };
}

function linesOf(event: CalendarEvent, today: Temporal.PlainDate): readonly string[] {
  const { label, date, words } = deadlineInWords(event, today);
  const moved = event.movedFrom === null ? "" : `, moved from ${event.movedFrom}`;
  return [`${label} ${date} (${words}${moved}): ${event.title}`, `“${event.sentence}”`];
}
