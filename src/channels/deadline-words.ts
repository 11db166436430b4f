import type { Deadline, DeadlineKind } from "../model/facts.ts";

/** A deadline in a line: what it is, its date, and the calendar days left in Washington. */
export function deadlineInWords(
  { kind, date }: Pick<Deadline, "kind" | "date">,
  now: Temporal.Instant,
): { readonly label: string; readonly date: string; readonly left: string } {
  const today = now.toZonedDateTimeISO("America/New_York").toPlainDate();
  return { label: labels[kind], date, left: daysInWords(today.until(Temporal.PlainDate.from(date)).days) };
}

const labels: Readonly<Record<DeadlineKind, string>> = {
  "comments-close": "Comments close",
  effective: "Takes effect",
  compliance: "Compliance due",
  expires: "Expires",
  "stay-ends": "Stay ends",
  hearing: "Hearing",
  other: "Date",
};

function daysInWords(days: number): string {
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  return days > 0 ? `${days} days left` : `${-days} days ago`;
}
