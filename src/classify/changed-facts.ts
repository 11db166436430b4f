import type { FactChange, Facts, FactValue } from "../model/facts.ts";

/**
 * The facts that moved, in the order the documents state them; all facts that are stated, for a document seen first. Spacing, dashes,
 * quotes and the order of lists do not count, and no difference is made between a fact left out, null and an empty list.
 */
export function changedFacts(before: Facts | null, after: Facts): readonly FactChange[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before ?? {})]);
  return [...names]
    .map((name) => ({ name, before: before?.[name] ?? null, after: after[name] ?? null }))
    .filter((fact) => comparable(fact.before) !== comparable(fact.after));
}

function comparable(value: FactValue): string {
  if (value === null || value === "") return "";
  if (typeof value === "object")
    return value
      .map((item) => fold(item))
      .toSorted()
      .join("\n");
  return typeof value === "string" ? fold(value) : JSON.stringify(value);
}

function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[“”„‟]/gu, '"')
    .replace(/[‘’‚‛]/gu, "'")
    .replace(/\s+/gu, " ")
    .replace(/ ?[‐-―]+ ?/gu, "-")
    .replace(/[\u00ad\u200b-\u200d\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
