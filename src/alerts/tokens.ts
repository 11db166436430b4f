import { fold } from "./fold.ts";

/** A piece of a query. `column` counts characters from 1. */
export type Token =
  | { readonly kind: "open" | "close" | "and" | "or" | "not"; readonly column: number }
  | { readonly kind: "word" | "phrase"; readonly text: string; readonly column: number }
  | {
      readonly kind: "field";
      readonly name: string;
      readonly operator: Comparison | null;
      readonly value: string;
      readonly column: number;
    };

export type Comparison = "=" | ">" | ">=" | "<" | "<=";

/** What is wrong with a query, where, and what to do; `parseQuery` makes a `UsageError` of it. */
export class QueryProblem extends Error {
  readonly column: number;

  constructor(column: number, message: string) {
    super(message);
    this.column = column;
  }
}

/** The pieces of a query, in order. Throws `QueryProblem`. */
export function tokenize(query: string): readonly Token[] {
  const characters = Array.from(query.toWellFormed(), narrow);
  const tokens: Token[] = [];
  let at = 0;
  while (at < characters.length) {
    const character = characters[at] ?? "";
    if (/\s/u.test(character)) at += 1;
    else if (character === "(" || character === ")") {
      tokens.push({ kind: character === "(" ? "open" : "close", column: at + 1 });
      at += 1;
    } else {
      const read = isQuote(character) ? readPhrase(characters, at) : readWord(characters, at);
      tokens.push(read.token);
      at = read.end;
      refuseUnspaced(characters, read.token, at);
    }
  }
  return tokens;
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

function readPhrase(characters: readonly string[], start: number): Read {
  const { text, end } = quoted(characters, start);
  if ((characters[end] ?? "") === "*" || text.includes("*")) {
    throw new QueryProblem(start + 1, "a star belongs to a word without quotes, such as export*");
  }
  return { token: { kind: "phrase", text, column: start + 1 }, end };
}

function readWord(characters: readonly string[], start: number): Read {
  const end = endOfWord(characters, start);
  const text = characters.slice(start, end).join("");
  const column = start + 1;
  const colon = characters.slice(start, end).findIndex((character) => character === ":");
  if (colon === 0) throw new QueryProblem(column, "a field name is missing before the colon");
  if (colon > 0) {
    const name = fold(characters.slice(start, start + colon).join(""));
    if (/^\p{L}+$/u.test(name)) return readField(characters, start, start + colon + 1, name);
  }
  const operator = operators.get(fold(text));
  if (operator !== undefined) return { token: { kind: operator, column }, end };
  refuseForeignSyntax(text, column);
  return { token: { kind: "word", text, column }, end };
}

function readField(characters: readonly string[], start: number, afterColon: number, name: string): Read {
  const { operator, end: valueStart } = readComparison(characters, afterColon);
  const { text: value, end } = isQuote(characters[valueStart] ?? "")
    ? quoted(characters, valueStart)
    : bare(characters, valueStart);
  return { token: { kind: "field", name, operator, value: value.trim(), column: start + 1 }, end };
}

function readComparison(
  characters: readonly string[],
  start: number,
): { readonly operator: Comparison | null; readonly end: number } {
  const first = characters[start] ?? "";
  if (first === "≥" || first === "≤") return { operator: first === "≥" ? ">=" : "<=", end: start + 1 };
  if (first === "=") return { operator: "=", end: start + 1 };
  if (first !== ">" && first !== "<") return { operator: null, end: start };
  if ((characters[start + 1] ?? "") === "=") return { operator: `${first}=`, end: start + 2 };
  return { operator: first, end: start + 1 };
}

function bare(characters: readonly string[], start: number): { readonly text: string; readonly end: number } {
  const end = endOfWord(characters, start);
  return { text: characters.slice(start, end).join(""), end };
}

function quoted(characters: readonly string[], start: number): { readonly text: string; readonly end: number } {
  const straight = (characters[start] ?? "") === '"';
  for (let at = start + 1; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    const closes = straight ? character === '"' : isQuote(character);
    if (closes) return { text: characters.slice(start + 1, at).join(""), end: at + 1 };
  }
  throw new QueryProblem(start + 1, "the quote that opens here is not closed");
}

function endOfWord(characters: readonly string[], start: number): number {
  let end = start;
  while (end < characters.length && !/[\s()]/u.test(characters[end] ?? "") && !isQuote(characters[end] ?? "")) {
    end += 1;
  }
  return end;
}

// `744.23(b)` without quotes would otherwise be read as two conditions, which nobody who writes it means.
function refuseUnspaced(characters: readonly string[], token: Token, end: number): void {
  const next = characters[end] ?? "";
  if (next === "" || next === ")" || /\s/u.test(next)) return;
  if (token.kind === "field" && token.value === "" && next === "(") {
    throw new QueryProblem(
      token.column,
      `a field takes one value; write (${token.name}:one OR ${token.name}:other) for several`,
    );
  }
  if (next === "(" && (token.kind === "and" || token.kind === "or" || token.kind === "not")) return;
  throw new QueryProblem(end + 1, 'a space is missing here, or quotes around the whole, as in "744.23(b)"');
}

function refuseForeignSyntax(text: string, column: number): void {
  if (/^[-–—−!]+[\p{L}\p{N}]/u.test(text)) {
    throw new QueryProblem(column, `to leave a word out, write NOT ${text.replace(/^[-–—−!]+/u, "")}`);
  }
  if (/^[-–—−!]+$/u.test(text)) {
    throw new QueryProblem(column, `${text} means nothing here: write NOT to leave something out`);
  }
  if (/^&+$/.test(text)) throw new QueryProblem(column, "write AND");
  if (/^\|+$/.test(text)) throw new QueryProblem(column, "write OR");
  if (/^['‘’]/.test(text)) throw new QueryProblem(column, 'put a phrase in double quotes: "remote access"');
}

const operators: ReadonlyMap<string, "and" | "or" | "not"> = new Map([
  ["and", "and"],
  ["or", "or"],
  ["not", "not"],
]);

function isQuote(character: string): boolean {
  return character !== "" && '"“”„‟'.includes(character);
}

// A full-width parenthesis, colon, star or comparison is the same as its narrow form.
function narrow(character: string): string {
  const normal = character.normalize("NFKC");
  return Array.from(normal).length === 1 ? normal : character;
}
