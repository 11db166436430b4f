import { canBeAskedFor, queryOfFilters } from "../alerts/filter-query.ts";
import { compareSignificance, type Significance } from "../model/significance.ts";
import { toInstant } from "../lib/time.ts";
import type { WebDeps } from "./deps.ts";
import type { ChangeRequest, FilterParameters } from "./parameters.ts";
import type { Reader } from "./reader.ts";
import type { ChangePage } from "./timeline.ts";

/** What the filters of the timeline would be as a subscription, and what they would have told in the last days. */
export interface KeepView {
  readonly query: string;
  readonly minimum: Significance;
  readonly told: number;
  /** Where the page does not reach back so far, there may be more. */
  readonly orMore: boolean;
  readonly looked: number;
}

export const daysBack = 30;

/** Null where no filter is set, or one that no subscription can hold. */
export async function readKeepView(
  deps: WebDeps,
  reader: Reader,
  { given, cursor }: ChangeRequest,
  page: ChangePage,
): Promise<KeepView | null> {
  if (cursor !== undefined || !canBeKept(given)) return null;
  const since = toInstant(deps.clock.now().subtract({ hours: 24 * daysBack }));
  const tally = await deps.store.tally({ since, baseline: false, muted: "with", includePrivate: reader.seesPrivate });
  const minimum = given.min ?? "editorial";
  const told = page.rows.filter(
    (change) =>
      change.occurredAt >= since &&
      !change.baseline &&
      change.muted === null &&
      compareSignificance(change.significance, minimum) >= 0,
  );
  return {
    query: queryOfFilters(given),
    minimum,
    told: new Set(told.map(({ eventKey }) => eventKey)).size,
    orMore: page.next !== null && (page.rows.at(-1)?.occurredAt ?? "") >= since,
    looked: tally.reduce((sum, { count }) => sum + count, 0),
  };
}

function canBeKept({ q, feed, source, topic, kind, min, thread, since, until, document }: FilterParameters): boolean {
  const isSet = [q, feed, source, topic, kind, min, thread].some((value) => value !== undefined);
  const isPast = since !== undefined || until !== undefined || document !== undefined;
  return isSet && !isPast && (thread === undefined || canBeAskedFor(thread));
}
