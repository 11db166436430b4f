import { afterEach, beforeEach, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import type { Store } from "../../src/model/store.ts";
import { deliverLane } from "../../src/pipeline/deliver.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const arrivals = generateDocuments({ seed: 7, count: 4, from: "2026-03-10", perDay: 4 }).documents;
const numbers = arrivals.map((document) => document.number);
let receiver: WebhookReceiver;
let home: TestHouse;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  home = await openTestHouse(
    createWorldClock(Temporal.Instant.from(easternTime("2026-03-09", "09:00"))),
    { federalRegister: { documents: arrivals } },
    {
      allow: [receiver.host],
      feeds: (origin) => ({
        bis: `source: federal-register\ntitle: BIS\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
      }),
    },
  );
  await home.check("bis");
});
afterEach(async () => {
  await home.close();
  await receiver.close();
});

const arrive = async () => {
  await home.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "06:05")));
  return home.check("bis");
};
const got = () => receiver.received.map(({ body }) => body.changes[0]?.documentNumber);
const state = async (id: string) => (await home.house.services.store.subscription(id))?.state;
const records = (id: string) => home.house.services.store.deliveriesOf(id, 50);

test("alerts of one lane arrive in the order in which they were recorded", async () => {
  await home.subscribe(`webhook:${receiver.url}`);
  await arrive();
  expect(got()).toEqual(numbers);
});

test("a receiver that fails is asked again later with the same delivery id, and what follows waits its turn", async () => {
  await home.subscribe(`webhook:${receiver.url}`);
  receiver.script({ status: 500 }, "reset-after", { status: 503, headers: { "retry-after": "600" } });
  await arrive();
  expect(receiver.requests()).toBe(1);
  await home.deliver();
  expect(receiver.requests()).toBe(1);
  await home.clock.step({ seconds: 30 });
  await home.deliver();
  await home.clock.step({ minutes: 1 });
  await home.deliver();
  await home.clock.step({ minutes: 9 });
  await home.deliver();
  expect(receiver.requests()).toBe(3);
  await home.clock.step({ minutes: 2 });
  await home.deliver();
  expect(got().slice(3)).toEqual(numbers);
  expect(new Set(receiver.received.map(({ deliveryId }) => deliveryId)).size).toBe(numbers.length);
  expect(receiver.problems).toEqual([]);
});

test("a receiver that is gone for good pauses its subscription, and nothing queued is lost", async () => {
  const { id } = await home.subscribe(`webhook:${receiver.url}`);
  receiver.script({ status: 410 });
  await arrive();
  expect(await state(id)).toBe("paused");
  expect(receiver.requests()).toBe(1);
  await home.clock.step({ hours: 5 });
  await home.deliver();
  expect(receiver.requests()).toBe(1);
  const { store, clock } = home.house.services;
  await store.setSubscriptionState(id, "active", null, "test", clock.now().toString({ smallestUnit: "millisecond" }));
  await home.deliver();
  expect(receiver.accepted().size).toBe(numbers.length);
});

test("after three days without success a subscription is paused and says why", async () => {
  const { id } = await home.subscribe(`webhook:${receiver.url}`);
  receiver.script({ status: 500 }, { status: 500 });
  await arrive();
  await home.clock.step({ hours: 73 });
  await home.deliver();
  expect(await home.house.services.store.subscription(id)).toMatchObject({
    state: "paused",
    pausedBecause: expect.stringContaining("three days") as string,
  });
  expect((await records(id)).filter((record) => record.state === "queued")).toHaveLength(numbers.length);
});

test("what waited for three days because nobody tried pauses nothing when its first attempt fails", async () => {
  const { id } = await home.subscribe(`webhook:${receiver.url}`);
  receiver.script({ status: 500 });
  await arrive();
  const { store, clock } = home.house.services;
  const at = (): string => clock.now().toString({ smallestUnit: "millisecond" });
  await home.clock.step({ minutes: 1 });
  await store.setSubscriptionState(id, "paused", "a test", "test", at());
  await store.setSubscriptionState(id, "active", null, "test", at());
  await home.clock.step({ hours: 100 });
  receiver.script({ status: 500 });
  await home.deliver();
  expect(await state(id)).toBe("active");
  await home.clock.step({ minutes: 1 });
  await home.deliver();
  expect(receiver.accepted().size).toBe(numbers.length);
});

test("a worker that stood still between beginning and sending sends nothing, for another may have", async () => {
  await home.subscribe(`webhook:${receiver.url}`);
  receiver.script({ status: 500 });
  await arrive();
  await home.clock.step({ minutes: 5 });
  const { services } = home.house;
  const [lane = ""] = await services.store.dueLanes(toInstant(home.clock.now()));
  const standing: Store = {
    ...services.store,
    async beginAttempt(...args) {
      const begun = await services.store.beginAttempt(...args);
      await home.clock.step({ minutes: 3 });
      return begun;
    },
  };
  const asked = receiver.requests();
  await deliverLane({ ...services, store: standing }, lane, new AbortController().signal);
  expect(receiver.requests()).toBe(asked);
  await home.clock.step({ minutes: 5 });
  await home.deliver();
  expect(receiver.accepted().size).toBe(numbers.length);
});

test("a receiver that fails does not hold up another one", async () => {
  const second = await startWebhookReceiver();
  try {
    await home.subscribe(`webhook:${receiver.url}`);
    // The second receiver was not allowed when the house was opened: its subscription pauses, the first one is served.
    const { id } = await home.subscribe(`webhook:${second.url}`);
    await arrive();
    expect(receiver.accepted().size).toBe(numbers.length);
    expect(second.requests()).toBe(0);
    expect(await state(id)).toBe("paused");
  } finally {
    await second.close();
  }
});

test("a subscription hears of a document once, though two feeds watch it", async () => {
  const both = await openTestHouse(
    createWorldClock(Temporal.Instant.from(easternTime("2026-03-09", "09:00"))),
    { federalRegister: { documents: arrivals } },
    {
      allow: [receiver.host],
      feeds: (origin) => {
        const feed = (title: string) =>
          `source: federal-register\ntitle: ${title}\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`;
        return { one: feed("One"), two: feed("Two") };
      },
    },
  );
  try {
    await both.check("one");
    await both.check("two");
    await both.subscribe(`webhook:${receiver.url}`);
    await both.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "06:05")));
    await both.check("one");
    await both.check("two");
    expect(both.changes.filter((change) => !change.baseline)).toHaveLength(2 * numbers.length);
    expect(got()).toEqual(numbers);
  } finally {
    await both.close();
  }
});

test("muted documents are recorded and told to nobody", async () => {
  const quiet = await openTestHouse(
    createWorldClock(Temporal.Instant.from(easternTime("2026-03-09", "09:00"))),
    { federalRegister: { documents: arrivals } },
    {
      allow: [receiver.host],
      feeds: (origin) => ({
        bis: `source: federal-register\ntitle: BIS\nmute: [{ title: ".", why: "a trial" }]\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
      }),
    },
  );
  try {
    await quiet.check("bis");
    await quiet.subscribe(`webhook:${receiver.url}`);
    await quiet.clock.set(Temporal.Instant.from(easternTime("2026-03-10", "06:05")));
    await quiet.check("bis");
    expect(quiet.changes.map((change) => change.muted)).toEqual(numbers.map(() => "a trial"));
    expect(receiver.requests()).toBe(0);
  } finally {
    await quiet.close();
  }
});
