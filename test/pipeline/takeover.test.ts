import { afterEach, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import { createWakeUps } from "../../src/pipeline/schedule.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { quickStore } from "../support/database.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let home: TestHouse;
afterEach(() => home.close());

async function open(whileWaiting?: () => Promise<void>): Promise<TestHouse> {
  const { store } = await quickStore();
  const story = generateDocuments({ seed: 5, count: 4, from: "2026-03-09", perDay: 4 });
  home = await openTestHouse(
    createWorldClock(Temporal.Instant.from("2026-03-09T16:00:00Z")),
    { federalRegister: story },
    {
      feeds: (origin) => ({ one: feed(origin), two: feed(origin) }),
      fittings: { store, ...(whileWaiting && { requestGap: () => 1000, sleep: whileWaiting }) },
    },
  );
  return home;
}

function feed(origin: string): string {
  return `source: federal-register
title: A feed
params: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }
`;
}

const now = (): string => toInstant(home.clock.now());

test.each(["well", "ill"])(
  "a worker that lost its feed to another one leaves its state alone, the publisher being %s",
  async (health) => {
    const { services, stopping } = (await open()).house;
    if (health === "ill") await home.world.fault({ does: { kind: "status", status: 500 } });
    const claimed = await services.store.claimFeed("one", services.worker, now(), 120);
    await home.clock.step({ minutes: 5 });
    const others = await services.store.claimFeed("one", "another worker", now(), 120);
    expect([claimed?.feedId, others?.feedId]).toEqual(["one", "one"]);
    if (claimed === null) return;

    const report = await pollFeed(services, claimed, stopping);
    expect(report.error).toMatch(/^Another worker took this feed over/);
    expect(await services.store.feedState("one")).toMatchObject({
      checks: 0,
      failures: 0,
      error: null,
      baselineAt: null,
    });
    expect(await services.store.healthNotices(10)).toEqual([]);
    expect(await services.store.claimFeed("one", services.worker, now(), 120)).toBeNull();
  },
);

test("of the feeds claimed together, one that was taken over meanwhile is left to its new worker", async () => {
  let waits = 0;
  const { services, stopping } = (
    await open(async () => {
      waits += 1;
      if (waits !== 1) return;
      await home.clock.step({ minutes: 5 });
      expect(await home.house.services.store.claimFeed("two", "another worker", now(), 1200)).not.toBeNull();
    })
  ).house;
  const polled: string[] = [];
  const watched = {
    ...services,
    progress: ({ kind, feed }: { kind: string; feed: { id: string } }) =>
      void (kind === "polled" && polled.push(feed.id)),
  };
  const host = (await services.store.feedState("one"))?.host ?? "";
  await createWakeUps(watched, stopping).onHost(host);
  expect(polled).toEqual(["one"]);
  expect(await services.store.feedState("one")).toMatchObject({ checks: 1, error: null });
  expect(await services.store.feedState("two")).toMatchObject({ checks: 0, error: null });
});

test("a feed that is to be checked now while it is being polled is polled once more", async () => {
  let waits = 0;
  const { services, stopping } = (
    await open(async () => {
      waits += 1;
      await home.clock.step({ seconds: 1 });
      if (waits === 1) await home.house.services.store.hasten("one", "Ada", now());
    })
  ).house;
  const host = (await services.store.feedState("one"))?.host ?? "";
  await createWakeUps(services, stopping).onHost(host);
  expect(await services.store.feedState("one")).toMatchObject({ checks: 2, error: null });
  expect(await services.store.feedState("two")).toMatchObject({ checks: 1, error: null });
  expect(await services.store.dueHosts(now())).toEqual([]);
});

test("a worker that is stopped gives back the feeds it had claimed and not begun", async () => {
  const stop = new AbortController();
  const { services } = (await open(async () => stop.abort())).house;
  const host = (await services.store.feedState("one"))?.host ?? "";
  await createWakeUps(services, stop.signal).onHost(host);
  for (const feed of ["one", "two"]) {
    expect(await services.store.feedState(feed)).toMatchObject({ checks: 0, error: null });
    expect(await services.store.claimFeed(feed, "another worker", now(), 120)).not.toBeNull();
  }
});

test("where the publisher asks for patience, the other feeds claimed with the first are given back unasked", async () => {
  const { services, stopping } = (await open()).house;
  await home.world.fault({ does: { kind: "status", status: 429, retryAfter: "600" } });
  const host = (await services.store.feedState("one"))?.host ?? "";
  await createWakeUps(services, stopping).onHost(host);
  const states = await services.store.feedStates();
  expect(states.map(({ checks }) => checks).toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(home.world.requests).toHaveLength(1);
  await home.clock.step({ minutes: 11 });
  expect(await services.store.claimDueFeeds(host, "another worker", now(), 120, 50)).toHaveLength(2);
});
