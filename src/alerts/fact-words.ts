import type { ComposedFact } from "../model/composed.ts";
import type { FactChange, FactValue } from "../model/facts.ts";
import { clip } from "./clip.ts";

/** The facts that moved, as people say them. The latest action is left out where it is a milestone that is told anyway. */
export function factsInWords(facts: readonly FactChange[]): readonly ComposedFact[] {
  const isTold = ({ name, after }: FactChange): boolean =>
    name === "latestAction" &&
    facts.some(
      (other) => other.name !== name && typeof other.after === "string" && String(after).endsWith(other.after),
    );
  return facts.filter((fact) => !isTold(fact)).map(factInWords);
}

/** A fact that moved, as people say it: `Comment deadline`, `2026-01-05`, `2026-02-04`. */
function factInWords(fact: FactChange): ComposedFact {
  return { label: factLabel(fact.name), before: value(fact.before), after: value(fact.after) };
}

const known: ReadonlyMap<string, string> = new Map(
  Object.entries({
    cfrReferences: "CFR references",
    docketIds: "Dockets",
    rins: "RINs",
    significantUnderEo12866: "Significant under Executive Order 12866",
    filedAt: "Filed for public inspection",
    committeeVote: "Ordered reported",
    discharged: "Committee discharged",
    reportedInHouse: "Reported in House",
    reportedInSenate: "Reported in Senate",
    passedHouse: "Passed House",
    passedSenate: "Passed Senate",
    failed: "Failed of passage",
    resolvingDifferences: "Differences between the chambers",
    presentedToPresident: "Presented to the President",
    signed: "Signed by the President",
    vetoed: "Vetoed by the President",
    overridden: "Veto considered",
    publicLaw: "Public law",
    cosponsorsReached: "Cosponsors, at least",
    commentsReached: "Comments, at least",
    amendmentDate: "In force as amended on",
    companions: "Companion bills",
    matchedSections: "Sections with what is sought",
  }),
);

/** A fact's name as people say it: `Comment deadline`. */
export function factLabel(name: string): string {
  const words = name.replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return known.get(name) ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function value(fact: FactValue): string {
  if (fact === null || fact === "") return "none";
  if (typeof fact === "boolean") return fact ? "yes" : "no";
  const text = typeof fact === "object" ? fact.join("; ") : String(fact);
  return text === "" ? "none" : clip(text, 200);
}
