import { parseQuery } from "./query.ts";

/** The filters of a list of changes that a subscription can hold too. */
export interface Filters {
  readonly q?: string | undefined;
  readonly feed?: string | undefined;
  readonly source?: string | undefined;
  readonly topic?: string | undefined;
  readonly kind?: string | undefined;
  readonly thread?: string | undefined;
}

/** Filters as one query: what a subscription is to ask for to be told of the same changes from now on. */
export function queryOfFilters({ q, feed, source, topic, kind, thread }: Filters): string {
  const conditions = [
    ...Object.entries({ feed, source, topic, kind }).flatMap(([field, value]) =>
      value === undefined ? [] : [`${field}:${quoted(value)}`],
    ),
    ...(thread === undefined ? [] : [threadCondition(thread)]),
  ];
  if (q === undefined) return conditions.length === 0 ? "*" : conditions.join(" AND ");
  const asked = parseQuery(q).kind === "or" && conditions.length > 0 ? `(${q})` : q;
  return [asked, ...conditions].join(" AND ");
}

/** Whether a thread can be asked for by a query: one that has a number of its own. */
export function canBeAskedFor(thread: string): boolean {
  return numbered.test(thread);
}

const numbered = /^(rin|docket|bill):(.+)$/su;

function threadCondition(thread: string): string {
  const [, field = "", number = ""] = numbered.exec(thread) ?? [];
  return `${field}:${quoted(number)}`;
}

function quoted(value: string): string {
  return /^[\p{L}\p{N}./_-]+$/u.test(value) ? value : `"${value.replaceAll('"', "")}"`;
}
