import type { Change } from "../model/change.ts";
import type { Significance } from "../model/significance.ts";
import type { Store, TimelineFilter } from "../model/store.ts";
import type { Instant } from "../model/time.ts";

/** What a query and its minimum would have told since then, newest first, and of how many changes. The baseline counts as told. */
export async function past(
  store: Pick<Store, "timeline" | "tally">,
  { query, minimum }: { readonly query: string; readonly minimum: Significance },
  { since, includePrivate }: { readonly since: Instant; readonly includePrivate: boolean },
): Promise<{ readonly found: readonly Change[]; readonly looked: number }> {
  const period = { since, includePrivate };
  const [found, tally] = await Promise.all([all(store, { ...period, query, minimum }), store.tally(period)]);
  return { found, looked: tally.reduce((sum, { count }) => sum + count, 0) };
}

async function all(
  store: Pick<Store, "timeline">,
  filter: Omit<TimelineFilter, "before" | "limit">,
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (let before: string | undefined; ;) {
    const page = await store.timeline({ ...filter, limit: 200, ...(before !== undefined && { before }) });
    found.push(...page.rows);
    if (page.next === null) return found;
    before = page.next;
  }
}
