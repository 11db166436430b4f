import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createBudget } from "../../src/channels/discord/budget.ts";
import { createPacer } from "../../src/channels/slack/pacer.ts";
import { toInstant } from "../../src/lib/time.ts";
import { createWakeUps, tick } from "../../src/pipeline/schedule.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { createThrottle } from "../../src/web/throttle.ts";
import { brittleSource } from "../support/brittle-source.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

let dir: string;
let house: TestStore;
let home: TestHouse;
let receiver: WebhookReceiver;
/** What this machine's clock shows more than it is. */
let ahead = Temporal.Duration.from({ hours: 0 });
const documents: Record<string, string> = {};
const world = createWorldClock(Temporal.Instant.from("2026-03-05T12:00:00Z"));
const clock = { now: () => world.now().add(ahead) };
const now = () => toInstant(clock.now());

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "regwatch-clock-"));
  receiver = await startWebhookReceiver();
  house = await quickStore();
  await writeFile(join(dir, "documents"), "{}");
  home = await openTestHouse(
    world,
    {},
    {
      allow: [receiver.host],
      feeds: () => ({ brittle: `source: brittle\ntitle: Brittle\nparams: { file: "${join(dir, "documents")}" }\n` }),
      fittings: { sources: [brittleSource], store: house.store, clock },
    },
  );
  await home.subscribe(`webhook:${receiver.url}`);
  await home.subscribe(`webhook:${receiver.url}`, "*", {
    id: "daily",
    when: { kind: "daily", time: "08:00", zone: "America/New_York" },
  });
  await run(5);
});
afterAll(async () => {
  await home.close();
  await receiver.close();
  await rm(dir, { recursive: true, force: true });
});

// As the service does: every other minute the tick, and what it rings for.
async function run(minutes: number): Promise<void> {
  const { services, stopping } = home.house;
  const wakeUps = createWakeUps(services, stopping);
  for (let minute = 0; minute <= minutes; minute += 2) {
    if (minute > 0) await world.step({ minutes: 2 });
    await tick(services);
    for (const host of await services.store.dueHosts(now())) await wakeUps.onHost(host);
    for (const lane of await services.store.dueLanes(now())) await wakeUps.onLane(lane);
  }
}

async function publish(key: string): Promise<void> {
  documents[key] = `The text of ${key}.`;
  await writeFile(join(dir, "documents"), JSON.stringify(documents));
}

// How often each document was taken as an alert, and how often it stood in a digest.
function told(kind: "alert" | "digest"): Readonly<Record<string, number>> {
  const taken = receiver.accepted();
  const once = new Map(receiver.received.map((one) => [one.deliveryId, one]));
  const titles = [...once.values()]
    .filter(({ deliveryId, body }) => taken.has(deliveryId) && body.kind === kind)
    .flatMap(({ body }) => [
      ...JSON.stringify(kind === "alert" ? body.changes : body["digest"]).matchAll(/"title":"Document (\S+?)"/g),
    ])
    .map(([, key = ""]) => key);
  return Object.fromEntries(
    Map.groupBy(titles, (key) => key)
      .entries()
      .map(([key, all]) => [key, all.length]),
  );
}

const jumps: readonly (readonly [string, Temporal.DurationLike])[] = [
  ["forwards by an hour", { hours: 1 }],
  ["backwards by an hour", { hours: -1 }],
  ["forwards by a day", { hours: 24 }],
  ["back again", { hours: -24 }],
  ["backwards by a month", { hours: -24 * 30 }],
  ["forwards again", { hours: 24 * 30 }],
];

describe("after a clock jumps", () => {
  test.each(jumps)("%s, what comes is told once and soon", async (name, jump) => {
    const key = name.replaceAll(" ", "-");
    await publish(`${key}-before`);
    await run(6);
    // Somebody else holds the feed and the lane, and dies; a delivery waits for its next try.
    await house.store.claimFeed("brittle", "doomed", now(), 120);
    receiver.script({ status: 500 });
    ahead = ahead.add(Temporal.Duration.from(jump));
    await publish(`${key}-after`);
    await run(16);
    expect(told("alert")).toMatchObject({ [`${key}-before`]: 1, [`${key}-after`]: 1 });
    expect(await house.store.pendingDeliveries()).toBe(0);
    expect(await house.store.feedState("brittle")).toMatchObject({ error: null });
  });

  test("each was told once in all, and each stands in a digest", async () => {
    ahead = Temporal.Duration.from({ hours: 0 });
    for (let hour = 0; hour < 72; hour += 12) {
      await world.step({ hours: 12 });
      await run(0);
    }
    const keys = Object.keys(documents);
    expect(told("alert")).toEqual(Object.fromEntries(keys.map((key) => [key, 1])));
    expect(Object.keys(told("digest")).toSorted()).toEqual(keys.toSorted());
  });
});

test("a lease of the future becomes a short one, so that its holder keeps it or loses it soon", async () => {
  const { store } = house;
  const later = toInstant(clock.now().add({ hours: 500 }));
  await store.claimFeed("brittle", "alive", later, 120);
  const [row] = await house.sql("select lane from lanes");
  const lane = String(row?.["lane"]);
  await house.sql(`update lanes set lease_worker = 'alive', lease_seconds = 120, lease_until = '${later}'`);
  expect(await store.mendFuture(now(), 120)).toBe(2);
  expect(await store.mendFuture(now(), 120)).toBe(0);
  expect(await store.claimFeed("brittle", "other", now(), 120)).toBeNull();
  expect(await store.renewFeedLeases(["brittle"], "alive", now(), 120)).toEqual(new Set(["brittle"]));
  await world.step({ minutes: 6 });
  expect(await store.claimFeed("brittle", "other", now(), 120)).not.toBeNull();
  await store.releaseFeed("brittle", "other");
  expect(await store.claimLane(lane, "other", now(), 120, 1)).toEqual([]);
  expect(await house.sql(`select 1 from lanes where lease_worker is not null`)).toEqual([]);
});

test("a host that is booked or held into a future that nobody asks for is free again", async () => {
  const { store } = house;
  const gap = async () =>
    Temporal.Instant.from(await store.reserveRequest("h", now(), 1000))
      .since(clock.now())
      .total("seconds");
  await store.reserveRequest("h", toInstant(clock.now().add({ hours: 3 })), 1000);
  expect(await gap()).toBeGreaterThan(10_000);
  await store.mendFuture(now(), 120);
  expect(await gap()).toBeLessThan(2);
  await store.holdHost("h", toInstant(clock.now().add({ hours: 24 })));
  await store.mendFuture(now(), 120);
  expect(await gap()).toBeGreaterThan(80_000);
  await store.holdHost("h", toInstant(clock.now().add({ hours: 24 * 400 })));
  await store.mendFuture(now(), 120);
  expect(await gap()).toBeLessThan(2);
});

describe("what is paced in memory does not wait for a clock that was set back", () => {
  const at = { now: Temporal.Instant.from("2026-03-05T12:00:00Z") };
  const settable = { now: () => at.now };

  test("Slack's channels and workspaces", () => {
    const pacer = createPacer(settable);
    for (let message = 0; message < 200; message += 1) pacer.use("t", `c${message}`)();
    pacer.hold("t", "c", 30);
    expect(pacer.wait("t", "other")).toBeGreaterThan(0);
    at.now = at.now.subtract({ hours: 1 });
    expect(pacer.wait("t", "c")).toBe(0);
    pacer.hold("t", "c", 30);
    expect(pacer.wait("t", "c")).toBe(30_000);
  });

  test("Discord's refusals", () => {
    const budget = createBudget(settable);
    budget.note(401, null);
    expect(budget.secondsToStandStill()).toBe(600);
    at.now = at.now.subtract({ hours: 1 });
    expect(budget.secondsToStandStill()).toBe(0);
    budget.note(401, null);
    expect(budget.secondsToStandStill()).toBe(600);
  });

  test("wrong tokens", () => {
    const throttle = createThrottle(settable);
    for (let time = 0; time < 10; time += 1) throttle.failed("a");
    expect(throttle.wait("a")).toBeGreaterThan(0);
    at.now = at.now.subtract({ hours: 1 });
    expect(throttle.wait("a")).toBe(0);
  });
});

test("what was used once stays used when the clock goes back over its end", async () => {
  const { store } = house;
  expect(await store.useOnce("signature", now(), toInstant(clock.now().add({ minutes: 5 })))).toBe(true);
  await world.step({ minutes: 20 });
  await store.useOnce("another", now(), now());
  expect(await store.useOnce("signature", toInstant(clock.now().subtract({ minutes: 20 })), now())).toBe(false);
});
