import { compareSignificance, type Significance } from "../model/significance.ts";
import { isAgency } from "./agencies.ts";
import type { Field } from "./conditions.ts";
import { hasWords } from "./fold.ts";
import type { Query } from "./query.ts";
import type { Subject } from "./subject.ts";
import type { Comparison } from "./tokens.ts";

/** Whether words stand in a subject's text. */
export type Find = (words: string, prefix: boolean) => boolean;

/**
 * Whether a query asks for a subject. A health notice is asked for only where a `kind:health` that is not negated lets it in. `find` may
 * remember what it found, where many queries are asked.
 */
export function holds(
  query: Query,
  subject: Subject,
  find: Find = (words, prefix) => hasWords(subject.text, words, prefix),
): boolean {
  const asked = { subject, find };
  if (subject.kind !== "health") return isTrue(query, asked);
  const answer = answerOf(query, asked, false);
  return answer.holds && answer.asksForHealth;
}

interface Asked {
  readonly subject: Subject;
  readonly find: Find;
}

type Leaf = Exclude<Query, { readonly kind: "and" | "or" | "not" }>;

function isTrue(query: Query, asked: Asked): boolean {
  switch (query.kind) {
    case "not":
      return !isTrue(query.part, asked);
    case "and":
      return query.parts.every((part) => isTrue(part, asked));
    case "or":
      return query.parts.some((part) => isTrue(part, asked));
    default:
      return isTrueLeaf(query, asked);
  }
}

interface Answer {
  readonly holds: boolean;
  readonly asksForHealth: boolean;
}

// Negation is carried down to the leaves, so that `NOT export` does not hold of a notice on the ground that it asks for anything else.
function answerOf(query: Query, asked: Asked, negated: boolean): Answer {
  if (query.kind === "not") return answerOf(query.part, asked, !negated);
  if (query.kind === "and" || query.kind === "or") {
    const answers = query.parts.map((part) => answerOf(part, asked, negated));
    const all = (query.kind === "and") !== negated;
    return {
      holds: all ? answers.every((answer) => answer.holds) : answers.some((answer) => answer.holds),
      asksForHealth: answers.some((answer) => answer.holds && answer.asksForHealth),
    };
  }
  const isHealth = query.kind === "is" && query.field === "kind" && query.value === "health";
  return { holds: isTrueLeaf(query, asked) !== negated, asksForHealth: isHealth && !negated };
}

function isTrueLeaf(query: Leaf, { subject, find }: Asked): boolean {
  if (query.kind === "everything") return true;
  if (query.kind === "words") return find(query.text, query.prefix);
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
  feed: ({ feedId, feedIds = [feedId] }, value) => feedIds.some((id) => id === value || id.startsWith(`${value}/`)),
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
