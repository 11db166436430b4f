import type { Change } from "./change.ts";
import type { Deadline, DeadlineKind } from "./facts.ts";

/** What a date is for, as people read it. */
export function deadlineLabel(deadline: Pick<Deadline, "kind" | "sentence">): string {
  return isMeeting(deadline) ? "Meeting" : labels[deadline.kind];
}

/** The dates that a change tells: what is withdrawn takes no effect, and nobody waits for it. */
export function datesTold({ kind, deadlines }: Pick<Change, "kind" | "deadlines">): readonly Deadline[] {
  return kind === "withdrawn" ? [] : deadlines;
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
