import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import type { Fault } from "../../src/world/faults.ts";
import { demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const feedId = "congress/bills";
let home: TestHouse;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  home = await openTestHouse(
    createWorldClock(Temporal.Instant.from("2026-03-05T12:00:00Z")),
    { congress: { bills: demoStory.congress?.bills ?? [] } },
    {
      allow: [receiver.host],
      feeds: (_, { congress }) => ({
        [feedId]: `source: congress\ntitle: Bills\nparams: { baseUrl: "${congress.origin}", bills: [hr99041, s99012] }\n`,
        "congress/search": `source: congress\ntitle: Search\nschedule: 0 0 * * 0\nparams: { baseUrl: "${congress.origin}", term: chips, looksPerPoll: 1 }\n`,
      }),
      settings: { CONGRESS_API_KEY: "a-key-of-the-test" },
      fittings: { timeouts: { headersMs: 2000, bodyMs: 300, totalMs: 1500 } },
    },
  );
  await home.subscribe(`webhook:${receiver.url}`, "bill:hr99041-119", { minimum: "cosmetic" });
  expect(await home.check(feedId)).toMatchObject({ baseline: true, error: null, changes: 2 });
});

afterAll(async () => {
  await home.close();
  await receiver.close();
});

describe("Congress when it is ill: nothing is told as a change, and nothing is lost", () => {
  const all: readonly (readonly [string, Fault["does"], RegExp])[] = [
    ["refuses connections", { kind: "refused" }, /refused the connection/],
    ["answers 403 with a block page", { kind: "block-page" }, /403|block|robot/i],
    ["answers 429", { kind: "status", status: 429, retryAfter: "1" }, /429|slow|too many/i],
    ["answers 500 to everything", { kind: "status", status: 500 }, /500/],
    ["sends a web page for data", { kind: "html" }, /maintenance page/],
    ["breaks off in the middle", { kind: "truncated" }, /./],
    ["hangs", { kind: "hang" }, /./],
    ["trickles", { kind: "slow", milliseconds: 4000 }, /./],
  ];
  test.each(all)("%s", async (_what, does, words) => {
    const repair = await home.world.fault({ publisher: "congress", does });
    const report = await home.check(feedId);
    await repair();
    expect(report).toMatchObject({ changes: 0, deliveries: 0 });
    expect(report.error).toMatch(words);
    await home.clock.step({ hours: 2 });
    expect(await home.check(feedId)).toMatchObject({ error: null, changes: 0 });
  });

  test("one bill that answers 500 holds back itself alone, and nothing that happened meanwhile is lost", async () => {
    const repair = await home.world.fault({
      publisher: "congress",
      path: /\/hr\/99041/,
      does: { kind: "status", status: 500 },
    });
    await home.clock.set(Temporal.Instant.from("2026-03-12T01:00:00Z"));
    const report = await home.check(feedId);
    expect(report).toMatchObject({ error: null, changes: 0, looked: 1 });
    expect(report.warnings.join(" ")).toContain("hr99041-119");
    await repair();
    await home.clock.step({ hours: 1 });
    expect(await home.check(feedId)).toMatchObject({ error: null, changes: 1, warnings: [] });
    const told = receiver.received.map(({ body }) => body.changes[0]);
    expect(told).toMatchObject([{ headline: "Passed House (352–41)", bills: ["hr99041-119"] }]);
  });
});

test("a poll that leaves work behind is followed by another one soon", async () => {
  await home.clock.step({ hours: 1 });
  const before = home.clock.now();
  const report = await home.check("congress/search");
  expect(report).toMatchObject({ baseline: true, error: null });
  home.world.congress.add(
    ...[1, 2, 3].map((number) => ({
      congress: 119,
      type: "hr",
      number,
      sponsor: { bioguideId: "X1", fullName: "Rep. Example" },
      happenings: [{ at: before.toString(), title: "On buoys", officialTitle: "On buoys." }],
    })),
  );
  await home.clock.step({ hours: 1 });
  const { nextDueAt } = await home.check("congress/search");
  expect(home.clock.now().until(Temporal.Instant.from(nextDueAt)).total("minutes")).toBe(5);
});
