import type { When } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";

type Digest = Exclude<When, { kind: "instant" }>;

/**
 * The first time after `after` at which a digest is due, by the clocks of its zone: a local time that a change of clocks skips is kept as
 * much later, one that comes twice is kept at its first. `anchor` says which of two weeks a fortnightly digest belongs to.
 */
export function nextDigest(when: Digest, after: Temporal.Instant, anchor: Instant): Temporal.Instant {
  let day = after.toZonedDateTimeISO(when.zone).toPlainDate();
  for (;;) {
    if (isDay(when, day, anchor)) {
      const due = day.toZonedDateTime({ timeZone: when.zone, plainTime: when.time }).toInstant();
      if (Temporal.Instant.compare(due, after) > 0) return due;
    }
    day = day.add({ days: 1 });
  }
}

/** The last time up to `until` at which one was due, whether or not anybody subscribed by then. */
export function lastDigest(when: Digest, until: Temporal.Instant, anchor: Instant): Temporal.Instant {
  let day = until.toZonedDateTimeISO(when.zone).toPlainDate();
  for (;;) {
    if (isDay(when, day, anchor)) {
      const due = day.toZonedDateTime({ timeZone: when.zone, plainTime: when.time }).toInstant();
      if (Temporal.Instant.compare(due, until) <= 0) return due;
    }
    day = day.subtract({ days: 1 });
  }
}

function isDay(when: Digest, day: Temporal.PlainDate, anchor: Instant): boolean {
  if (when.kind === "daily") return true;
  // The 31st of a short month is its last day.
  if (when.kind === "monthly") return day.day === Math.min(when.day, day.daysInMonth);
  if (day.dayOfWeek !== when.weekday) return false;
  return when.kind === "weekly" || weeksBetween(firstDay(when, anchor), day) % 2 === 0;
}

// The first such weekday from the anchor on.
function firstDay(when: Extract<Digest, { kind: "weekly" | "biweekly" }>, anchor: Instant): Temporal.PlainDate {
  const { zone, time, weekday } = when;
  const local = Temporal.Instant.from(anchor).toZonedDateTimeISO(zone);
  const isPast = Temporal.PlainTime.compare(local.toPlainTime(), Temporal.PlainTime.from(time)) >= 0;
  const start = local.toPlainDate().add({ days: isPast ? 1 : 0 });
  return start.add({ days: (weekday - start.dayOfWeek + 7) % 7 });
}

function weeksBetween(first: Temporal.PlainDate, day: Temporal.PlainDate): number {
  return Math.abs(first.until(day).days) / 7;
}
