import { digestOf } from "../alerts/digest.ts";
import { matches, parseQuery } from "../alerts/query.ts";
import type { Change } from "../model/change.ts";
import type { Digest } from "../model/digest.ts";
import type { Significance } from "../model/significance.ts";
import type { Instant } from "../model/time.ts";
import type { Services } from "./services.ts";
import { upcoming } from "./upcoming.ts";

/** What a digest is to hold. `query` is valid; `zone` is the IANA zone in which the period is named. */
interface Wish {
  readonly query: string;
  readonly minimum: Significance;
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
}

const deadlineDays = 90;
const deadlinesShown = 20;

/** Reads what a digest of a period holds: what changed, what was taken back, what comes, and how often was looked. */
export async function gatherDigest(services: Services, wish: Wish): Promise<Digest> {
  const { store } = services;
  const { query, from, to, zone, minimum } = wish;
  const asked = parseQuery(query);
  const [changes, retracted, deadlines, checks] = await Promise.all([
    changesBetween(services, wish),
    store.retracted(from, to),
    upcoming(services, query, deadlineDays),
    store.checksBetween(from, to),
  ]);
  return digestOf({
    from,
    to,
    zone,
    query,
    minimum,
    changes,
    heldBack: 0,
    retracted: retracted.filter((change) => matches(asked, change)),
    deadlines: deadlines.slice(0, deadlinesShown),
    checks,
  });
}

async function changesBetween(
  { store }: Services,
  { query, from: since, to: until }: Wish,
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (let before: string | undefined; ;) {
    const page = await store.timeline({
      query,
      since,
      until,
      includePrivate: true,
      baseline: false,
      limit: 200,
      ...(before && { before }),
    });
    found.push(...page.rows);
    if (page.next === null) return found;
    before = page.next;
  }
}
