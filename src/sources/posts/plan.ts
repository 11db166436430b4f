import { isHinted, type Inventory } from "./inventory.ts";
import type { Wanted } from "./look.ts";
import { isDue } from "./rhythm.ts";
import type { Round } from "./round.ts";

/** What a poll looks at, and what it leaves. */
export interface Plan {
  readonly looks: readonly Wanted[];
  /** Posts held back by the pipeline until they are seen again: the hash of each one's new text. */
  readonly pending: ReadonlyMap<string, string>;
  /** Posts never read yet: addresses by key. */
  readonly waiting: ReadonlyMap<string, string>;
  /** Left over from a sweep that was larger than allowed. */
  readonly unswept: readonly string[];
  /** More is due than the budget allows. */
  readonly hasMore: boolean;
}

/**
 * Which posts are read now: those held back, all of them; new ones; what a sweep left; then those whose time has come, the longest overdue
 * first, within the budget. The first poll reads every post, so that none of them is news later.
 */
export function planLooks(round: Round, inventory: Inventory): Plan {
  const { params, cursor, known, baseline } = round;
  const pending = stillPending(round);
  const waiting = waitingPosts(round, inventory);
  const wanted = (key: string) => wantedPost(round, inventory, key, waiting.get(key));
  const held = [...pending.keys()];
  const fresh = [...waiting.keys()].filter((key) => !isDoubted(round, key));
  const unswept = cursor.unswept.filter((key) => known.has(key) && !pending.has(key));
  const left = unswept.slice(0, params.sweep);
  const due = duePosts(round, inventory).filter((key) => !pending.has(key) && !left.includes(key));
  // What went together is told together.
  const gone = due.filter((key) => cursor.doubts[key]?.why === "gone");
  const rest = due.filter((key) => cursor.doubts[key]?.why !== "gone");
  const budget = baseline ? params.mostPosts : params.perPoll;
  const chosen = [...fresh, ...rest].slice(0, budget);
  return {
    looks: [...held, ...gone, ...left, ...chosen].map(wanted),
    pending,
    waiting,
    unswept: unswept.slice(left.length),
    hasMore: fresh.length + rest.length > chosen.length,
  };
}

/**
 * All other posts, after one was found edited, up to `sweep` of them. Not again within twelve hours of a sweep that found nothing else: then
 * it was that one post.
 */
export function sweepOf(
  round: Round,
  inventory: Inventory,
  queued: readonly Wanted[],
): { readonly looks: readonly Wanted[]; readonly unswept: readonly string[] } {
  const { cursor, now, params } = round;
  const hours = cursor.sweep === null ? Infinity : Temporal.Instant.from(cursor.sweep.at).until(now).total("hours");
  if (hours >= 0 && hours < 12 && (cursor.sweep?.changed ?? 0) < 2) return { looks: [], unswept: [] };
  const inQueue = new Set(queued.map(({ key }) => key));
  const rest = [...round.known]
    .filter(([key, { vanished }]) => !inQueue.has(key) && !vanished && !isDoubted(round, key))
    .map(([key]) => key);
  return {
    looks: rest.slice(0, params.sweep).map((key) => wantedPost(round, inventory, key, undefined)),
    unswept: rest.slice(params.sweep),
  };
}

// What was recorded as it was seen is no longer held back.
function stillPending({ cursor, known }: Round): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(cursor.pending).filter(([key, text]) => known.has(key) && known.get(key)?.text !== text),
  );
}

function waitingPosts(round: Round, { listed }: Inventory): ReadonlyMap<string, string> {
  const { cursor, known, params } = round;
  const all = new Map(Object.entries(cursor.waiting).filter(([key]) => !known.has(key)));
  for (const [key, { address }] of listed) if (!known.has(key)) all.set(key, address);
  const room = Math.max(0, params.mostPosts - known.size);
  if (all.size > room)
    round.warn(
      `There are ${known.size + all.size} posts, and ${params.mostPosts} are watched (mostPosts); the others are left out.`,
    );
  return new Map([...all].slice(0, room));
}

function duePosts(round: Round, inventory: Inventory): readonly string[] {
  return [...round.known]
    .flatMap(([key, memory]) => {
      const doubt = round.cursor.doubts[key];
      const nextAt = doubt?.nextAt ?? memory.nextAt;
      const hinted = doubt === undefined && isHinted(memory, key, inventory);
      return hinted || isDue(nextAt, round.now, round.params.longestDays)
        ? [{ key, nextAt: hinted ? "" : nextAt }]
        : [];
    })
    .toSorted((a, b) => (a.nextAt < b.nextAt ? -1 : 1))
    .map(({ key }) => key);
}

function isDoubted({ cursor, now, params }: Round, key: string): boolean {
  const nextAt = cursor.doubts[key]?.nextAt;
  return nextAt !== undefined && !isDue(nextAt, now, params.longestDays);
}

function wantedPost(round: Round, inventory: Inventory, key: string, address: string | undefined): Wanted {
  const memory = round.known.get(key) ?? null;
  const listing = inventory.listed.get(key);
  const absent = inventory.withSitemap && listing?.sitemap === undefined;
  return { key, address: listing?.address ?? memory?.address ?? address ?? key, memory, listing, absent };
}
