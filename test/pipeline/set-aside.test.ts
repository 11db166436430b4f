import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hashJson } from "../../src/lib/hash.ts";
import { toInstant } from "../../src/lib/time.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import type { PollReport } from "../../src/pipeline/services.ts";
import { brittleSource } from "../support/brittle-source.ts";
import { openBrittleHouse, type BrittleHouse } from "../support/brittle-house.ts";
import type { TestHouse } from "../support/house.ts";
import type { WebhookReceiver } from "../support/webhook-receiver.ts";

let home: TestHouse;
let receiver: WebhookReceiver;
let serves: BrittleHouse["serves"];
let close: BrittleHouse["close"];

beforeAll(async () => {
  ({ home, receiver, serves, close } = await openBrittleHouse(["throws", "thrice", "ended", "lists"]));
});
afterAll(() => close());
beforeEach(() => void (heard = receiver.received.length));

let heard = 0;
const told = () =>
  receiver.received.slice(heard).map(({ body }) => body["health"] as { state: string; message: string });
const state = async (feedId: string) => (await home.house.services.store.feedState(feedId)) ?? expect.fail(feedId);

async function poll(feedId: string, how?: { readonly confirmsNow: boolean }): Promise<PollReport> {
  await home.clock.step({ minutes: 5 });
  const { services, stopping } = home.house;
  const claimed = await services.store.claimFeed(feedId, services.worker, now(), 120);
  if (claimed === null) throw new Error(`${feedId} is held`);
  const report = await pollFeed(services, claimed, stopping, how);
  await home.deliver();
  return report;
}

const now = () => toInstant(home.clock.now());

// What a worker that is killed in the middle of a document leaves behind: its lease, and what it had committed.
async function dieWhileReading(feedId: string): Promise<void> {
  await home.clock.step({ minutes: 5 });
  const { services, stopping } = home.house;
  const worker = `doomed ${now()}`;
  const claimed = await services.store.claimFeed(feedId, worker, now(), 120);
  if (claimed === null) throw new Error(`${feedId} is held`);
  const dead = new Error("killed");
  let isDead = false;
  const store = new Proxy(services.store, {
    get: (target, name): unknown => (isDead ? () => Promise.reject(dead) : Reflect.get(target, name)),
  });
  const dying = {
    ...brittleSource,
    extract: (captured: Parameters<typeof brittleSource.extract>[0]) => {
      if (captured.key !== "b") return brittleSource.extract(captured, { file: "", revision: 1 });
      isDead = true;
      throw dead;
    },
  };
  const sources = new Map([["brittle", dying as never]]);
  await expect(pollFeed({ ...services, worker, store, sources }, claimed, stopping)).rejects.toBe(dead);
  await home.clock.step({ minutes: 5 });
}

test("a document that cannot be read is tried three times, then set aside, named and told once", async () => {
  await serves("throws", { a: "first", b: "throw", c: "third" });
  for (const documents of [2, 2]) {
    expect((await poll("throws")).warnings).toEqual([
      "b could not be read and will be tried again: the brackets do not match",
    ]);
    expect(await state("throws")).toMatchObject({ documents, error: null });
  }
  expect(told()).toEqual([]);
  const named =
    /^b is set aside after 3 tries: the brackets do not match\. It is read again .*"regwatch check throws"\.$/;
  for (const time of [3, 4]) {
    expect((await poll("throws")).warnings, String(time)).toEqual([expect.stringMatching(named)]);
    expect((await state("throws")).warnings).toEqual([expect.stringMatching(named)]);
  }
  expect(told()).toEqual([
    expect.objectContaining({ state: "set-aside", message: expect.stringMatching(/^b is set/) }),
  ]);
  expect((await state("throws")).failedReadings).toMatchObject([{ key: "b", tries: 3, told: true }]);
});

test("it is read again when its bytes change, and when somebody asks", async () => {
  await serves("throws", { a: "first", b: "throw", c: "third" });
  await home.house.services.store.hasten("throws", "test", now());
  expect((await state("throws")).failedReadings).toMatchObject([{ key: "b", tries: 2 }]);
  expect((await poll("throws")).warnings).toHaveLength(1);
  expect((await poll("throws", { confirmsNow: true })).warnings).toHaveLength(1);
  expect((await state("throws")).failedReadings).toMatchObject([{ key: "b", tries: 4 }]);
  await serves("throws", { a: "first", b: "throw, as ever", c: "third" });
  expect((await poll("throws")).warnings).toEqual([expect.stringMatching(/^b could not be read and will be tried/)]);
  await serves("throws", { a: "first", b: "mended", c: "third" });
  expect(await poll("throws")).toMatchObject({ warnings: [], changes: 1 });
  expect(await state("throws")).toMatchObject({ documents: 3, failedReadings: [], warnings: [] });
  expect(told()).toEqual([]);
});

test("a document during which the process ends is found by the polls after that, and set aside after three", async () => {
  await serves("ended", { a: "first", b: "second", c: "third" });
  await dieWhileReading("ended");
  expect(await state("ended")).toMatchObject({ documents: 1, failedReadings: [] });
  for (const tries of [1, 2, 3]) {
    await dieWhileReading("ended");
    expect((await state("ended")).failedReadings).toMatchObject([{ key: "b", tries }]);
  }
  const report = await poll("ended");
  expect(report).toMatchObject({
    error: null,
    warnings: [expect.stringMatching(/^b is set aside after 3 tries: regwatch/)],
  });
  expect(await state("ended")).toMatchObject({
    documents: 2,
    interruptions: 0,
    failedReadings: [{ key: "b", tries: 3 }],
  });
  expect(told()).toMatchObject([{ state: "set-aside" }]);
  await serves("ended", { a: "first", b: "second, mended", c: "third" });
  expect((await poll("ended")).warnings).toEqual([]);
  expect(await state("ended")).toMatchObject({ documents: 3, failedReadings: [] });
});

test("a feed that is cut short without a fault of its own is careful once and forgets it", async () => {
  const { store } = home.house.services;
  await serves("thrice", { a: "first", b: "second" });
  await home.clock.step({ minutes: 5 });
  for (let time = 0; time < 5; time += 1) {
    await store.claimFeed("thrice", `doomed ${time}`, now(), 120);
    await home.clock.step({ minutes: 5 });
  }
  expect(await poll("thrice")).toMatchObject({ error: null, warnings: [] });
  expect(await state("thrice")).toMatchObject({ documents: 2, interruptions: 0, failedReadings: [] });
});

test("a feed whose lists themselves end the process is left alone for an hour, with its reason", async () => {
  const { store } = home.house.services;
  await serves("lists", { a: "first" });
  await home.clock.step({ minutes: 5 });
  const mark = { key: "", bytes: "", tries: 5, error: "", at: now(), told: false };
  const { recipe } = await poll("lists").then(() => state("lists"));
  await store.claimFeed("lists", "doomed", now(), 120);
  await store.keepFailedReadings("lists", "doomed", [{ ...mark, recipe: hashJson(recipe) }]);
  const report = await poll("lists");
  expect(report.error).toMatch(/^regwatch ended several times while it read what this feed lists/);
  expect(Temporal.Instant.from(report.nextDueAt).since(home.clock.now()).total("minutes")).toBeGreaterThanOrEqual(60);
  await home.clock.step({ minutes: 60 });
  expect(await poll("lists")).toMatchObject({ error: null, warnings: [] });
  expect(await state("lists")).toMatchObject({ interruptions: 0, failedReadings: [] });
});

test("a text that would take minutes and gigabytes to compare is refused in a sentence", async () => {
  await serves("lists", { a: "first", long: "word ".repeat(2_000_001) });
  expect((await poll("lists")).warnings).toEqual([
    "long could not be read and will be tried again: it has more than 10 million characters",
  ]);
});
