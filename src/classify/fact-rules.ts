import type { FactChange } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";
import { billRules, isBill } from "./bill-rules.ts";
import type { DocumentFinding } from "./finding.ts";
import { rulesByForm } from "./form-rules.ts";
import { isInForce, isNone, items, type, words } from "./stated.ts";

/** What moved facts say, strongest first as they stand here; facts that no rule names are wording. */
export function movedFact(fact: FactChange, after: Extraction, now: Temporal.Instant): DocumentFinding {
  const rule =
    rulesByForm[after.form]?.[fact.name] ?? factRules[fact.name] ?? (isBill(after) ? billRules[fact.name] : undefined);
  const found = rule?.(fact, after, now) ?? {
    rule: kebab(fact.name),
    significance: "editorial",
    headline: "Details changed",
  };
  return { ...found, ...evidence(fact) };
}

/** What one fact says that moved. */
export type FactRule = (
  fact: FactChange,
  after: Extraction,
  now: Temporal.Instant,
) => Omit<DocumentFinding, "before" | "after">;

const factRules: Readonly<Record<string, FactRule>> = {
  commentDeadline: (fact) => ({
    rule: "comment-deadline",
    significance: "substantive",
    headline: moved(fact, "Comment deadline"),
  }),
  effectiveDate: (fact, after, now) => ({
    rule: "effective-date",
    significance: type(after) === "Rule" && fact.after !== null && isInForce(after, now) ? "urgent" : "substantive",
    headline: moved(fact, "Effective date"),
  }),
  effectiveDates: (fact) => ({
    rule: "effective-date",
    significance: "substantive",
    headline: moved(fact, "Effective date"),
  }),
  corrections: (fact) => ({
    rule: "corrected",
    significance: "substantive",
    headline: gained(fact).length > 0 ? `Corrected by ${gained(fact).join(", ")}` : "Corrections changed",
  }),
  correctionOf: (fact) => ({
    rule: "correction",
    significance: "substantive",
    headline: fact.after === null ? "No longer a correction" : `Correction to ${words(fact.after)}`,
  }),
  dispositionNotes: (fact) => ({
    rule: "disposition",
    significance: "substantive",
    headline: fact.before === null ? "Disposition note added" : "Disposition note changed",
  }),
  editorialNote: (fact) => ({
    rule: "editorial-note",
    significance: /withdr[ae]w|cancel/i.test(words(fact.after)) ? "substantive" : "editorial",
    headline: /withdr[ae]w|cancel/i.test(words(fact.after)) ? "Withdrawal noted" : "Editorial note",
  }),
  action: (fact) => ({
    rule: "action",
    significance: /\bstay|delay|withdraw|extension|suspen/i.test(words(fact.after)) ? "substantive" : "editorial",
    headline: "Action changed",
  }),
  publicationDate: () => ({ rule: "publication-date", significance: "editorial", headline: "Publication date moved" }),
  statedDate: () => ({ rule: "stated-date", significance: "cosmetic", headline: "Stated date moved" }),
};

function moved({ before, after }: FactChange, what: string): string {
  if (isNone(before)) return `${what} now stated`;
  return isNone(after) ? `${what} no longer stated` : `${what} moved`;
}

function gained({ before, after }: FactChange): readonly string[] {
  return items(after).filter((item) => !items(before).includes(item));
}

function evidence({ before, after }: FactChange): Pick<DocumentFinding, "before" | "after"> {
  return { ...(isNone(before) ? {} : { before: words(before) }), ...(isNone(after) ? {} : { after: words(after) }) };
}

function kebab(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}
