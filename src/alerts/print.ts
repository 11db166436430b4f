import { spaceByIdeograph } from "./fold.ts";
import type { Query } from "./query.ts";

/** A query as text that reads back as the same query. */
export function printQuery(query: Query): string {
  if (query.kind === "everything") return "*";
  if (query.kind === "words") return printWords(query.text, query.prefix);
  if (query.kind === "significance") return `significance:${query.comparison}${query.level}`;
  if (query.kind === "is") return `${query.field}:${printValue(query.value)}`;
  if (query.kind === "not") return `NOT ${inside(query.part, ["and", "or"])}`;
  if (query.kind === "and") return query.parts.map((part) => inside(part, ["or"])).join(" AND ");
  return query.parts.map((part) => inside(part, [])).join(" OR ");
}

function printValue(value: string): string {
  return /^[\p{L}\p{N}./_-]+$/u.test(value) ? value : `"${value}"`;
}

function printWords(text: string, prefix: boolean): string {
  // Any punctuation separates words, and a hyphen needs no quotes, which a star must not stand in.
  if (prefix) return `${text.replaceAll(" ", "-")}*`;
  const isPlain = /^[\p{L}\p{N}\p{M}]+$/u.test(text) && !/^(?:and|or|not)$/.test(text);
  return isPlain ? text : `"${text.replace(spaceByIdeograph, "-")}"`;
}

function inside(query: Query, loose: readonly Query["kind"][]): string {
  return loose.includes(query.kind) ? `(${printQuery(query)})` : printQuery(query);
}
