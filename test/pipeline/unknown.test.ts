import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { createScriptedChannel, type Fault, type ScriptedChannel } from "../support/scripted-channel.ts";

let house: TestStore;
let clock: WorldClock;
let scripted: ScriptedChannel;
let owner: ScriptedChannel;
let desk: DeliveryDesk;

beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(() => begin());

async function begin(lagSeconds = 10): Promise<void> {
  await house.reset();
  clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  scripted = createScriptedChannel(clock, { lagSeconds });
  owner = createScriptedChannel(clock, { id: "direct" });
  desk = await openDeliveryDesk(house.store, clock, [scripted.channel, owner.channel]);
}

const ids = () => scripted.taken.map(({ id }) => id);
const states = async () => (await house.store.deliveriesOf("s1", 50)).map(({ state }) => state).toReversed();

test("a message whose answer was lost is looked for and not sent again", async () => {
  await desk.subscribe("s1");
  scripted.script("lost-after");
  await desk.change("a");
  await desk.change("b");
  await desk.deliver();
  expect(await states()).toEqual(["unknown", "queued"]);
  await clock.step({ seconds: 29 });
  await desk.deliver();
  expect(scripted.taken).toHaveLength(1);
  await clock.step({ seconds: 1 });
  await desk.deliver();
  expect(await states()).toEqual(["sent", "sent"]);
  expect(new Set(ids()).size).toBe(2);
});

test("a message that did not arrive is sent again only after it was not there twice", async () => {
  await desk.subscribe("s1");
  scripted.script("lost-before");
  await desk.change("a");
  await desk.deliver();
  await clock.step({ seconds: 30 });
  await desk.deliver();
  expect([await states(), scripted.taken.length]).toEqual([["unknown"], 0]);
  await clock.step({ seconds: 30 });
  await desk.deliver();
  expect([await states(), scripted.taken.length]).toEqual([["sent"], 1]);
});

test("follow-ups of a thread name the first message about it", async () => {
  await desk.subscribe("s1");
  for (const key of ["a", "b", "c"]) await desk.change(key, { change: { threadKey: key === "c" ? "rin:2" : "rin:1" } });
  await desk.deliver();
  expect(scripted.taken.map(({ parent }) => parent)).toEqual([null, "m1", null]);
});

test("the first refusal pauses, tells the owner once, keeps everything, and goes on when mended", async () => {
  await desk.subscribe("s1", { owner: { channel: "direct", address: "ada" } });
  await desk.change("a");
  scripted.script("pause");
  await desk.change("b");
  await desk.deliver();
  await desk.deliver();
  expect(scripted.taken).toHaveLength(0);
  expect(owner.destinations).toEqual(["ada"]);
  expect(owner.taken[0]?.text).toContain('"kind":"notice"');
  await house.store.resumeMended({ channel: "scripted", address: "general" }, "ada", clock.now().toString());
  await desk.deliver();
  expect(scripted.taken).toHaveLength(2);
  expect((await house.store.actions({ limit: 10 })).rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    "ada resume",
    "regwatch pause",
    "tests add",
  ]);
});

test("after a long pause a delivery has three days again", async () => {
  await desk.subscribe("s1");
  scripted.script("pause", "retry");
  await desk.change("a");
  await desk.deliver();
  await clock.step({ hours: 200 });
  await house.store.resumeMended({ channel: "scripted", address: "general" }, "ada", clock.now().toString());
  await desk.deliver();
  expect([await states(), (await house.store.subscription("s1"))?.state]).toEqual([["queued"], "active"]);
  await clock.step({ minutes: 1 });
  await desk.deliver();
  expect(await states()).toEqual(["sent"]);
});

test("an owner who cannot be told either is left in peace", async () => {
  await desk.subscribe("s1", { owner: { channel: "direct", address: "ada" } });
  await desk.change("a");
  scripted.script("pause");
  owner.script("pause");
  await desk.deliver();
  await clock.step({ hours: 1 });
  await desk.deliver();
  expect(owner.taken).toEqual([]);
  expect(await states()).toEqual(["queued", "failed"]);
});

test("whatever is lost and whoever is killed, each alert arrives once and in order", async () => {
  const fault = fc.constantFrom<Fault>("ok", "retry", "lost-before", "lost-after", "killed-before", "killed-after");
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 12 }), fc.integer({ min: 0, max: 45 }), async (faults, lag) => {
      await begin(lag);
      await desk.subscribe("s1");
      scripted.script(...faults);
      for (const key of ["a", "b", "c", "d"]) await desk.change(key);
      for (let round = 0; round < 120 && (await house.store.pendingDeliveries()) > 0; round += 1) {
        await Promise.race([desk.deliver(`w${round}`), scripted.killed()]);
        await clock.step({ seconds: 61 });
      }
      const expected = (await house.store.deliveriesOf("s1", 50)).map(({ id }) => id).toReversed();
      expect(ids()).toEqual(expected);
      expect(await states()).toEqual(["sent", "sent", "sent", "sent"]);
    }),
    { numRuns: 12 },
  );
}, 60_000);
