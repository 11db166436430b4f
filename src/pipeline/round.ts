import { StoreAwayError } from "../model/errors.ts";
import { toInstant } from "../lib/time.ts";
import type { FeedState, PollOutcome, ReadDocument } from "../model/store.ts";
import type { Services } from "./services.ts";

/** Feeds that a worker claimed together: their leases are kept, and what their polls need and leave is read and written, together. */
export interface Round {
  /** Whether the feed is still this worker's; leases are prolonged in time. */
  holds(feedId: string): Promise<boolean>;
  known(feedId: string): Promise<ReadonlyMap<string, ReadDocument>>;
  /** Ends a poll. What it leaves may be written a little later, with others; false where the feed is known to be another worker's by now. */
  end(outcome: PollOutcome): Promise<boolean>;
  /** Gives the feed back without an outcome. */
  release(feedId: string): Promise<void>;
  /** Writes what has not been written yet, and gives back what was not begun. */
  close(): Promise<void>;
}

type RoundServices = Pick<Services, "store" | "clock" | "worker" | "leaseSeconds">;

/** A feed with more documents is asked for them by itself. */
const fewDocuments = 20;
/** A worker that is killed repeats what waits here. */
const mostWaiting = 50;
const longestWaitSeconds = 1;

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
  const aThird = Math.ceil(leaseSeconds / 3) * 1000;
  let renewAt = claimedAt === null ? now() : claimedAt.epochMilliseconds + aThird;
  let waiting: PollOutcome[] = [];
  let waitUntil = now();

  function now(): number {
    return clock.now().epochMilliseconds;
  }

  async function renew(): Promise<void> {
    const at = clock.now();
    if (at.epochMilliseconds < renewAt) return;
    const renewed = await store.renewFeedLeases([...held], worker, toInstant(at), leaseSeconds);
    for (const feedId of held) if (!renewed.has(feedId)) held.delete(feedId);
    renewAt = at.epochMilliseconds + aThird;
  }

  async function release(feedId: string): Promise<void> {
    held.delete(feedId);
    await store.releaseFeed(feedId, worker);
  }

  function isTime(): boolean {
    if (waiting.length === 0) return false;
    return waiting.length >= mostWaiting || now() >= waitUntil;
  }

  async function write(): Promise<ReadonlySet<string>> {
    const outcomes = waiting;
    waiting = [];
    if (outcomes.length === 0) return new Set();
    try {
      return await store.finishPolls(worker, outcomes);
    } catch (error) {
      if (error instanceof StoreAwayError) waiting = [...outcomes, ...waiting];
      if (error instanceof StoreAwayError || outcomes.length === 1) throw error;
      return writeEach(outcomes);
    }
  }

  // One that cannot be written must not keep the others from it, round after round.
  async function writeEach(outcomes: readonly PollOutcome[]): Promise<ReadonlySet<string>> {
    const ended = new Set<string>();
    const problems: unknown[] = [];
    for (const outcome of outcomes) {
      const [feedId] = await store.finishPolls(worker, [outcome]).catch((error: unknown) => {
        problems.push(error);
        return [];
      });
      if (feedId !== undefined) ended.add(feedId);
    }
    if (problems.length > 0) throw problems[0];
    return ended;
  }

  return {
    async holds(feedId) {
      // The others' ends must not wait for a poll that takes long.
      if (isTime()) await write();
      if (held.has(feedId)) await renew();
      return held.has(feedId);
    },
    async known(feedId) {
      const found = small.includes(feedId)
        ? await (documents ??= store.knownDocuments(small))
        : await store.knownDocuments([feedId]);
      return found.get(feedId) ?? new Map();
    },
    async end(outcome) {
      held.delete(outcome.feedId);
      if (waiting.length === 0) waitUntil = now() + longestWaitSeconds * 1000;
      waiting.push(outcome);
      if (claimed.length > 1 && !isTime()) return true;
      return (await write()).has(outcome.feedId);
    },
    release,
    async close() {
      await write();
      for (const feedId of held) await release(feedId);
    },
  };
}
