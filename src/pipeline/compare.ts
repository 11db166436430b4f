import { changedFacts } from "../classify/changed-facts.ts";
import { billMilestones, type FactChange } from "../model/facts.ts";
import { plainText, type Block } from "../model/text.ts";
import type { Extraction } from "../model/version.ts";
import { sameText, sameWords } from "../redline/normalise.ts";

/**
 * What a new extraction means beside the latest version:
 * `same` - nothing moved, nothing is kept but the time;
 * `quiet` - worth keeping as a version, told to nobody (text that arrived late, typesetting, noise);
 * `changed` - the law or the page says something else.
 */
export type Comparison =
  | { readonly kind: "same" }
  | { readonly kind: "quiet"; readonly after: Extraction }
  | {
      readonly kind: "changed";
      readonly after: Extraction;
      readonly facts: readonly FactChange[];
      /** What the new text is to be redlined against: itself where only facts moved. */
      readonly against: readonly Block[];
    };

/** Compares an extraction with the latest version of the same document and recipe. */
export function compare(before: Extraction, extracted: Extraction): Comparison {
  const after = withLastKnownText(before, extracted);
  const facts = movedFacts(before, { ...extracted, facts: after.facts });
  const textSame = isTextSame(before, after);
  if (facts.length > 0 || !textSame) {
    return { kind: "changed", after, facts, against: textSame ? after.blocks : before.blocks };
  }
  return isIdentical(before, after) ? { kind: "same" } : { kind: "quiet", after };
}

// A text that could not be had this time says nothing about the text we hold, nor about the dates found in it.
function withLastKnownText(before: Extraction, after: Extraction): Extraction {
  if (!before.complete || after.complete) return after;
  const stated = new Set(after.deadlines.map((deadline) => deadline.kind));
  const kept = before.deadlines.filter((deadline) => !stated.has(deadline.kind));
  return {
    ...after,
    complete: true,
    form: before.form,
    blocks: before.blocks,
    deadlines: [...after.deadlines, ...kept],
    facts:
      "textVersion" in before.facts
        ? { ...after.facts, textVersion: before.facts["textVersion"] ?? null }
        : after.facts,
  };
}

// The arrival of an announced text, and the same words in other typesetting, are no change of text.
function isTextSame(before: Extraction, after: Extraction): boolean {
  if (!before.complete) return true;
  return before.form === after.form ? sameText(before.blocks, after.blocks) : sameWords(before.blocks, after.blocks);
}

// Another form, or the text that was still missing, states more about the same document (a filing has no action yet); only what it
// states otherwise is news.
function movedFacts(before: Extraction, after: Extraction): readonly FactChange[] {
  const moved = changedFacts(before.facts, after.facts);
  if (before.form === after.form && before.complete) return moved;
  const dates = new Set(before.deadlines.map((deadline) => deadline.date));
  return moved.filter((fact) => {
    if (fact.after === null) return false;
    if (billEvents.has(fact.name)) return true;
    if (fact.before === null) return isOperativeDate(fact) && !dates.has(String(fact.after));
    return !Array.isArray(fact.after);
  });
}

// What happens to a bill happens whether its text is there or not.
const billEvents: ReadonlySet<string> = new Set([...billMilestones, "latestAction", "publicLaw"]);

function isOperativeDate(fact: FactChange): boolean {
  return fact.name === "effectiveDate" || fact.name === "commentDeadline";
}

function isIdentical(before: Extraction, after: Extraction): boolean {
  return (
    before.form === after.form &&
    before.complete === after.complete &&
    before.title === after.title &&
    plainText(before.blocks) === plainText(after.blocks) &&
    JSON.stringify(before.deadlines) === JSON.stringify(after.deadlines)
  );
}
