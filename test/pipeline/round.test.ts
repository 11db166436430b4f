import { expect, test } from "vitest";
import type { FeedState, PollOutcome } from "../../src/model/store.ts";
import { StoreAwayError } from "../../src/model/errors.ts";
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

test("what could not be written while the database was away is written once it is back, and who was not begun is given back", async () => {
  const house = await quickStore();
  const { store } = house;
  try {
    const feeds = ["a", "b", "c"].map((id) => ({ feed: sampleFeed(id), host: "h.example:443" }));
    await store.syncFeeds(feeds, at(0));
    let now = noon;
    let isAway = true;
    const shaky = {
      ...store,
      finishPolls: (...asked: Parameters<typeof store.finishPolls>) =>
        isAway ? Promise.reject(new StoreAwayError("it is away")) : store.finishPolls(...asked),
    };
    const services = { store: shaky, clock: { now: () => now }, worker: "w1", leaseSeconds: 60 };
    const round = openRound(services, await store.claimDueFeeds("h.example:443", "w1", at(0), 60, 9), noon);
    await round.end(end("a"));
    now = noon.add({ seconds: 2 });
    await expect(round.holds("b")).rejects.toThrow("it is away");
    isAway = false;
    await round.close();
    expect((await store.feedStates()).map((state) => state.checks)).toEqual([1, 0, 0]);
    expect(await store.claimFeed("c", "w2", at(3), 60)).toMatchObject({ interruptions: 0 });
  } finally {
    await house.close();
  }
});

test("a poll whose end cannot be written does not take the others of its round with it", async () => {
  const house = await quickStore();
  const { store } = house;
  try {
    const feeds = ["a", "b", "c"].map((id) => ({ feed: sampleFeed(id), host: "h.example:443" }));
    await store.syncFeeds(feeds, at(0));
    const services = { store, clock: { now: () => noon }, worker: "w1", leaseSeconds: 60 };
    const round = openRound(services, await store.claimDueFeeds("h.example:443", "w1", at(0), 60, 9), noon);
    for (const id of ["a", "b", "c"]) await round.end(id === "b" ? { ...end(id), nextDueAt: "never" } : end(id));
    await expect(round.close()).rejects.toThrow(/never/);
    expect((await store.feedStates()).map((state) => state.checks)).toEqual([1, 0, 1]);
  } finally {
    await house.close();
  }
});
