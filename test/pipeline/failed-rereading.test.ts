import { afterAll, beforeAll, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import type { Source } from "../../src/model/source.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import type { PollReport, Services } from "../../src/pipeline/services.ts";
import { brittleSource } from "../support/brittle-source.ts";
import { openBrittleHouse, type BrittleHouse } from "../support/brittle-house.ts";
import type { TestHouse } from "../support/house.ts";
import type { WebhookReceiver } from "../support/webhook-receiver.ts";

let home: TestHouse;
let receiver: WebhookReceiver;
let serves: BrittleHouse["serves"];
let close: BrittleHouse["close"];

beforeAll(async () => {
  ({ home, receiver, serves, close } = await openBrittleHouse(["odd", "both", "ended", "changing"]));
  await home.subscribe(`webhook:${receiver.url}`, "*", { minimum: "cosmetic" });
});
afterAll(() => close());

type Extract = typeof brittleSource.extract;
const textOf = (captured: Parameters<Extract>[0]) => new TextDecoder().decode(captured.parts[0]?.response.body);

// A later revision, which reads in capitals and cannot read what begins with "odd".
const later = brittleSource.revision + 1;
async function readLater(captured: Parameters<Extract>[0], params: Parameters<Extract>[1]) {
  if (textOf(captured).startsWith("odd")) throw new Error("this is odd");
  const extraction = await brittleSource.extract(captured, params);
  return { ...extraction, blocks: extraction.blocks.map((block) => ({ ...block, text: block.text.toUpperCase() })) };
}

const now = () => toInstant(home.clock.now());
const state = async (feedId: string) => (await home.house.services.store.feedState(feedId)) ?? expect.fail(feedId);
let heard = 0;
function told(): readonly string[] {
  const news = receiver.received.slice(heard);
  heard += news.length;
  return news.map(({ body }) => (body["health"] as { state: string } | undefined)?.state ?? titles(body["changes"]));
}
const titles = (changes: unknown) => (changes as { title: string }[]).map(({ title }) => title).join();

async function poll(feedId: string, revision = later): Promise<PollReport> {
  await home.clock.step({ minutes: 5 });
  const { services, stopping } = home.house;
  const source = revision === later ? { ...brittleSource, revision, extract: readLater } : brittleSource;
  const claimed = (await services.store.claimFeed(feedId, services.worker, now(), 120)) ?? expect.fail("it is held");
  const report = await pollFeed({ ...services, sources: new Map([["brittle", source as Source]]) }, claimed, stopping);
  await home.deliver();
  return report;
}

// A worker that is killed when it reads a document that begins with "odd".
async function dieReading(feedId: string): Promise<void> {
  await home.clock.step({ minutes: 5 });
  const { services, stopping } = home.house;
  const worker = `doomed ${now()}`;
  const claimed = (await services.store.claimFeed(feedId, worker, now(), 120)) ?? expect.fail("it is held");
  const dead = new Error("killed");
  let isDead = false;
  const store = new Proxy(services.store, {
    get: (target, name): unknown => (isDead ? () => Promise.reject(dead) : Reflect.get(target, name)),
  });
  const extract: Extract = async (captured, params) => {
    isDead = textOf(captured).startsWith("odd");
    return readLater(captured, params);
  };
  const sources = new Map([["brittle", { ...brittleSource, revision: later, extract } as never]]);
  const doomed: Services = { ...services, worker, store, sources };
  await expect(pollFeed(doomed, claimed, stopping)).rejects.toBe(dead);
  await home.clock.step({ minutes: 5 });
}

test("a document that a later reader cannot read keeps its reading, is set aside after three tries, and alerts nobody", async () => {
  await serves("odd", { a: "first", b: "odd" });
  await poll("odd", 1);
  const kept = "b could not be read again under the new recipe; it keeps its old reading.";
  expect((await poll("odd")).warnings).toContain(kept);
  for (let time = 0; time < 3; time += 1) await poll("odd");
  expect((await state("odd")).failedReadings).toMatchObject([{ key: "b", tries: 3, told: true }]);
  expect((await poll("odd")).warnings).toEqual([expect.stringMatching(/^b is set aside after 3 tries: this is odd/)]);
  expect((await state("odd")).error).toBeNull();
  expect(told()).toEqual(["set-aside"]);
});

test("what the later reader can read again is kept without an alert, says that it was compared with nothing, and is compared from then on", async () => {
  await serves("odd", { a: "first", b: "plain" });
  const report = await poll("odd");
  expect(report).toMatchObject({ changes: 0, error: null });
  expect(report.warnings).toEqual([expect.stringMatching(/^b is read by the new recipe .* could not be compared/)]);
  expect((await state("odd")).failedReadings).toEqual([]);
  expect(told()).toEqual([]);
  expect((await poll("odd")).warnings).toEqual([]);
  await serves("odd", { a: "first", b: "plain, with an amendment" });
  expect(await poll("odd")).toMatchObject({ changes: 1, warnings: [] });
  expect(await poll("odd")).toMatchObject({ changes: 0, warnings: [] });
  expect(told()).toEqual(["Document b"]);
});

test("where neither what is kept nor what is served can be read, each is set aside after three tries", async () => {
  await serves("both", { a: "first", b: "odd" });
  await poll("both", 1);
  await serves("both", { a: "first", b: "odd and new" });
  for (let time = 0; time < 4; time += 1) await poll("both");
  const { failedReadings } = await state("both");
  expect(failedReadings.map(({ key, tries }) => ({ key, tries }))).toEqual([
    { key: "b", tries: 3 },
    { key: "b", tries: 3 },
  ]);
  const aside = expect.stringMatching(/^b is set aside/);
  expect((await poll("both")).warnings).toEqual([aside]);
  expect(told()).toEqual(["set-aside"]);
  await serves("both", { a: "first", b: "plain" });
  await poll("both");
  expect((await state("both")).failedReadings).toEqual([]);
  expect(told()).toEqual([]);
});

test("a kept document during whose reading the process ends is set aside too, although it is served as ever", async () => {
  await serves("ended", { a: "first", b: "odd" });
  await poll("ended", 1);
  for (let time = 0; time < 4; time += 1) await dieReading("ended");
  expect((await state("ended")).failedReadings).toMatchObject([{ key: "b", tries: 3 }]);
  expect(await poll("ended")).toMatchObject({
    error: null,
    warnings: [expect.stringMatching(/^b is set aside after 3 tries: regwatch ended while it read it/)],
  });
  expect(told()).toEqual(["set-aside"]);
});

test("a document that ends the process and is served otherwise each time is set aside, and tried once a day", async () => {
  await serves("changing", { a: "first" });
  await poll("changing");
  const serve = (time: number) => serves("changing", { a: "first", b: `odd ${time}` });
  for (let time = 0; time < 5; time += 1) {
    await serve(time);
    await dieReading("changing");
  }
  await serve(5);
  expect(await poll("changing")).toMatchObject({ error: null, warnings: [expect.stringMatching(/^b is set aside/)] });
  expect((await state("changing")).failedReadings).toMatchObject([{ key: "b", tries: 4 }]);
  expect(told()).toEqual(["set-aside"]);
  await home.clock.step({ hours: 24 });
  await serves("changing", { a: "first", b: "mended" });
  expect(await poll("changing")).toMatchObject({ changes: 1, warnings: [] });
});
