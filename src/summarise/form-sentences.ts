import type { FactChange, FactValue } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";
import { longDate } from "./dates.ts";

/** What moved facts say of the CFR, of a docket's documents and of rules under review; null for other documents. */
export function formSentences(facts: readonly FactChange[], after: Extraction): readonly string[] | null {
  if (after.form === "cfr") return amended(facts, after);
  if (after.form !== "docket" && after.form !== "review") return null;
  return facts.flatMap((fact) => {
    const sentence = sentences[fact.name]?.(said(fact.before), said(fact.after));
    return sentence === undefined ? [] : [sentence];
  });
}

function amended(facts: readonly FactChange[], { facts: stated, citation }: Extraction): readonly string[] {
  if (!facts.some(({ name }) => name === "amendmentDate" || name === "amendedBy")) return [];
  const date = said(stated["amendmentDate"] ?? null);
  const by = facts.some(({ name }) => name === "amendedBy") ? said(stated["amendedBy"] ?? null) : "";
  return [
    `${citation ?? "The section"} is in force as amended${date === "" ? "" : ` on ${date}`}${by === "" ? "" : ` by ${by}`}`,
  ];
}

const sentences: Readonly<Record<string, (before: string, after: string) => string>> = {
  commentPeriod: (_, after) => `The comment period is ${after} now`,
  commentDeadline: (before, after) => {
    if (before === "") return `Comments close ${after}`;
    if (after === "") return `The comment deadline, ${before}, is no longer stated`;
    return `Comments close ${after} instead of ${before}`;
  },
  commentsReached: (_, after) => `${after} or more comments were received`,
  withdrawn: (_, after) => (after === "" ? "It is no longer marked as withdrawn" : "It was withdrawn from the docket"),
  decision: (_, after) => `The Office of Information and Regulatory Affairs concluded its review: ${after}`,
  concludedDate: (_, after) => `The review was concluded on ${after}`,
  legalDeadline: (before, after) =>
    `The legal deadline is ${after || "none"}${before === "" ? "" : `; it was ${before}`}`,
};

function said(value: FactValue): string {
  return value === null ? "" : longDate(String(value));
}
