import type { FactRule } from "./fact-rules.ts";
import { text, words } from "./stated.ts";

/** What moved facts of the CFR say. */
const cfrRules: Readonly<Record<string, FactRule>> = {
  amendmentDate: (fact) => ({
    rule: "amended",
    significance: "substantive",
    headline: `Amended, in force ${words(fact.after)}`,
  }),
  amendedBy: () => ({ rule: "amended-by", significance: "editorial", headline: "Amending document named" }),
  addedBy: () => ({ rule: "source", significance: "cosmetic", headline: "Source corrected" }),
};

/** What moved facts of a docket's documents say. */
const docketRules: Readonly<Record<string, FactRule>> = {
  commentPeriod: (fact) => ({
    rule: "comments-taken",
    significance: "substantive",
    headline:
      fact.after === "open"
        ? fact.before === "closed"
          ? "Comment period reopened"
          : "Comment period opened"
        : "Comment period closed",
  }),
  commentDeadline: (fact) => ({
    rule: "comment-deadline",
    significance: "substantive",
    headline: deadlineHeadline(words(fact.before), words(fact.after)),
  }),
  commentsReached: (fact) => ({
    rule: "comments",
    significance: "editorial",
    headline: `${words(fact.after)} or more comments`,
  }),
  withdrawn: (fact) => ({
    rule: "withdrawn",
    significance: "substantive",
    headline: fact.after === null ? "No longer withdrawn" : "Withdrawn from the docket",
  }),
};

/** What moved facts of a rule under review say. */
const reviewRules: Readonly<Record<string, FactRule>> = {
  decision: (fact, after) => ({
    rule: "review-concluded",
    significance: "substantive",
    headline: /withdrawn/i.test(words(fact.after))
      ? `${text(after, "stage") || "Rule"} withdrawn from review at OIRA`
      : `OIRA concluded its review: ${words(fact.after).toLowerCase()}`,
  }),
  concludedDate: () => ({ rule: "review-concluded", significance: "editorial", headline: "Review concluded" }),
  legalDeadline: () => ({ rule: "legal-deadline", significance: "editorial", headline: "Legal deadline changed" }),
};

/** Rules on facts by the form of the documents that state them. */
export const rulesByForm: Readonly<Record<string, Readonly<Record<string, FactRule>>>> = {
  cfr: cfrRules,
  docket: docketRules,
  review: reviewRules,
};

function deadlineHeadline(before: string, after: string): string {
  if (before === "") return "Comment deadline now stated";
  if (after === "") return "Comment deadline no longer stated";
  return `Comment period ${after > before ? "extended" : "shortened"} to ${after}`;
}
