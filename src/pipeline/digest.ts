import { digestOf } from "../alerts/digest.ts";
import { matches, parseQuery } from "../alerts/query.ts";
import type { Change } from "../model/change.ts";
import type { Digest } from "../model/digest.ts";
import { compareSignificance, type Significance } from "../model/significance.ts";
import type { Tally } from "../model/tally.ts";
import type { Instant } from "../model/time.ts";
import { explainSilence } from "./explain-silence.ts";
import type { Services } from "./services.ts";
import { upcoming } from "./upcoming.ts";

/** What a digest is to hold. `query` is valid; `zone` is the IANA zone in which the period is named. */
interface Wish {
  readonly query: string;
  readonly minimum: Significance;
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
  readonly includePrivate: boolean;
}

const deadlineDays = 90;
const deadlinesShown = 20;

/** Reads what a digest of a period holds: what changed, what was taken back, what comes, and how often was looked. */
export async function gatherDigest(services: Services, wish: Wish): Promise<Digest> {
  const { store } = services;
  const { query, from, to, zone, minimum, includePrivate } = wish;
  const asked = parseQuery(query);
  const period = { since: from, until: to, includePrivate, baseline: false, muted: "with" } as const;
  const [changes, retracted, deadlines, checks, tally, silence] = await Promise.all([
    changesBetween(services, wish),
    store.retracted(from, to),
    upcoming(services, { query, includePrivate }, deadlineDays),
    store.checksBetween(from, to),
    store.tally(period),
    explainSilence(services, from, to),
  ]);
  return digestOf({
    from,
    to,
    zone,
    query,
    minimum,
    changes,
    heldBack: 0,
    keptBack: keptBackOf(tally, changes, minimum),
    retracted: retracted.filter((change) => mayBeShown(change, includePrivate) && matches(asked, change)),
    deadlines: deadlines.slice(0, deadlinesShown),
    checks,
    silence,
  });
}

function mayBeShown({ visibility }: Change, includePrivate: boolean): boolean {
  return includePrivate || visibility === "public";
}

// What the query asks for and is cosmetic is counted in the digest itself.
function keptBackOf(
  tally: readonly Tally[],
  asked: readonly Change[],
  minimum: Significance,
): NonNullable<Digest["keptBack"]> {
  const mute = sum(tally.filter(({ muted }) => muted));
  const light = asked.filter(
    ({ significance }) => significance !== "cosmetic" && compareSignificance(significance, minimum) < 0,
  );
  return { query: Math.max(0, sum(tally) - mute - asked.length), significance: light.length, mute };
}

function sum(tally: readonly Tally[]): number {
  return tally.reduce((total, { count }) => total + count, 0);
}

async function changesBetween(
  { store }: Services,
  { query, from: since, to: until, includePrivate }: Wish,
): Promise<readonly Change[]> {
  const found: Change[] = [];
  for (let before: string | undefined; ;) {
    const page = await store.timeline({
      query,
      since,
      until,
      includePrivate,
      baseline: false,
      limit: 200,
      ...(before && { before }),
    });
    found.push(...page.rows);
    if (page.next === null) return found;
    before = page.next;
  }
}
