import type { Change } from "../model/change.ts";
import { UsageError } from "../model/errors.ts";
import type { Condition } from "./conditions.ts";
import { holds } from "./evaluate.ts";
import { readQuery } from "./grammar.ts";
import { printQuery } from "./print.ts";
import { subjectOfChange } from "./subject.ts";
import { QueryProblem } from "./tokens.ts";

/** A query, read. `text` of words is folded; `and` and `or` have at least two parts, none of their own kind. */
export type Query =
  | { readonly kind: "everything" }
  | { readonly kind: "words"; readonly text: string; readonly prefix: boolean }
  | Condition
  | { readonly kind: "and"; readonly parts: readonly Query[] }
  | { readonly kind: "or"; readonly parts: readonly Query[] }
  | { readonly kind: "not"; readonly part: Query };

const longest = 2000;
const example = 'export* AND NOT "denial order" AND significance:>=substantive';

/**
 * Reads a query. Words side by side mean AND; NOT binds before AND before OR; `and`, `or` and `not` are operators in any case, and
 * words when in quotes; `*` alone asks for everything. Throws `UsageError` with the place, what was understood, and an example.
 */
export function parseQuery(text: string): Query {
  if (text.trim() === "")
    throw new UsageError("The query is empty. Write * for everything, or for example: " + example);
  const length = Array.from(text).length;
  if (length > longest) {
    throw new UsageError(
      `The query has ${length} characters; ${longest} are allowed. Make several subscriptions of it.`,
    );
  }
  try {
    return readQuery(text);
  } catch (error) {
    if (error instanceof QueryProblem) throw new UsageError(explain(text, error));
    throw error;
  }
}

/** Whether a query asks for a change. */
export function matches(query: Query, change: Change): boolean {
  return holds(query, subjectOfChange(change));
}

function explain(text: string, problem: QueryProblem): string {
  const understood = understoodBefore(
    Array.from(text)
      .slice(0, problem.column - 1)
      .join(""),
  );
  const sofar = understood === "" ? "" : ` Understood up to there: ${understood}.`;
  return `Query, column ${problem.column}: ${problem.message}.${sofar} A query looks like this: ${example}`;
}

// The longest beginning that reads as a query, in a few tries: an operator or a parenthesis may be left over at its end.
function understoodBefore(text: string): string {
  let beginning = text.trim();
  for (let tries = 0; tries < 5 && beginning !== ""; tries += 1) {
    try {
      const printed = printQuery(readQuery(beginning));
      return printed.length > 200 ? `${printed.slice(0, 200).toWellFormed()}…` : printed;
    } catch (error) {
      if (!(error instanceof QueryProblem)) throw error;
      beginning = beginning.replace(/(?:\(+|\S+)\s*$/u, "").trim();
    }
  }
  return "";
}
