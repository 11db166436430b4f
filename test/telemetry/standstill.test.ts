import { beforeEach, expect, test } from "vitest";
import { createStandstill, type Standstill, type Unclaimed } from "../../src/telemetry/standstill.ts";

let minutes = 0;
let watch: Standstill;
let unclaimed: Unclaimed;
beforeEach(() => {
  minutes = 0;
  unclaimed = { feedSeconds: 0, laneSeconds: 0 };
  watch = open();
});

const now = () => minutes * 60_000;
const open = (roles: { schedules?: boolean; works?: boolean } = {}) =>
  createStandstill({ schedules: true, works: true, leaseSeconds: 120, now, ...roles });
const reason = (of = watch) => of.reason(async () => unclaimed);
const begin = (step: "poll" | "fetch" | "request", of = watch) => of.follower.began?.(step);
const end = (step: "tick" | "poll" | "fetch" | "request", of = watch, error?: unknown) =>
  of.follower.ended({ step, notes: {}, seconds: 0, ...(error !== undefined && { error }) });

test("a service that has nothing to do is well, for however long, as long as it ticks", async () => {
  for (; minutes < 600; minutes += 1) {
    end("tick");
    expect(await reason()).toBeNull();
  }
});

test("a scheduler whose tick does not end is not well after five minutes; one whose tick fails is another matter", async () => {
  minutes = 5;
  expect(await reason()).toBeNull();
  minutes = 6;
  expect(await reason()).toBe("The scheduler has finished no tick for 6 minutes.");
  end("tick", watch, new Error("the database is away"));
  expect(await reason()).toBeNull();
  expect(await reason(open({ schedules: false }))).toBeNull();
});

test("a worker with a poll in hand that does not move is not well; requests to the web move nothing", async () => {
  const worker = open({ schedules: false });
  begin("poll", worker);
  for (; minutes < 30; minutes += 1) {
    begin("fetch", worker);
    end("fetch", worker);
    expect(await reason(worker)).toBeNull();
  }
  minutes += 6;
  begin("request", worker);
  end("request", worker);
  expect(await reason(worker)).toBe("A poll or a delivery is in hand and has not moved for 7 minutes.");
  end("poll", worker);
  expect(await reason(worker)).toBeNull();
});

test("a worker that takes up nothing while work is due for long is not well, and one that never had work is", async () => {
  const worker = open({ schedules: false });
  minutes = 30;
  expect(await reason(worker)).toBeNull();
  unclaimed = { feedSeconds: 700, laneSeconds: 0 };
  expect(await reason(worker)).toBe(
    "A feed is due for 11 minutes, nobody works on it, and this worker has taken up nothing for 30 minutes.",
  );
  unclaimed = { feedSeconds: 0, laneSeconds: 900 };
  expect(await reason(worker)).toMatch(/^Deliveries are due for 15 minutes/);
  expect(await reason(open({ works: false, schedules: false }))).toBeNull();
});

test("after the machine slept, everything is due at once, and the worker has its time to take it up", async () => {
  const worker = open({ schedules: false });
  begin("poll", worker);
  end("poll", worker);
  // Its own clock stood still meanwhile; only the rows are hours late.
  unclaimed = { feedSeconds: 8 * 3600, laneSeconds: 8 * 3600 };
  minutes = 9;
  expect(await reason(worker)).toBeNull();
});
