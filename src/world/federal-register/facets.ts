import { json } from "../publisher.ts";
import type { Answer } from "../publisher.ts";
import { agencyBySlug } from "./agencies.ts";
import { readConditions } from "./conditions.ts";
import type { RegisterDocument } from "./document.ts";
import type { Query } from "./query.ts";

/** `documents/facets/daily`, `type` or `agency`: counts by name. Nothing found is `{}`. */
export function facets(facet: string, listed: readonly RegisterDocument[], query: Query): Answer {
  const namesOf = facetNames[facet];
  if (namesOf === undefined) return json({ status: 404, message: "Record Not Found" }, 404);
  const conditions = readConditions(query);
  if (!conditions.ok) return json({ errors: conditions.errors }, 400);
  const counts = new Map<string, { count: number; name: string }>();
  for (const [key, name] of listed.filter(conditions.matches).flatMap(namesOf)) {
    counts.set(key, { count: (counts.get(key)?.count ?? 0) + 1, name });
  }
  return json(Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

const facetNames: Readonly<Record<string, (document: RegisterDocument) => readonly (readonly [string, string])[]>> = {
  daily({ publishedOn }) {
    const [year, month, day] = publishedOn.split("-");
    return [[publishedOn, `${month}/${day}/${year}`]];
  },
  type({ type }) {
    const codes = {
      Rule: "RULE",
      "Proposed Rule": "PRORULE",
      Notice: "NOTICE",
      "Presidential Document": "PRESDOCU",
      Correction: "CORRECT",
    };
    return [[codes[type], type]];
  },
  agency: ({ agencies }) => agencies.map((slug) => [slug, agencyBySlug(slug).name] as const),
};
