import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Delivery } from "../../src/model/delivery.ts";
import { defaultOptions } from "../../src/model/subscription.ts";
import { tellHeld } from "../../src/pipeline/gathered.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { planned, sampleFeed, sampleRecording } from "../contract/store-samples.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { createScriptedChannel } from "../support/scripted-channel.ts";

// A feed is watched in public and becomes private while something of it waits. A stranger and the house have subscribed to everything.

let house: TestStore;
let clock: WorldClock;
let desk: DeliveryDesk;
/** What reached people: the subscription, and what it was told. */
let told: [string, Alert][];

beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.reset();
  clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  const { channel } = createScriptedChannel(clock);
  told = [];
  const send = (text: string, delivery: Delivery, signal: AbortSignal) => {
    told.push([delivery.subscription.id, delivery.alert]);
    return channel.send(text, delivery, signal);
  };
  desk = await openDeliveryDesk(house.store, clock, [{ ...channel, send }]);
  await open("public");
});

const open = (visibility: "public" | "private") =>
  house.store.syncFeeds(
    [sampleFeed("fr/rules", { visibility }), sampleFeed("fr/other")].map((feed) => ({ feed, host: "fr.example:443" })),
    toInstant(clock.now()),
  );

async function subscribeBoth(changed: Parameters<DeliveryDesk["subscribe"]>[1] = {}): Promise<void> {
  await desk.subscribe("stranger", { tenant: "slack:T1", ...changed });
  await desk.subscribe("house", changed);
}

const titles = () =>
  told.map(([id, alert]) => [
    id,
    ...(alert.kind === "alert" ? alert : alert.kind === "notice" ? alert.notice : { changes: [] }).changes.map(
      ({ feedId }) => feedId,
    ),
  ]);

test("what is queued is told to those who may see it, and to no stranger", async () => {
  await subscribeBoth();
  await desk.change("a");
  await open("private");
  await desk.deliver();
  expect(titles()).toEqual([["house", "fr/rules"]]);
  expect(await house.store.deliveriesOf("stranger", 9)).toMatchObject([
    { state: "failed", attempts: 0, lastError: "What it tells of is private by now." },
  ]);
  expect(await house.store.pendingDeliveries()).toBe(0);
});

test("what a poll that was under way records afterwards is told to no stranger either", async () => {
  await subscribeBoth();
  await open("private");
  await desk.change("a");
  await desk.deliver();
  expect(titles()).toEqual([["house", "fr/rules"]]);
});

test("what comes after it goes out", async () => {
  await subscribeBoth();
  await desk.change("a");
  await house.store.record(
    sampleRecording("fr/other", "b", "Text.", { to: [planned("stranger", "b", "scripted:general")] }),
  );
  await open("private");
  await desk.deliver();
  expect(titles()).toEqual([
    ["house", "fr/rules"],
    ["stranger", "fr/other"],
  ]);
});

test("what a mute keeps back is told at its end to those who may see it, and of nothing no stranger is told", async () => {
  const mute = { until: "2026-01-12T13:00:00.000Z", urgentToo: false, by: "Ada" };
  await subscribeBoth({ options: { ...defaultOptions, mute } });
  await desk.subscribe("other", { tenant: "slack:T2", options: { ...defaultOptions, mute } });
  await desk.change("a");
  const to = [{ ...planned("other", "b", "scripted:general"), held: true as const }];
  await house.store.record(sampleRecording("fr/other", "b", "Text.", { to }));
  await open("private");
  await clock.step({ hours: 2 });
  await tellHeld(desk.services);
  await desk.deliver();
  expect(new Set(titles())).toEqual(
    new Set([
      ["house", "fr/rules"],
      ["other", "fr/other"],
    ]),
  );
  expect(told.find(([id]) => id === "other")?.[1]).toMatchObject({
    notice: { lines: ["One alert was kept back by a mute that has ended."] },
  });
  expect(await house.store.dueHeld(toInstant(clock.now()))).toEqual([]);
  expect((await house.store.subscription("stranger"))?.options.mute).toBeNull();
});

test("a notice that waits goes out without it", async () => {
  await subscribeBoth();
  const changes = ["fr/rules", "fr/other"].flatMap((feedId) => sampleRecording(feedId, "a", "Text.").change ?? []);
  const notice = {
    subject: "resumed",
    lines: ["2 alerts were kept back while nothing was sent here."],
    changes,
  } as const;
  await house.store.queue(
    {
      alert: { kind: "notice", id: "n", at: toInstant(clock.now()), notice },
      deliveries: ["stranger", "house"].map((id) => planned(id, "n", "scripted:general")),
    },
    toInstant(clock.now()),
  );
  await open("private");
  await desk.deliver();
  expect(titles()).toEqual([
    ["stranger", "fr/other"],
    ["house", "fr/rules", "fr/other"],
  ]);
});

test("a change that waits to be told with others is private when they are told", async () => {
  const recording = sampleRecording("fr/rules", "a", "Text.");
  await house.store.record({ ...recording, alert: null, gather: "together" });
  await open("private");
  expect(await house.store.gathered("fr/rules")).toMatchObject([{ change: { visibility: "private" } }]);
});
