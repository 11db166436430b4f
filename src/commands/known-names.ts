import { fold, slug } from "../alerts/fold.ts";
import { parseQuery, type Query } from "../alerts/query.ts";
import type { Place } from "../model/command.ts";
import { byNearness } from "../model/nearest.ts";
import { seesPrivate } from "../model/subscription.ts";
import type { DeskParts } from "./parts.ts";

type Feeds = ReturnType<DeskParts["feeds"]>;

/** The feeds that may be named to a place. */
export function feedsSeenFrom({ feeds }: Pick<DeskParts, "feeds">, { tenant }: Place): Feeds {
  return feeds().filter(({ visibility }) => visibility === "public" || seesPrivate(tenant));
}

/**
 * What to say of the first topic or feed of a query that is not there, with the nearest that are; null where all are. It may come to be
 * there, so that it can be watched, but waiting for it must not pass for coverage.
 */
export function unknownName(parts: Pick<DeskParts, "feeds">, place: Place, query: string): string | null {
  const feeds = feedsSeenFrom(parts, place);
  if (feeds.length === 0) return null;
  const ids = feeds.map(({ id }) => id);
  const topics = [...new Set(feeds.flatMap((feed) => feed.topics))].toSorted();
  for (const { field, value } of named(parseQuery(query))) {
    if (field === "topic" && !topics.some((topic) => slug(topic) === value)) return thereIsNo("topic", value, topics);
    if (field === "feed" && !ids.some((id) => `${fold(id)}/`.startsWith(`${value}/`))) {
      return thereIsNo("feed", value, ids);
    }
  }
  return null;
}

function named(query: Query): readonly Extract<Query, { readonly kind: "is" }>[] {
  if (query.kind === "is") return [query];
  if (query.kind === "not") return named(query.part);
  return query.kind === "and" || query.kind === "or" ? query.parts.flatMap(named) : [];
}

function thereIsNo(what: string, value: string, known: readonly string[]): string {
  const nearest = byNearness(value, known).slice(0, 3);
  const there = nearest.length === 0 ? "" : ` The nearest: ${nearest.join(", ")}.`;
  return `There is no ${what} ${value.slice(0, 80).toWellFormed()}: nothing is found by it until there is.${there}`;
}
