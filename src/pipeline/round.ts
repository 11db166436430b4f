import { toInstant } from "../lib/time.ts";
import type { KnownDocument } from "../model/source.ts";
import type { FeedState, PollOutcome } from "../model/store.ts";
import type { Services } from "./services.ts";

/** Feeds that a worker claimed together: their leases are kept, and what their polls need and leave is read and written, together. */
export interface Round {
  /** Whether the feed is still this worker's; leases are prolonged in time. */
  holds(feedId: string): Promise<boolean>;
  known(feedId: string): Promise<ReadonlyMap<string, KnownDocument>>;
  /** Ends a poll. What it leaves may be written a little later, with others; false where the feed is known to be another worker's by now. */
  end(outcome: PollOutcome): Promise<boolean>;
  /** Gives the feed back without an outcome. */
  release(feedId: string): Promise<void>;
  /** Writes what has not been written yet. */
  close(): Promise<void>;
}

type RoundServices = Pick<Services, "store" | "clock" | "worker" | "leaseSeconds">;

/** A feed with more documents is asked for them by itself. */
const fewDocuments = 20;
/** A worker that is killed repeats what waits here. */
const mostWaiting = 50;
const longestWaitMs = 1000;

/** A round over feeds whose leases began at `claimedAt`; a feed alone is ended at once. */
export function openRound(
  services: RoundServices,
  claimed: readonly FeedState[],
  claimedAt: Temporal.Instant | null,
): Round {
  const { store, clock, worker, leaseSeconds } = services;
  const held = new Set(claimed.map(({ feedId }) => feedId));
  const small = claimed.filter(({ documents }) => documents <= fewDocuments).map(({ feedId }) => feedId);
  let documents: ReturnType<typeof store.knownDocuments> | undefined;
  let renewAt = claimedAt === null ? clock.now() : afterAThird(claimedAt, leaseSeconds);
  let waiting: PollOutcome[] = [];
  let waitingSince = 0;

  async function renew(): Promise<void> {
    const now = clock.now();
    if (Temporal.Instant.compare(now, renewAt) < 0) return;
    const renewed = await store.renewFeedLeases([...held], worker, toInstant(now), leaseSeconds);
    for (const feedId of held) if (!renewed.has(feedId)) held.delete(feedId);
    renewAt = afterAThird(now, leaseSeconds);
  }

  async function write(): Promise<ReadonlySet<string>> {
    const outcomes = waiting;
    waiting = [];
    return outcomes.length === 0 ? new Set() : store.finishPolls(worker, outcomes);
  }

  return {
    async holds(feedId) {
      if (held.has(feedId)) await renew();
      return held.has(feedId);
    },
    async known(feedId) {
      const wanted = small.includes(feedId) ? small : [feedId];
      const found =
        wanted === small ? await (documents ??= store.knownDocuments(small)) : await store.knownDocuments(wanted);
      return found.get(feedId) ?? new Map();
    },
    async end(outcome) {
      held.delete(outcome.feedId);
      if (waiting.length === 0) waitingSince = performance.now();
      waiting.push(outcome);
      const isTime = waiting.length >= mostWaiting || performance.now() - waitingSince >= longestWaitMs;
      if (claimed.length > 1 && !isTime) return true;
      return (await write()).has(outcome.feedId);
    },
    async release(feedId) {
      held.delete(feedId);
      await store.releaseFeed(feedId, worker);
    },
    async close() {
      await write();
    },
  };
}

function afterAThird(from: Temporal.Instant, leaseSeconds: number): Temporal.Instant {
  return from.add({ seconds: Math.ceil(leaseSeconds / 3) });
}
