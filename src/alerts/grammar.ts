import { readCondition } from "./conditions.ts";
import { foldWords } from "./fold.ts";
import type { Query } from "./query.ts";
import { QueryProblem, type Token, tokenize } from "./tokens.ts";

const deepest = 50;

/**
 * Reads a query by its grammar: `or` of `and`s (written or by juxtaposition) of `not`s of words, conditions and parentheses.
 * Throws `QueryProblem`.
 */
export function readQuery(text: string): Query {
  const reader: Reader = { tokens: tokenize(text), at: 0, end: Array.from(text).length + 1 };
  const query = readOr(reader, 0);
  const rest = reader.tokens[reader.at];
  if (rest !== undefined) throw new QueryProblem(rest.column, "this parenthesis closes nothing");
  return query;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly end: number;
}

function readOr(reader: Reader, depth: number): Query {
  const parts = [readAnd(reader, depth)];
  while (take(reader, "or")) parts.push(readAnd(reader, depth));
  return join("or", parts);
}

function readAnd(reader: Reader, depth: number): Query {
  const parts = [readNot(reader, depth)];
  for (;;) {
    const next = reader.tokens[reader.at]?.kind;
    if (next === undefined || next === "or" || next === "close") return join("and", parts);
    take(reader, "and");
    parts.push(readNot(reader, depth));
  }
}

function readNot(reader: Reader, depth: number): Query {
  if (!take(reader, "not")) return readOne(reader, depth);
  return { kind: "not", part: readNot(reader, deeper(reader, depth)) };
}

function readOne(reader: Reader, depth: number): Query {
  const token = reader.tokens[reader.at];
  if (token === undefined) throw missing(reader, reader.end);
  reader.at += 1;
  if (token.kind === "open") return readGroup(reader, token.column, deeper(reader, depth));
  if (token.kind === "word") return readWord(token.text, token.column);
  if (token.kind === "phrase") return words(token.text, false, token.column);
  if (token.kind === "field") return readCondition(token);
  reader.at -= 1;
  throw missing(reader, token.column);
}

function readGroup(reader: Reader, column: number, depth: number): Query {
  if (take(reader, "close")) throw new QueryProblem(column, "there is nothing between the parentheses");
  const query = readOr(reader, depth);
  if (!take(reader, "close")) throw new QueryProblem(column, "the parenthesis that opens here is not closed");
  return query;
}

function readWord(text: string, column: number): Query {
  if (text === "*") return { kind: "everything" };
  const star = text.indexOf("*");
  if (star !== -1 && star !== text.length - 1) {
    throw new QueryProblem(column, "a star stands at the end of a word only, as in export*");
  }
  return words(star === -1 ? text : text.slice(0, -1), star !== -1, column);
}

function words(text: string, prefix: boolean, column: number): Query {
  const folded = foldWords(text);
  if (folded === "") throw new QueryProblem(column, "there is no letter or digit to search for");
  return { kind: "words", text: folded, prefix };
}

function missing(reader: Reader, column: number): QueryProblem {
  const before = reader.tokens[reader.at - 1];
  if (before?.kind === "and" || before?.kind === "or" || before?.kind === "not") {
    return new QueryProblem(before.column, `${before.kind.toUpperCase()} has nothing after it`);
  }
  const here = reader.tokens[reader.at];
  if (here?.kind === "and" || here?.kind === "or") {
    return new QueryProblem(here.column, `${here.kind.toUpperCase()} has nothing before it`);
  }
  if (here?.kind === "close") return new QueryProblem(here.column, "this parenthesis closes nothing");
  return new QueryProblem(column, "the parenthesis that opens last has nothing after it");
}

function deeper(reader: Reader, depth: number): number {
  if (depth < deepest) return depth + 1;
  const column = reader.tokens[reader.at - 1]?.column ?? 1;
  throw new QueryProblem(column, `parentheses and NOTs go more than ${deepest} deep`);
}

function take(reader: Reader, kind: Token["kind"]): boolean {
  if (reader.tokens[reader.at]?.kind !== kind) return false;
  reader.at += 1;
  return true;
}

function join(kind: "and" | "or", parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, parts: flat };
}
