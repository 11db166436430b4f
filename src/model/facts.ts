import type { CalendarDate, Instant } from "./time.ts";

/** A fact's value: text, a calendar date, an instant, a number, or a list of texts. `null` means the publisher states none. */
export type FactValue = string | number | boolean | null | readonly string[];

/**
 * What a version states about itself, in the field's own names: documentNumber, documentType, action, agencies, docketIds, rins,
 * cfrReferences, publicationDate, effectiveDate, commentDeadline, filedAt, correctionOf; congress, billType, billNumber,
 * latestAction, textVersion, sponsors; part, section, issueDate. Only facts whose movement people want to hear of stand here.
 */
export type Facts = Readonly<Record<string, FactValue>>;

/** What happens to a bill: each milestone is a fact of its own, in the order in which a bill passes them. */
export const billMilestones = [
  "committeeVote",
  "discharged",
  "reportedInHouse",
  "reportedInSenate",
  "passedHouse",
  "passedSenate",
  "failed",
  "resolvingDifferences",
  "presentedToPresident",
  "signed",
  "vetoed",
  "overridden",
] as const;
export type BillMilestone = (typeof billMilestones)[number];

/** A fact that moved between two versions. */
export interface FactChange {
  readonly name: string;
  readonly before: FactValue;
  readonly after: FactValue;
}

export const deadlineKinds = [
  "comments-close",
  "effective",
  "compliance",
  "expires",
  "stay-ends",
  "hearing",
  "other",
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** An operative date, with the sentence it stands in. `at` is set where the publisher states an instant ("effective upon filing at 8:45 am"). */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly date: CalendarDate;
  readonly at?: Instant;
  readonly sentence: string;
  readonly section?: string;
}
