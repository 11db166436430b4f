import { type Significance, significances } from "../model/significance.ts";
import { fold, foldWords, slug } from "./fold.ts";
import { type Comparison, QueryProblem, type Token } from "./tokens.ts";

/** A condition on a field of a change. `value` is in the form in which it is compared. */
export type Condition =
  | { readonly kind: "significance"; readonly comparison: Comparison; readonly level: Significance }
  | { readonly kind: "is"; readonly field: Field; readonly value: string };

export type Field = keyof typeof readers;

/** Reads what a query says of a field. Throws `QueryProblem` for unknown fields and for values that can match nothing. */
export function readCondition(token: Extract<Token, { readonly kind: "field" }>): Condition {
  const { name, operator, value, column } = token;
  if (name !== "significance" && !isField(name)) {
    throw new QueryProblem(
      column,
      `there is no field "${name}"; fields are ${fieldNames.join(", ")} (to search for the text itself, put it in quotes)`,
    );
  }
  if (value === "") throw new QueryProblem(column, `${name}: needs a value right after it, such as ${examples[name]}`);
  if (name === "significance") return readSignificance(operator ?? "=", value, column);
  if (operator !== null) {
    throw new QueryProblem(column, `${name}: takes a value and no ${operator}, such as ${examples[name]}`);
  }
  if (value.includes("*")) {
    throw new QueryProblem(column, `${name}: takes no star; write it as in ${examples[name]}`);
  }
  const read = readers[name](value);
  if (read === null || read === "") {
    throw new QueryProblem(column, `"${shorten(value)}" is no value for ${name}:, write it as in ${examples[name]}`);
  }
  return { kind: "is", field: name, value: read };
}

/**
 * A CFR reference as components: `15 CFR § 744.23(b)` is `["15", "cfr", "744", "23", "b"]`. `15 CFR Parts 742 and 744` is two; what is
 * no CFR reference is none.
 */
export function cfrComponents(reference: string): readonly (readonly string[])[] {
  const found = /^\W*(\d+)\s*(?:-\s*)?c\.?\s*f\.?\s*r\b\.?(.*)$/su.exec(fold(reference).replace(/cfr(?=\d)/u, "cfr "));
  const title = Number(found?.[1] ?? 0);
  if (found === null || title < 1 || title > 50) return [];
  const parts = (found[2] ?? "").split(/[,;&]|\band\b/u).map(components);
  const named = parts.filter((part) => part.length > 0);
  return (named.length === 0 ? [[]] : named).map((part) => [String(title), "cfr", ...part]);
}

function components(text: string): readonly string[] {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((component) => component !== "" && !/^(?:parts?|pts?|sections?|secs?)$/.test(component));
}

/** A docket or RIN as it is compared: `Docket No. 250910-0143` is `250910-0143`. */
export function plainNumber(number: string): string {
  return slug(foldWords(number).replace(/^(?:(?:docket|rin|no|number|id) )+/, ""));
}

const readers = {
  source: slug,
  feed: (value: string) => fold(value).replace(/\/+$/, ""),
  topic: slug,
  agency: slug,
  cfr: readCfr,
  docket: plainNumber,
  rin: plainNumber,
  bill: readBill,
  lang: readLanguage,
  kind: (value: string) => (kinds.has(slug(value)) ? slug(value) : null),
};

const kinds: ReadonlySet<string> = new Set(["first-seen", "amended", "withdrawn", "health"]);
const fieldNames = [...Object.keys(readers), "significance"];

const examples: Readonly<Record<Field | "significance", string>> = {
  source: "source:federal-register",
  feed: "feed:federal-register/bis-rules or feed:federal-register for all in that folder",
  topic: "topic:export-controls",
  agency: 'agency:"Industry and Security" or agency:bis',
  cfr: 'cfr:"15 CFR 744"',
  docket: "docket:BIS-2025-0017",
  rin: "rin:0694-AK11",
  bill: "bill:hr2683-119",
  lang: "lang:zh or lang:zh-CN",
  kind: "kind:first-seen, kind:amended, kind:withdrawn or kind:health",
  significance: "significance:>=substantive (cosmetic, editorial, substantive, urgent; with =, >, >=, < or <=)",
};

function isField(name: string): name is Field {
  return Object.hasOwn(readers, name);
}

// Two parts in one value could mean either or both: that is for OR and AND to say.
function readCfr(value: string): string | null {
  const [reference, another] = cfrComponents(value);
  return reference === undefined || another !== undefined ? null : reference.join(" ");
}

function readSignificance(comparison: Comparison, value: string, column: number): Condition {
  const level = significances.find((significance) => significance === fold(value));
  if (level !== undefined) return { kind: "significance", comparison, level };
  throw new QueryProblem(
    column,
    `"${shorten(value)}" is no significance; there are ${significances.join(", ")}, as in ${examples.significance}`,
  );
}

// Congress.gov's bill types: https://www.congress.gov/help/legislative-glossary
function readBill(value: string): string | null {
  const bill = /^(hr|s|hjres|sjres|hconres|sconres|hres|sres)(\d+)-(\d+)$/.exec(fold(value).replace(/[.\s]+/g, ""));
  return bill === null ? null : bill[0];
}

function readLanguage(value: string): string | null {
  const language = fold(value).replaceAll("_", "-");
  return /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/.test(language) ? language : null;
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40).toWellFormed()}…` : value;
}
