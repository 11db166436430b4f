import type { Reason } from "../model/significance.ts";
import { clip } from "./clip.ts";

/** A reason as a sentence without its full stop: `an obligation changed in § 744.23(b): “may” → “shall”`. */
export function reasonInWords(reason: Reason): string {
  const where = reason.section ? ` in ${reason.section}` : "";
  return `${ruleInWords(reason.rule)}${where}${evidence(reason)}`;
}

function ruleInWords(rule: string): string {
  return (
    known.get(rule) ??
    rule
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .replace(/[-_]+/g, " ")
      .toLowerCase()
  );
}

// A rule that is not here is told by its name, which its author chose for readers.
const known: ReadonlyMap<string, string> = new Map(
  Object.entries({
    obligation: "an obligation changed",
    permission: "a permission changed",
    prohibition: "a prohibition changed",
    scope: "who or what it covers changed",
    number: "a number changed",
    money: "an amount of money changed",
    threshold: "a threshold changed",
    date: "a date changed",
    deadline: "a deadline moved",
    "comment-deadline": "the comment deadline moved",
    "effective-date": "the effective date moved",
    "in-force-now": "it is in force now",
    definition: "a definition changed",
    "cross-reference": "a reference to another provision changed",
    exception: "an exception changed",
    availability: "where it is available changed",
    "quiet-edit": "the text changed while its stated date did not",
    "section-added": "a section was added",
    "section-removed": "a section was removed",
  }),
);

function evidence({ before, after }: Reason): string {
  if (before && after) return `: ${quote(before)} → ${quote(after)}`;
  if (after) return `: now ${quote(after)}`;
  return before ? `: was ${quote(before)}` : "";
}

function quote(text: string): string {
  return `“${clip(text, 80)}”`;
}
