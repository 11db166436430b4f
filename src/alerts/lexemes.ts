import { significances } from "../model/significance.ts";
import type { Condition, Field } from "./conditions.ts";
import { type AgencyName, mainWords } from "./agencies.ts";
import { compares } from "./evaluate.ts";
import { type Piece, pieces } from "./fold.ts";
import type { Query } from "./query.ts";
import type { Subject } from "./subject.ts";

/**
 * What a query asks of lexemes. It is never stricter than the query, so that what it lets through holds everything the query asks for;
 * the query itself then decides.
 */
export type Wanted =
  | boolean
  | { readonly kind: "lexeme"; readonly text: string; readonly prefix: boolean }
  | { readonly kind: "and" | "or"; readonly parts: readonly Wanted[] };

const longest = 100;

/**
 * The lexemes under which a subject is found, each once: its words, pairs of neighbouring Chinese or Japanese characters, and its fields
 * (`topic:ai-chips`).
 */
export function lexemesOf(subject: Subject): readonly string[] {
  const lexemes = new Set<string>();
  for (const line of subject.text.split("\n")) {
    // Most of a bill of megabytes is such text, and need not be looked at letter by letter.
    const terms = isAscii.test(line) ? line.split(" ") : pieces(line).flatMap(termsOf);
    for (const term of terms) lexemes.add(cut(term));
  }
  for (const term of fieldTerms(subject)) lexemes.add(cut(term));
  lexemes.delete("");
  return [...lexemes];
}

const isAscii = /^\p{ASCII}*$/u;

/** What lexemes must be there for a query to be worth asking. `unknown` fields are those whose lexemes are not kept. */
export function wantedLexemes(query: Query, unknown: readonly Field[] = []): Wanted {
  return wanted(query, false, unknown);
}

// Lexemes say that words are there, not that they stand side by side: what a NOT leaves out is for the query itself to decide.
function wanted(query: Query, negated: boolean, unknown: readonly Field[]): Wanted {
  if (query.kind === "not") return wanted(query.part, !negated, unknown);
  if (query.kind === "and" || query.kind === "or") {
    const parts = query.parts.map((part) => wanted(part, negated, unknown));
    return joined((query.kind === "and") !== negated ? "and" : "or", parts);
  }
  if (query.kind === "everything") return !negated;
  if (negated || (query.kind === "is" && unknown.includes(query.field))) return true;
  if (query.kind === "words") return wantedWords(query.text, query.prefix);
  return wantedField(query);
}

function joined(kind: "and" | "or", parts: readonly Wanted[]): Wanted {
  const settles = kind === "or";
  if (parts.includes(settles)) return settles;
  const open = parts.filter((part) => typeof part !== "boolean");
  const [only] = open;
  if (only === undefined) return !settles;
  return open.length === 1 ? only : { kind, parts: open };
}

function wantedWords(text: string, prefix: boolean): Wanted {
  const all = pieces(text);
  const parts = all.flatMap((piece, at) => {
    const terms = termsOf(piece);
    if (!piece.isIdeographic) return terms.map((word) => lexeme(word, prefix && at === all.length - 1));
    // One character alone begins a pair, or ends a run.
    return terms.length === 1
      ? terms.map((one) => lexeme(one, true))
      : terms.slice(0, -1).map((pair) => lexeme(pair, false));
  });
  return joined("and", parts);
}

function wantedField(condition: Condition): Wanted {
  if (condition.kind === "significance") {
    const levels = significances.filter((level) => compares(level, condition.comparison, condition.level));
    return joined(
      "or",
      levels.map((level) => lexeme(`significance:${level}`, false)),
    );
  }
  const { field, value } = condition;
  if (field !== "agency") return lexeme(`${field}:${value}`, false);
  const words = mainWords(value.split("-"));
  const named = joined(
    "and",
    words.map((word) => lexeme(`agency:${word}`, false)),
  );
  const [acronym] = words;
  if (acronym === undefined) return false;
  return words.length > 1 ? named : joined("or", [named, lexeme(`initials:${acronym}`, false)]);
}

function lexeme(text: string, prefix: boolean): Wanted {
  return { kind: "lexeme", text: cut(text), prefix };
}

// A word as it is; of Chinese, each pair of neighbours, and the last character, so that each character begins a lexeme.
function termsOf({ characters, isIdeographic }: Piece): readonly string[] {
  if (!isIdeographic) return [characters.join("")];
  return characters.map((character, at) => character + (characters[at + 1] ?? ""));
}

function fieldTerms(subject: Subject): readonly string[] {
  const { kind, source, feedId, topics, agencies, cfr, dockets, rins, bills, language, significance } = subject;
  return [
    `kind:${kind}`,
    `source:${source}`,
    ...beginnings(feedId, "/").map((beginning) => `feed:${beginning}`),
    ...beginnings(language, "-").map((beginning) => `lang:${beginning}`),
    ...topics.map((topic) => `topic:${topic}`),
    ...agencies.flatMap(agencyTerms),
    ...cfr.flatMap((reference) => beginnings(reference.join(" "), " ")).map((beginning) => `cfr:${beginning}`),
    ...dockets.map((docket) => `docket:${docket}`),
    ...rins.map((rin) => `rin:${rin}`),
    ...bills.map((bill) => `bill:${bill}`),
    ...(significance === null ? [] : [`significance:${significance}`]),
  ];
}

function beginnings(text: string, separator: string): readonly string[] {
  const parts = text.split(separator);
  return parts.map((_, at) => parts.slice(0, at + 1).join(separator));
}

function agencyTerms({ words, acronyms }: AgencyName): readonly string[] {
  const readable = acronyms.filter((acronym) => acronym.isWellFormed());
  return [...words.map((word) => `agency:${word}`), ...readable.map((acronym) => `initials:${acronym}`)];
}

function cut(term: string): string {
  return term.length <= longest ? term : term.slice(0, longest).toWellFormed();
}
