import { afterAll, beforeAll, expect, test } from "vitest";
import { quickStore, type TestStore } from "../support/database.ts";
import { planned, sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";

const now = "2026-03-09T12:00:00.000Z";
let desk: TestStore;
beforeAll(async () => {
  desk = await quickStore();
  const feeds = ["fr/rules", "fr/notices", "other/page"].map((id) => ({
    feed: sampleFeed(id),
    host: id.startsWith("fr") ? "fr.example:443" : "other.example:443",
  }));
  await desk.store.syncFeeds(feeds, now);
});
afterAll(() => desk.close());

const due = (feed: string, at: string) => desk.sql(`update feeds set next_due_at = '${at}' where id = '${feed}'`);
const backlog = () => desk.store.backlog(now);

test("where nothing waits, there is no backlog", async () => {
  await desk.sql("update feeds set next_due_at = '2026-03-09T13:00:00Z'");
  expect(await backlog()).toMatchObject({
    overdueFeeds: 0,
    unclaimedFeedSeconds: 0,
    unclaimedLaneSeconds: 0,
    pausedSubscriptions: 0,
  });
  expect((await backlog()).databaseBytes).toBeGreaterThan(1e6);
});

test("a feed that is due waits for somebody, unless its host is being polled or wants to be left alone", async () => {
  await due("fr/rules", "2026-03-09T11:50:00Z");
  await due("fr/notices", "2026-03-09T11:58:00Z");
  expect(await backlog()).toMatchObject({ overdueFeeds: 1, unclaimedFeedSeconds: 600 });
  await desk.store.claimFeed("fr/notices", "w1", now, 120);
  expect(await backlog()).toMatchObject({ overdueFeeds: 1, unclaimedFeedSeconds: 0 });
  await desk.store.releaseFeed("fr/notices", "w1");
  await desk.store.holdHost("fr.example:443", "2026-03-09T13:00:00.000Z");
  expect(await backlog()).toMatchObject({ overdueFeeds: 1, unclaimedFeedSeconds: 0 });
});

test("a delivery that could go out waits for somebody, unless its lane is worked on or its subscription is paused", async () => {
  const subscription = sampleSubscription("s1", {});
  await desk.store.addSubscription(subscription);
  await desk.store.record(sampleRecording("other/page", "p1", "A text.", { to: [planned("s1", "e1", "lane-1")] }));
  await desk.sql(
    "update deliveries set next_attempt_at = '2026-03-09T11:55:00Z', waiting_since = '2026-03-09T11:40:00Z'",
  );
  expect(await backlog()).toMatchObject({ unclaimedLaneSeconds: 300 });
  await desk.store.claimLane("lane-1", "w1", now, 120, 20);
  expect(await backlog()).toMatchObject({ unclaimedLaneSeconds: 0 });
  await desk.store.releaseLane("lane-1", "w1");
  expect(await backlog()).toMatchObject({ unclaimedLaneSeconds: 300 });
  await desk.store.setSubscriptionState("s1", "paused", "gone", "regwatch", now);
  expect(await backlog()).toMatchObject({ unclaimedLaneSeconds: 0, pausedSubscriptions: 1 });
});
