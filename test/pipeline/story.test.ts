import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const secret = "a secret between us";
let receiver: WebhookReceiver;
let home: TestHouse;

beforeEach(async () => {
  receiver = await startWebhookReceiver(secret);
  home = await openTestHouse(createWorldClock(demoStart), demoStory, { allow: [receiver.host] });
  await home.subscribe(`webhook:${receiver.url}`, "* OR kind:health", { secret });
});
afterEach(async () => {
  await home.close();
  await receiver.close();
});

const told = () => receiver.received.map(({ body }) => body.changes[0]?.headline ?? body.kind);
const at = async (date: string, time: string) => {
  await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
  return home.check();
};

test("the first check is a baseline that is recorded, shown and told to nobody", async () => {
  const report = await home.check();
  expect(report).toMatchObject({ baseline: true, error: null, deliveries: 0 });
  expect(report.changes).toBeGreaterThan(8);
  expect(receiver.requests()).toBe(0);
  const page = await home.house.services.store.timeline({ includePrivate: false, limit: 100 });
  expect(page.rows.length).toBeGreaterThan(5);
  expect(page.rows.every((change) => change.baseline && change.occurredAt <= change.detectedAt)).toBe(true);
});

test("a check without news changes nothing and tells nobody", async () => {
  await home.check();
  const before = home.changes.length;
  await home.clock.step({ minutes: 10 });
  expect(await home.check()).toMatchObject({ changes: 0, deliveries: 0, error: null });
  expect(home.changes).toHaveLength(before);
  expect(receiver.requests()).toBe(0);
});

test("a filing is told once, its unchanged publication is silent, and both are versions of one document", async () => {
  await home.check();
  await at("2026-03-09", "11:20");
  await at("2026-03-09", "11:40");
  expect(receiver.received).toHaveLength(1);
  const filed = receiver.received[0]?.body.changes[0];
  expect(filed).toMatchObject({ kind: "first-seen", documentNumber: "2026-90101" });
  await at("2026-03-10", "06:10");
  const rule = receiver.received.filter(({ body }) => body.changes[0]?.documentNumber === "2026-90101");
  expect(rule).toHaveLength(1);
  const document = await home.house.services.store.document(String(filed?.documentId));
  expect(document?.versions.map((version) => version.form)).toEqual(["published", "inspection"]);
  expect(receiver.problems).toEqual([]);
});

test("the week of the story is told event by event, and the chain of evidence holds", { timeout: 60_000 }, async () => {
  await home.check();
  for (const [day, ...times] of [
    ["2026-03-09", "11:20", "17:00"],
    ["2026-03-10", "06:10", "09:00", "15:00", "17:00"],
    ["2026-03-11", "06:10", "09:00", "11:00", "13:00", "14:00", "17:00"],
    ["2026-03-12", "06:10", "09:00", "17:00"],
    ["2026-03-13", "06:10", "11:00"],
  ] as const) {
    for (const time of times) await at(day, time);
  }
  const ids = receiver.received.map(({ deliveryId }) => deliveryId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(receiver.problems).toEqual([]);
  expect(told().filter((what) => what === "health")).toHaveLength(2);
  const withdrawn = receiver.received.filter(({ body }) => body.changes[0]?.kind === "withdrawn");
  expect(withdrawn).toHaveLength(1);
  const moved = receiver.received.flatMap(({ body }) =>
    body.changes.flatMap((change) =>
      change.facts.filter((fact) => fact.name === "commentDeadline" && fact.before !== null),
    ),
  );
  expect(moved).toHaveLength(1);
  expect(await home.house.services.store.verify()).toMatchObject({ ok: true });
});
