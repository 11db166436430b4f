import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { contentOf, renderDelivery } from "../../src/channels/discord/message.ts";
import { alertContent, alertMessage } from "../../src/channels/slack/message.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Channel } from "../../src/model/channel.ts";
import { gatherBacklogs } from "../../src/pipeline/backlog.ts";
import { retract } from "../../src/pipeline/retract.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { checkMessage } from "../support/discord/limits.ts";
import { exampleChange, exampleDelivery } from "../support/example-change.ts";
import { refusalOfBlocks } from "../support/slack/limits.ts";
import { createScriptedChannel, type ScriptedChannel } from "../support/scripted-channel.ts";

let house: TestStore;
let clock: WorldClock;
let people: ScriptedChannel;
let machine: ScriptedChannel;
let desk: DeliveryDesk;
let isAway: boolean;
let alerts: Map<string, Alert>;

beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.reset();
  clock = createWorldClock(Temporal.Instant.from("2026-01-05T12:00:00Z"));
  people = createScriptedChannel(clock);
  machine = createScriptedChannel(clock, { id: "machine" });
  alerts = new Map();
  isAway = false;
  desk = await openDeliveryDesk(house.store, clock, [
    { ...ailing(people.channel), gathersBacklog: true },
    ailing(machine.channel),
  ]);
});

// Says which documents it tells of, and is away for a while.
function ailing(channel: Channel<string>): Channel<string> {
  return {
    ...channel,
    render(alert, delivery) {
      alerts.set(delivery.id, alert);
      const changes = alert.kind === "alert" ? alert.changes : [];
      return changes
        .map(({ documentId, retracted }) => `${documentId.split("-").at(-1)}${retracted ? "!" : ""}`)
        .join();
    },
    send: (text, delivery, signal) =>
      isAway ? Promise.resolve({ kind: "retry", reason: "it is away" }) : channel.send(text, delivery, signal),
  };
}

const pass = async (minutes: number, worker = "w1"): Promise<void> => {
  for (let minute = 0; minute < minutes; minute += 10) {
    await clock.step({ minutes: 10 });
    await gatherBacklogs(desk.services);
    await desk.deliver(worker);
  }
};

/** Six hours without an answer, and a change every ten minutes; every twelfth is urgent. */
async function outage(): Promise<readonly string[]> {
  isAway = true;
  const keys = Array.from({ length: 36 }, (_, at) => `d${at}`);
  for (const [at, key] of keys.entries()) {
    await desk.change(key, { change: { significance: at % 12 === 6 ? "urgent" : "substantive" } });
    await desk.deliver();
    await pass(10);
  }
  isAway = false;
  return keys;
}

const texts = ({ taken }: ScriptedChannel) => taken.map(({ text }) => text);

test("after six hours away people get what waited in a few messages, in order, each change once, what is urgent by itself", async () => {
  await desk.subscribe("s1");
  await desk.subscribe("m1", { destination: { channel: "machine", address: "hook" } });
  const keys = await outage();
  await pass(90);
  expect(texts(machine)).toEqual(keys);
  const messages = texts(people);
  const all = messages.flatMap((text) => text.split(","));
  expect(all.toSorted()).toEqual(keys.toSorted());
  for (const urgent of ["d6", "d18", "d30"]) expect(messages).toContain(urgent);
  expect(messages.length).toBeLessThanOrEqual(15);
  const calm = all.filter((key) => !["d6", "d18", "d30"].includes(key));
  expect(calm).toEqual(keys.filter((key) => calm.includes(key)));
  expect(messages[0]?.split(",").length).toBeGreaterThan(20);
  expect(await house.store.pendingDeliveries()).toBe(0);
});

test("a few that waited long, and many that did not, go out one by one", async () => {
  await desk.subscribe("s1");
  isAway = true;
  for (const key of ["a", "b", "c"]) await desk.change(key);
  await pass(120);
  isAway = false;
  await pass(60);
  expect(texts(people)).toEqual(["a", "b", "c"]);
  isAway = true;
  for (let at = 0; at < 12; at += 1) await desk.change(`e${at}`);
  await pass(30);
  isAway = false;
  await pass(40);
  expect(people.taken).toHaveLength(15);
});

test("a worker that is killed in the middle of such a message leaves it standing once", async () => {
  await desk.subscribe("s1");
  const keys = await outage();
  people.script("killed-after");
  void pass(60, "doomed");
  await people.killed();
  await pass(60);
  const all = texts(people).flatMap((text) => text.split(","));
  expect(all.toSorted()).toEqual(keys.toSorted());
  const [gathered] = people.taken;
  expect(people.taken.filter(({ id }) => id === gathered?.id)).toHaveLength(1);
});

test("two schedulers gather once", async () => {
  await desk.subscribe("s1");
  isAway = true;
  for (let at = 0; at < 12; at += 1) await desk.change(`d${at}`);
  await desk.deliver();
  await clock.step({ hours: 2 });
  await Promise.all([gatherBacklogs(desk.services), gatherBacklogs(desk.services)]);
  isAway = false;
  await desk.deliver();
  expect(people.taken).toHaveLength(1);
});

test("what was gathered is acknowledged as one, taken back in it, and followed up under it", async () => {
  await desk.subscribe("s1");
  isAway = true;
  const ids: string[] = [];
  for (let at = 0; at < 12; at += 1)
    ids.push(await desk.change(`d${at}`, { extraction: { threadKeys: [`t${at}`] }, change: { threadKey: `t${at}` } }));
  await desk.deliver();
  await clock.step({ hours: 2 });
  await gatherBacklogs(desk.services);
  isAway = false;
  await desk.deliver();
  const [gathered] = people.taken;
  const now = clock.now().toString({ smallestUnit: "millisecond" });
  expect(await house.store.unacknowledged("local", now, 10)).toHaveLength(1);
  await retract(desk.services, ids[3] ?? "", "a misreading", "ada");
  await desk.deliver();
  expect(gathered?.text.split(",").filter((text) => text.endsWith("!"))).toEqual(["d3!"]);
  const [waiting] = await house.store.unacknowledged("local", now, 10);
  expect(waiting?.delivery.standing).toMatchObject({ retracted: { reason: "a misreading" }, partly: true });
  await desk.change("later", { extraction: { threadKeys: ["t5"] }, change: { threadKey: "t5" } });
  await desk.deliver();
  expect(people.taken.at(-1)).toMatchObject({ text: "later", parent: gathered?.reference });
});

test("such a message lists what waited in its order, with the time of each, in Slack and in Discord", async () => {
  await desk.subscribe("s1");
  isAway = true;
  for (let at = 0; at < 12; at += 1) await desk.change(`d${at}`, { change: { title: `Rule number ${at}` } });
  await clock.step({ hours: 2 });
  await gatherBacklogs(desk.services);
  await desk.deliver();
  const alert = [...alerts.values()].at(-1);
  if (alert === undefined) throw new Error("nothing was tried");
  const composed = compose(alert, { now: clock.now(), publicUrl: "https://regwatch.example.org" });
  expect(composed).toMatchObject({
    headline: "12 changes that could not be delivered here, from 2026-01-05 12:00:00 UTC on",
  });
  const slack = JSON.stringify(alertContent(composed));
  const discord = JSON.stringify(contentOf(composed, "ref0"));
  for (const text of [slack, discord]) {
    expect([...text.matchAll(/Rule number (\d+)/g)].map(([, at]) => Number(at))).toEqual(
      expect.arrayContaining(Array.from({ length: 12 }, (_, at) => at)),
    );
    expect(text).toContain("2026-01-05 12:00 · ");
  }
  expect(discord).toContain("ref0");
});

test("Slack and Discord take such a message whatever waited", () => {
  const changes = Array.from({ length: 200 }, (_, at) =>
    exampleChange({ id: `c${at}`, title: `Rule ${at} `.repeat(30) }),
  );
  const alert: Alert = {
    kind: "alert",
    id: "a",
    at: "2026-01-05T18:00:00.000Z",
    changes,
    waitedSince: "2026-01-05T12:00:00.000Z",
  };
  const context = { now: clock.now(), publicUrl: "https://regwatch.example.org" };
  expect(refusalOfBlocks(alertMessage(alert, "d1", context, compose).blocks)).toBeNull();
  const rendered = renderDelivery(alert, exampleDelivery(alert), context, compose);
  expect(checkMessage({ ...rendered.message }, [], "message")).toBeNull();
});
