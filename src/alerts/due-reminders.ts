import type { CalendarEvent } from "../model/calendar.ts";
import type { Subscription } from "../model/subscription.ts";

/** An event of which a subscription is to be reminded now. `daysLeft` counts in the subscriber's zone. */
export interface DueReminder {
  readonly event: CalendarEvent;
  readonly daysBefore: number;
  readonly daysLeft: number;
}

/**
 * Which of these events a subscription is to be reminded of: those whose moment (so many days before, at the subscriber's local time) has
 * come, for each the nearest one. A moment that lay before the subscription, or before the date was known, is not made up for; one that was
 * missed because nothing ran is, while the date is still to come.
 */
export function dueReminders(
  { options, createdAt }: Subscription,
  events: readonly CalendarEvent[],
  now: Temporal.Instant,
): readonly DueReminder[] {
  const wish = options.remindOfDeadlines;
  if (wish === null) return [];
  const today = now.toZonedDateTimeISO(wish.zone).toPlainDate();
  return events.flatMap((event) => {
    if (event.cancelledAt !== null) return [];
    const date = Temporal.PlainDate.from(event.date);
    const daysLeft = today.until(date).days;
    const since = createdAt > event.datedAt ? createdAt : event.datedAt;
    const come = wish.days.filter((days) => {
      const moment = date.subtract({ days }).toZonedDateTime({ timeZone: wish.zone, plainTime: wish.time }).toInstant();
      return isIn(moment, Temporal.Instant.from(since), now);
    });
    return daysLeft < 0 || come.length === 0 ? [] : [{ event, daysBefore: Math.min(...come), daysLeft }];
  });
}

function isIn(moment: Temporal.Instant, after: Temporal.Instant, upTo: Temporal.Instant): boolean {
  return Temporal.Instant.compare(moment, after) > 0 && Temporal.Instant.compare(moment, upTo) <= 0;
}
