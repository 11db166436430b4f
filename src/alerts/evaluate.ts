import { compareSignificance, type Significance } from "../model/significance.ts";
import type { Field } from "./conditions.ts";
import { hasWords } from "./fold.ts";
import type { Query } from "./query.ts";
import type { Subject } from "./subject.ts";
import type { Comparison } from "./tokens.ts";

/** Whether a query asks for a subject. A health notice is asked for only where a `kind:health` that is not negated lets it in. */
export function holds(query: Query, subject: Subject): boolean {
  const answer = evaluate(query, subject, false);
  return answer.holds && (subject.kind !== "health" || answer.asksForHealth);
}

interface Answer {
  readonly holds: boolean;
  readonly asksForHealth: boolean;
}

type Leaf = Exclude<Query, { readonly kind: "and" | "or" | "not" }>;

// Negation is carried down to the leaves, so that `NOT export` does not hold of a notice on the ground that it asks for anything else.
function evaluate(query: Query, subject: Subject, negated: boolean): Answer {
  if (query.kind === "not") return evaluate(query.part, subject, !negated);
  if (query.kind === "and" || query.kind === "or") {
    const answers = query.parts.map((part) => evaluate(part, subject, negated));
    const all = (query.kind === "and") !== negated;
    return {
      holds: all ? answers.every((answer) => answer.holds) : answers.some((answer) => answer.holds),
      asksForHealth: answers.some((answer) => answer.holds && answer.asksForHealth),
    };
  }
  const isTrue = leafHolds(query, subject);
  const isHealth = query.kind === "is" && query.field === "kind" && query.value === "health";
  return { holds: isTrue !== negated, asksForHealth: isHealth && !negated };
}

function leafHolds(query: Leaf, subject: Subject): boolean {
  if (query.kind === "everything") return true;
  if (query.kind === "words") return hasWords(subject.text, query.text, query.prefix);
  if (query.kind === "is") return fields[query.field](subject, query.value);
  return subject.significance !== null && compares(subject.significance, query.comparison, query.level);
}

/** Whether `>=substantive`, for example, holds of a significance. */
export function compares(given: Significance, comparison: Comparison, level: Significance): boolean {
  return comparisons[comparison](compareSignificance(given, level));
}

const comparisons: Readonly<Record<Comparison, (difference: number) => boolean>> = {
  "=": (difference) => difference === 0,
  ">": (difference) => difference > 0,
  ">=": (difference) => difference >= 0,
  "<": (difference) => difference < 0,
  "<=": (difference) => difference <= 0,
};

const fields: Readonly<Record<Field, (subject: Subject, value: string) => boolean>> = {
  source: (subject, value) => subject.source === value,
  feed: (subject, value) => subject.feedId === value || subject.feedId.startsWith(`${value}/`),
  topic: (subject, value) => subject.topics.includes(value),
  agency: (subject, value) => subject.agencies.some((name) => isAgency(name, value.split("-"))),
  cfr: (subject, value) => subject.cfr.some((reference) => beginsWith(reference, value.split(" "))),
  docket: (subject, value) => subject.dockets.includes(value),
  rin: (subject, value) => subject.rins.includes(value),
  bill: (subject, value) => subject.bills.includes(value),
  lang: (subject, value) => subject.language === value || subject.language.startsWith(`${value}-`),
  kind: (subject, value) => subject.kind === value,
};

function beginsWith(components: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((component, at) => components[at] === component);
}

// Publishers turn names round (`Industry and Security Bureau`), so words count in any order, and an acronym may have its first
// letter last (`BIS`, `OFAC`).
function isAgency(name: string, asked: readonly string[]): boolean {
  const words = mainWords(name.split(" "));
  const main = mainWords(asked);
  if (main.length > 0 && main.every((word) => words.includes(word))) return true;
  const [acronym] = main;
  if (acronym === undefined || main.length > 1 || acronym.length < 2) return false;
  const initials = words.map((word) => word[0]).join("");
  return initials === acronym || initials === acronym.slice(1) + acronym[0];
}

/** The words of an agency's name that tell it from others. */
export function mainWords(words: readonly string[]): readonly string[] {
  return words.filter((word) => !/^(?:of|and|the|for|on|in)?$/.test(word));
}
