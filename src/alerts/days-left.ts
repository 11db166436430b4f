import type { ComposedDeadline } from "../model/composed.ts";
import { deadlineLabel } from "../model/deadline-words.ts";
import type { Deadline } from "../model/facts.ts";

const most = 6;

/** Deadlines with their distance in calendar days of `zone`: what is still to come first, the nearest first; then what has passed. */
export function deadlinesInWords(
  deadlines: readonly Deadline[],
  now: Temporal.Instant,
  zone: string,
): readonly ComposedDeadline[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const unique = new Map(deadlines.map((deadline) => [`${deadline.kind} ${deadline.date}`, deadline]));
  return [...unique.values()]
    .map((deadline) => deadlineInWords(deadline, today))
    .toSorted((a, b) => order(a.daysLeft) - order(b.daysLeft))
    .slice(0, most);
}

/** A deadline with its distance in calendar days from `today`. */
export function deadlineInWords(deadline: Deadline, today: Temporal.PlainDate): ComposedDeadline {
  const { kind, date } = deadline;
  const daysLeft = today.until(Temporal.PlainDate.from(date)).days;
  return { kind, date, label: deadlineLabel(deadline), daysLeft, words: daysInWords(daysLeft) };
}

function daysInWords(days: number): string {
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days > 0 ? `${days} days left` : `${-days} days ago`;
}

function order(days: number): number {
  return days >= 0 ? days : 1_000_000 - days;
}
