import type { Filled } from "./modal.ts";

/** What somebody wants to be told, put together without the query language. */
export interface Wish {
  readonly topics: readonly string[];
  readonly sources: readonly string[];
  readonly agencies: readonly string[];
  readonly words: string;
}

export function wishOf(filled: Filled): Wish {
  return {
    topics: filled.many("topics"),
    sources: filled.many("sources"),
    agencies: filled.many("agencies"),
    words: filled.one("words")?.trim() ?? "",
  };
}

/** The wish in the query language: all of what was chosen has to hold, any one of each kind. */
export function queryOf({ topics, sources, agencies, words }: Wish): string {
  const parts = [
    anyOf("topic", topics),
    anyOf("source", sources),
    anyOf("agency", agencies),
    words === "" ? [] : [/\s(?:OR|NOT)\s|^NOT\s/.test(words) ? `(${words})` : words],
  ].flat();
  return parts.length === 0 ? "*" : parts.join(" AND ");
}

function anyOf(field: string, values: readonly string[]): readonly string[] {
  const conditions = values.map(
    (value) => `${field}:${/^[\w-]+$/.test(value) ? value : `"${value.replaceAll('"', "")}"`}`,
  );
  if (conditions.length === 0) return [];
  return [conditions.length === 1 ? (conditions[0] ?? "") : `(${conditions.join(" OR ")})`];
}
