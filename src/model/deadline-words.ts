import type { Change } from "./change.ts";
import type { Deadline, DeadlineKind } from "./facts.ts";

/** What a date is for, as people read it. */
export function deadlineLabel(deadline: Pick<Deadline, "kind" | "sentence">): string {
  return labels[narrowerKind(deadline) ?? deadline.kind];
}

/** The dates that a change tells: what is withdrawn takes no effect, and nobody waits for it. */
export function datesTold({ kind, deadlines }: Pick<Change, "kind" | "deadlines">): readonly Deadline[] {
  return kind === "withdrawn" ? [] : deadlines;
}

/** What a date is more exactly than its kind says: a meeting that is no hearing, an end that is not the document's own. */
export type NarrowerKind = "meeting" | "savings-clause-ends" | "general-license-expires";

/** What a date's sentence says it is, where that is more than its kind. */
export function narrowerKind({ kind, sentence }: Pick<Deadline, "kind" | "sentence">): NarrowerKind | null {
  if (kind === "hearing") return meeting.test(sentence) && !/\bhearings?\b/i.test(sentence) ? "meeting" : null;
  if (kind !== "expires") return null;
  if (underWay.test(sentence)) return "savings-clause-ends";
  return generalLicense.test(sentence) ? "general-license-expires" : null;
}

const meeting = /\bmeet(?:s|ings?)?\b/i;
/** What was on its way may still arrive. */
const underWay =
  /\b(?:savings? clause|en route|on dock|aboard a carrier|not actually (?:re-?)?(?:exported|reexported|transferred))\b/i;
const generalLicense = /\bgeneral licen[cs]e\b|\bTGL\b/i;

const labels: Readonly<Record<DeadlineKind | NarrowerKind, string>> = {
  "comments-close": "Comments close",
  effective: "Takes effect",
  compliance: "Compliance due",
  expires: "Expires",
  "stay-ends": "Stay ends",
  hearing: "Hearing",
  other: "Date",
  meeting: "Meeting",
  "savings-clause-ends": "Savings clause ends",
  "general-license-expires": "General license expires",
};
