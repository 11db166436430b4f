import { parseQuery } from "../alerts/query.ts";
import { printQuery } from "../alerts/print.ts";
import { parseWhen, printWhen } from "../alerts/when.ts";
import { UsageError } from "../model/errors.ts";
import { significances, type Significance } from "../model/significance.ts";
import type { Destination, Subscription, When } from "../model/subscription.ts";
import type { WebDeps } from "./deps.ts";
import { whenWords } from "./words.ts";

export const wishFields = ["to", "query", "when", "min", "secret"] as const;
export type WishField = (typeof wishFields)[number];

/** What a form asks for, as it was typed. */
export type WishText = Readonly<Record<WishField, string>>;

/** What a form asks for, as far as it can be read, with a line beside each field that cannot, or that says how it was understood. */
export interface ReadWish {
  readonly to: Destination | null;
  readonly query: string | null;
  readonly when: When | null;
  readonly min: Significance | null;
  readonly problems: Partial<Readonly<Record<WishField, string>>>;
  readonly understood: Partial<Readonly<Record<WishField, string>>>;
}

/** Takes the fields of a wish out of a form or an address. */
export function wishText(given: Readonly<Record<string, unknown>>): WishText {
  const text = (name: WishField, otherwise = "") =>
    typeof given[name] === "string" ? given[name].slice(0, 2000) : otherwise;
  return {
    to: text("to"),
    query: text("query"),
    when: text("when", "instant"),
    min: text("min", "editorial"),
    secret: text("secret"),
  };
}

/** A subscription as its form shows it. Its address and its secret cannot be changed, and are not shown. */
export function wishOf({ query, when, minimum }: Subscription): WishText {
  return { to: "", query: query === "" ? "*" : query, when: printWhen(when), min: minimum, secret: "" };
}

/** Reads a wish. Without `destinations`, whom to tell is settled already. */
export function readWish(text: WishText, destinations: WebDeps["subscriptions"] | null): ReadWish {
  const problems: { -readonly [Field in WishField]?: string } = {};
  const attempt = <Value>(field: WishField, read: () => Value): Value | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems[field] = error.message;
      return null;
    }
  };
  const query = attempt("query", () => readable(text.query));
  const when = attempt("when", () => parseWhen(text.when));
  const min = attempt("min", () => significance(text.min));
  const to = destinations && attempt("to", () => destinations.destination(text.to));
  if (text.secret !== "" && to !== null && to.channel !== "webhook") {
    problems.secret = "Only deliveries to a webhook are signed; leave it empty.";
  }
  const understood = {
    ...(query !== null && { query: `Understood as: ${printQuery(parseQuery(query))}` }),
    ...(when !== null && { when: `Understood as: ${whenWords(when)}` }),
  };
  return { to, query, when, min, problems, understood };
}

function readable(query: string): string {
  const trimmed = query.trim();
  if (trimmed === "") throw new UsageError("What is to be told? Write a query; * asks for everything.");
  parseQuery(trimmed);
  return trimmed;
}

function significance(text: string): Significance {
  const found = significances.find((each) => each === text);
  if (found === undefined) throw new UsageError(`This is none of ${significances.join(", ")}.`);
  return found;
}
