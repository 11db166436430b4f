import { deadlineLabel } from "../model/deadline-words.ts";
import type { Deadline } from "../model/facts.ts";

/** A deadline in a line: what it is, its date, and the calendar days left in Washington. */
export function deadlineInWords(
  deadline: Pick<Deadline, "kind" | "date" | "sentence">,
  now: Temporal.Instant,
): { readonly label: string; readonly date: string; readonly left: string } {
  const today = now.toZonedDateTimeISO("America/New_York").toPlainDate();
  const { date } = deadline;
  return { label: deadlineLabel(deadline), date, left: daysInWords(today.until(Temporal.PlainDate.from(date)).days) };
}

function daysInWords(days: number): string {
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  return days > 0 ? `${days} days left` : `${-days} days ago`;
}
