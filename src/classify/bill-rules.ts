import type { FactChange } from "../model/facts.ts";
import type { Extraction } from "../model/version.ts";
import type { FactRule } from "./fact-rules.ts";
import type { DocumentFinding } from "./finding.ts";
import type { Passages } from "./passages.ts";
import { isNone, text, words } from "./stated.ts";

/** What moved facts of a bill say. What the Library of Congress adds later (policy areas, related bills) is recorded, and told to nobody. */
export const billRules: Readonly<Record<string, FactRule>> = {
  publicLaw: (fact) => ({
    rule: "became-law",
    significance: "urgent",
    headline: `Became law (P.L. ${words(fact.after)})`,
  }),
  vetoed: () => ({ rule: "vetoed", significance: "urgent", headline: "Vetoed by the President" }),
  overridden: () => ({ rule: "veto-considered", significance: "substantive", headline: "Veto considered" }),
  signed: () => ({ rule: "signed", significance: "substantive", headline: "Signed by the President" }),
  presentedToPresident: () => ({
    rule: "presented",
    significance: "substantive",
    headline: "Presented to the President",
  }),
  passedHouse: (fact, after) => passed(fact, "House", !isNone(after.facts["passedSenate"] ?? null)),
  passedSenate: (fact, after) => passed(fact, "Senate", !isNone(after.facts["passedHouse"] ?? null)),
  failed: (fact) => ({ rule: "failed", significance: "substantive", headline: `Failed ${withoutDate(fact)}` }),
  resolvingDifferences: () => ({
    rule: "differences",
    significance: "substantive",
    headline: "House and Senate act on their differences",
  }),
  reportedInHouse: (fact, after) => reported(fact, after),
  reportedInSenate: (fact, after) => reported(fact, after),
  discharged: () => ({ rule: "discharged", significance: "substantive", headline: "Committee discharged" }),
  committeeVote: (fact) => ({
    rule: "committee-vote",
    significance: "substantive",
    headline: `Committee orders it reported${bracketed(withoutDate(fact).replace(/^.*: /, ""))}`,
  }),
  latestAction: (fact) => ({ rule: "latest-action", significance: "editorial", headline: withoutDate(fact) }),
  textVersion: (fact) => ({
    rule: "text-version",
    significance: "substantive",
    headline: `New text version: ${lowerFirst(words(fact.after))}`,
  }),
  summary: () => ({ rule: "summary", significance: "editorial", headline: "New summary" }),
  shortTitle: () => ({ rule: "title", significance: "editorial", headline: "Title changed" }),
  officialTitle: () => ({ rule: "title", significance: "editorial", headline: "Official title changed" }),
  cosponsorsReached: (fact) => ({
    rule: "cosponsors",
    significance: isNone(fact.after) ? "cosmetic" : "editorial",
    headline: isNone(fact.after) ? "Fewer cosponsors" : `${words(fact.after)} or more cosponsors`,
  }),
  sponsors: () => ({ rule: "sponsors", significance: "editorial", headline: "Sponsor changed" }),
  companions: () => ({ rule: "companions", significance: "cosmetic", headline: "Companion bill named" }),
  committees: () => ({ rule: "committees", significance: "cosmetic", headline: "Committees changed" }),
  relatedBills: () => ({ rule: "related-bills", significance: "cosmetic", headline: "Related bills changed" }),
  rollCalls: () => ({ rule: "roll-call", significance: "cosmetic", headline: "Roll call recorded" }),
  matchedSections: () => ({
    rule: "matched-sections",
    significance: "editorial",
    headline: "What is sought stands in other sections",
  }),
  policyArea: () => ({ rule: "policy-area", significance: "cosmetic", headline: "Policy area set" }),
  introducedDate: () => ({ rule: "introduced", significance: "cosmetic", headline: "Date of introduction changed" }),
};

export function isBill(document: Extraction): boolean {
  return text(document, "billNumber") !== "";
}

/** A bill's findings: a new print with the words of the one before is no change of text, and no event is told twice. */
export function billFindings(
  findings: readonly DocumentFinding[],
  facts: readonly FactChange[],
  passages: Passages,
): readonly DocumentFinding[] {
  const latest = facts.find(({ name }) => name === "latestAction");
  const isTold = facts.some(
    (fact) => fact !== latest && !isNone(fact.after) && words(latest?.after ?? null).endsWith(words(fact.after)),
  );
  return findings
    .filter(({ rule }) => rule !== "latest-action" || !isTold)
    .map((finding) =>
      finding.rule === "text-version" && !hasWordsChanged(passages)
        ? { ...finding, rule: "text-unchanged", significance: "editorial" }
        : finding,
    );
}

/** What happened to a bill, where its print says more than any one fact: a substitute, or the same text in a new print. */
export function billHeadline(
  before: Extraction,
  after: Extraction,
  findings: readonly DocumentFinding[],
  passages: Passages,
): string | null {
  const print = findings.find(({ rule }) => rule === "text-version" || rule === "text-unchanged");
  if (print === undefined && isReissued(before, after, findings, passages))
    return `Issued again as ${text(after, "textVersion")}, with other words`;
  if (print === undefined || !before.complete) return null;
  if (hasWordsChanged(passages)) {
    const isFirst = /^(?:reported|committee-vote|text-version)$/.test(strongest(findings)?.rule ?? "");
    return isSubstitute(after) && isFirst ? "Reported with a substitute" : null;
  }
  const event =
    findings.find(
      ({ rule, significance }) => rule !== print.rule && significance !== "cosmetic" && rule !== "latest-action",
    ) ?? findings.find(({ rule }) => rule === "latest-action");
  return `${event?.headline ?? words(after.facts["textVersion"] ?? null)}: text unchanged`;
}

// Printers mend a print and keep its name.
function isReissued(
  before: Extraction,
  after: Extraction,
  findings: readonly DocumentFinding[],
  passages: Passages,
): boolean {
  const isSameVersion = text(after, "textVersion") !== "" && text(before, "textVersion") === text(after, "textVersion");
  return isSameVersion && before.complete && hasWordsChanged(passages) && strongest(findings) === undefined;
}

function strongest(findings: readonly DocumentFinding[]): DocumentFinding | undefined {
  return findings.find(({ significance }) => significance === "urgent" || significance === "substantive");
}

// "Reported in House, with a substitute"
function isSubstitute(after: Extraction): boolean {
  return text(after, "textVersion").endsWith("with a substitute");
}

function hasWordsChanged({ changed }: Passages): boolean {
  return changed.some((passage) => passage.nature === "words");
}

function passed(fact: FactChange, chamber: string, inBoth: boolean): ReturnType<FactRule> {
  const vote = withoutDate(fact).replace(/,? ?as amended$/, "");
  return {
    rule: `passed-${chamber.toLowerCase()}`,
    significance: inBoth ? "urgent" : "substantive",
    headline: `Passed ${chamber}${bracketed(vote)}${inBoth ? ", and so both chambers" : ""}`,
  };
}

function reported(fact: FactChange, after: Extraction): ReturnType<FactRule> {
  const isReplaced = /substitute/.test(words(fact.after)) || isSubstitute(after);
  const chamber = fact.name === "reportedInHouse" ? "House" : "Senate";
  const how = /with(?:out)? amendments?/.exec(words(fact.after))?.[0] ?? "";
  return {
    rule: "reported",
    significance: "substantive",
    headline: isReplaced ? "Reported with a substitute" : `Reported in ${chamber}${how === "" ? "" : ` ${how}`}`,
  };
}

// "369–22, as amended, 2026-01-12"
function withoutDate(fact: FactChange): string {
  return words(fact.after).replace(/,? ?\d{4}-\d{2}-\d{2}$/, "");
}

function bracketed(detail: string): string {
  return detail === "" ? "" : ` (${detail})`;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
