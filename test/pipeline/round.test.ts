import { expect, test } from "vitest";
import type { FeedState, PollOutcome } from "../../src/model/store.ts";
import { openRound } from "../../src/pipeline/round.ts";
import { at, recipe, sampleFeed } from "../contract/store-samples.ts";
import { quickStore } from "../support/database.ts";

const noon = Temporal.Instant.from(at(0));

function end(feedId: string): PollOutcome {
  return { feedId, at: at(1), nextDueAt: at(900), result: { ok: true, cursor: null, warnings: [], recipe } };
}

test("what polls leave is written together, soon also beside a poll that takes long, and never over another worker's", async () => {
  const house = await quickStore();
  const { store } = house;
  try {
    const feeds = ["a", "b", "c"].map((id) => ({ feed: sampleFeed(id), host: "h.example:443" }));
    await store.syncFeeds(feeds, at(0));
    let now = noon;
    const services = { store, clock: { now: () => now }, worker: "w1", leaseSeconds: 60 };
    const claimed: readonly FeedState[] = await store.claimDueFeeds("h.example:443", "w1", at(0), 60, 9);
    const round = openRound(services, claimed, noon);
    const checks = async () => (await store.feedStates()).map((state) => state.checks);

    expect(await round.end(end("a"))).toBe(true);
    expect(await checks()).toEqual([0, 0, 0]);
    now = noon.add({ seconds: 2 });
    expect(await round.holds("b")).toBe(true);
    expect(await checks()).toEqual([1, 0, 0]);
    now = noon.add({ seconds: 61 });
    expect(await store.claimFeed("c", "w2", at(61), 600)).not.toBeNull();
    expect([await round.holds("b"), await round.holds("c")]).toEqual([true, false]);
    await round.end(end("c"));
    await round.close();
    expect(await checks()).toEqual([1, 0, 0]);
    await round.release("b");
    expect(await store.claimFeed("b", "w2", at(62), 60)).not.toBeNull();
  } finally {
    await house.close();
  }
});
