import type { Deadline, DeadlineKind } from "./facts.ts";

/** What a date is for, as people read it. */
export function deadlineLabel(deadline: Pick<Deadline, "kind" | "sentence">): string {
  return isMeeting(deadline) ? "Meeting" : labels[deadline.kind];
}

/** Whether a date is told as a hearing, but its sentence speaks of a meeting alone. */
export function isMeeting({ kind, sentence }: Pick<Deadline, "kind" | "sentence">): boolean {
  return kind === "hearing" && /\bmeet(?:s|ings?)?\b/i.test(sentence) && !/\bhearings?\b/i.test(sentence);
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
