import { sinceOrNow, toInstant } from "../../lib/time.ts";
import { ReadingError, StatusError, WrongBodyError, type RegwatchError } from "../../model/errors.ts";
import type { PollContext, PollEnd, Sighting } from "../../model/source.ts";
import { takeInventory, type Inventory } from "./inventory.ts";
import { lookAt, type Look, type Wanted } from "./look.ts";
import { asJson, type Doubt, type Memory } from "./memory.ts";
import type { PostsParams } from "./params.ts";
import { planLooks, sweepOf, type Plan } from "./plan.ts";
import { beginRound, type Round } from "./round.ts";

/** What a poll leaves for the next one, as it goes. */
interface Tally {
  looked: number;
  answered: number;
  gone: number;
  failedInARow: number;
  lastError: RegwatchError | null;
  /** Keys of posts that were found edited, with the hash of their new text. */
  readonly edited: Map<string, string>;
  readonly doubts: Map<string, Doubt>;
  readonly read: Set<string>;
  readonly warnings: string[];
}

/** So many failures in a row are the publisher's, not the posts'. */
const mostFailures = 5;

/**
 * One poll: which posts there are, then those that are due. When one turns out edited, all the others are read at once, because the same
 * sentence is often added everywhere; so too when one is gone.
 */
export async function* pollPosts(context: PollContext<PostsParams>): AsyncGenerator<Sighting, PollEnd, void> {
  const tally = newTally();
  const round = beginRound(context, (warning) => tally.warnings.push(warning));
  const inventory = await takeInventory(round);
  const plan = planLooks(round, inventory);
  let swept: readonly Wanted[] = [];
  let left: readonly string[] = plan.unswept;
  const queue = [...plan.looks];
  for (let at = 0; at < queue.length && tally.failedInARow < mostFailures; at += 1) {
    const wanted = queue[at];
    if (wanted === undefined) break;
    context.signal.throwIfAborted();
    const look = await lookAt(round, wanted, round.cursor.doubts[wanted.key]);
    const sighting = settle(round, wanted, look, tally);
    if (sighting !== null) yield sighting;
    if (isNews(round, plan, wanted, look) && swept.length === 0) {
      const sweep = sweepOf(round, inventory, queue);
      swept = sweep.looks;
      if (swept.length > 0) left = sweep.unswept;
      queue.push(...swept);
    }
  }
  refuseBroken(tally);
  return ending(round, inventory, plan, tally, { swept: swept.length > 0, left });
}

/** Whether a look saw an edit or a deletion that no look before it saw: others may have gone the same way. */
function isNews({ cursor }: Round, plan: Plan, { key, memory }: Wanted, look: Look): boolean {
  if (look.kind === "captured") return look.edited && !plan.pending.has(key);
  return look.kind === "gone" && memory !== null && !memory.vanished && cursor.doubts[key]?.why !== "gone";
}

function newTally(): Tally {
  return {
    looked: 0,
    answered: 0,
    gone: 0,
    failedInARow: 0,
    lastError: null,
    edited: new Map(),
    doubts: new Map(),
    read: new Set(),
    warnings: [],
  };
}

function settle(round: Round, wanted: Wanted, look: Look, tally: Tally): Sighting | null {
  const { key, memory } = wanted;
  tally.looked += 1;
  tally.failedInARow = look.kind === "failed" ? tally.failedInARow + 1 : 0;
  if (look.kind === "same" || look.kind === "captured") {
    tally.answered += 1;
    tally.read.add(key);
    if (look.kind === "same") return { kind: "unchanged", key, looked: "all", state: asJson(look.memory) };
    if (look.edited || memory?.vanished === true) tally.edited.set(key, look.memory.text);
    return { kind: "captured", key, parts: [{ role: "page", response: look.response }], state: asJson(look.memory) };
  }
  if (look.kind === "gone") return settleGone(round, wanted, look.why, tally);
  if (look.kind === "failed") tally.lastError = look.error;
  const said = look.kind === "failed" ? look.error.message : look.why;
  if (tally.warnings.length < 20) tally.warnings.push(`${key} was not read: ${said}`);
  doubt(round, key, look.kind, tally);
  return null;
}

// Gone is what was gone a day ago already: sites lose their posts for an hour when they are rebuilt.
function settleGone(round: Round, { key, memory }: Wanted, why: string, tally: Tally): Sighting | null {
  tally.gone += 1;
  const before = round.cursor.doubts[key];
  const isSure = before?.why === "gone" && Temporal.Instant.from(before.since).until(round.now).total("hours") >= 24;
  if (memory === null || memory.vanished || !isSure) {
    doubt(round, key, "gone", tally);
    return null;
  }
  tally.read.add(key);
  const state: Memory = {
    ...memory,
    vanished: true,
    readAt: toInstant(round.now),
    nextAt: toInstant(round.now.add({ hours: round.params.longestDays * 24 })),
  };
  return { kind: "vanished", key, reason: why, state: asJson(state), sure: true };
}

const hoursUntilNext: Readonly<Record<Doubt["why"], number>> = { gone: 24, thin: 24, failed: 1 };

function doubt(round: Round, key: string, why: Doubt["why"], tally: Tally): void {
  const before = round.cursor.doubts[key];
  const since = sinceOrNow(before?.why === why ? before.since : null, round.now);
  const isLost = why === "gone" && (round.known.get(key)?.vanished ?? true);
  const hours = isLost ? round.params.longestDays * 24 : hoursUntilNext[why];
  tally.doubts.set(key, { why, since, nextAt: toInstant(round.now.add({ hours })) });
}

// A publisher that turns us away, or has lost everything at once, says nothing about its posts.
function refuseBroken(tally: Tally): void {
  if (tally.answered > 0) return;
  const { lastError } = tally;
  const isPosts = lastError instanceof ReadingError || (lastError instanceof StatusError && lastError.status >= 500);
  if (lastError !== null && tally.failedInARow >= mostFailures && !isPosts) throw lastError;
  if (tally.gone >= mostFailures && tally.gone === tally.looked)
    throw new WrongBodyError(
      `All ${tally.gone} posts that were asked for are gone at once; that is taken for a fault of the site.`,
    );
}

function ending(
  round: Round,
  inventory: Inventory,
  plan: Plan,
  tally: Tally,
  { swept, left }: { readonly swept: boolean; readonly left: readonly string[] },
): PollEnd {
  const { cursor, params } = round;
  const notSeen = (key: string) => !tally.read.has(key);
  const waiting = Object.fromEntries([...plan.waiting].filter(([key]) => notSeen(key)));
  const carried = [...plan.pending].filter(([key]) => notSeen(key));
  const pending = params.confirmMinutes > 0 ? Object.fromEntries([...carried, ...tally.edited]) : {};
  const kept = Object.entries(cursor.doubts).filter(
    ([key]) => notSeen(key) && (round.known.has(key) || key in waiting),
  );
  const doubts = Object.fromEntries([...kept, ...tally.doubts]);
  const unswept = left.filter(notSeen);
  return {
    cursor: asJson({
      feed: inventory.feed,
      sitemapAt: inventory.sitemapAt,
      waiting,
      pending,
      doubts,
      sweep: swept ? { at: toInstant(round.now), changed: tally.edited.size + tally.gone } : cursor.sweep,
      unswept,
    }),
    warnings: tally.warnings,
    ...(unswept.length > 0 || plan.hasMore ? { againInMinutes: 5 } : {}),
  };
}
