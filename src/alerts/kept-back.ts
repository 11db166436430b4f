import type { Change } from "../model/change.ts";
import { compareSignificance } from "../model/significance.ts";
import type { Subscription } from "../model/subscription.ts";
import { holds } from "./evaluate.ts";
import { printQuery } from "./print.ts";
import { parseQuery, type Query } from "./query.ts";
import { subjectOfChange } from "./subject.ts";

type Asked = Pick<Subscription, "query" | "minimum">;

/** Why a subscription is not told of a change; `conditions` are those parts of its query that do not hold, as text. */
export type KeptBack =
  | { readonly by: "mute"; readonly because: string }
  | { readonly by: "query"; readonly conditions: readonly string[] }
  | { readonly by: "significance" };

/** Why a subscription's filters keep a change back, or null where they do not. Throws `UsageError` where its query cannot be read. */
export function keptBack({ query: text, minimum }: Asked, change: Change): KeptBack | null {
  const query = parseQuery(text);
  const subject = subjectOfChange(change);
  if (change.muted !== null) return { by: "mute", because: change.muted };
  if (!holds(query, subject)) {
    return {
      by: "query",
      conditions: conditionsOf(query)
        .filter((part) => !holds(part, subject))
        .map(printQuery),
    };
  }
  return compareSignificance(change.significance, minimum) < 0 ? { by: "significance" } : null;
}

/** The subscription's filters, opened so far that they would have let the change through; null where a feed's own file mutes it. */
export function widened({ query, minimum }: Asked, change: Change, why: KeptBack): Asked | null {
  if (why.by === "mute") return null;
  const isHeavy = compareSignificance(change.significance, minimum) >= 0;
  const wider = why.by === "query" ? `(${query}) OR ${followQuery(change)}` : query;
  return { query: wider, minimum: isHeavy ? minimum : change.significance };
}

/** A query for what a change was about: its bill, its docket and RIN, or its feed. */
export function followQuery({ identifiers, feedId }: Change): string {
  const { bills, rins, docketIds } = identifiers;
  const [bill] = bills;
  if (bill !== undefined) return `bill:${bill}`;
  const numbers = [...rins.map((rin) => `rin:"${rin}"`), ...docketIds.map((docket) => `docket:"${docket}"`)];
  return numbers.length === 0 ? `feed:${feedId}` : numbers.slice(0, 6).join(" OR ");
}

function conditionsOf(query: Query): readonly Query[] {
  return query.kind === "and" ? query.parts : [query];
}
