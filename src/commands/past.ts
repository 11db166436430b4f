import { matches, parseQuery } from "../alerts/query.ts";
import type { Change } from "../model/change.ts";
import { compareSignificance, type Significance } from "../model/significance.ts";
import type { Store } from "../model/store.ts";
import type { Instant } from "../model/time.ts";

/** What a query and its minimum would have told since then, newest first, and of how many changes. The baseline counts as told. */
export async function past(
  store: Pick<Store, "timeline">,
  asked: { readonly query: string; readonly minimum: Significance },
  since: Instant,
): Promise<{ readonly found: readonly Change[]; readonly looked: number }> {
  const query = parseQuery(asked.query);
  const found: Change[] = [];
  let looked = 0;
  for (let before: string | undefined; ;) {
    const page = await store.timeline({ since, includePrivate: true, limit: 200, ...(before && { before }) });
    looked += page.rows.length;
    found.push(
      ...page.rows.filter(
        (change) => compareSignificance(change.significance, asked.minimum) >= 0 && matches(query, change),
      ),
    );
    if (page.next === null) return { found, looked };
    before = page.next;
  }
}
