import { afterAll, beforeAll, expect, test } from "vitest";
import { composeDigest } from "../../src/alerts/compose-digest.ts";
import { silenceOf } from "../../src/alerts/silence.ts";
import { toInstant } from "../../src/lib/time.ts";
import { noRhythm } from "../../src/model/feed.ts";
import type { Pulse } from "../../src/model/pulse.ts";
import { gatherDigest } from "../../src/pipeline/digest.ts";
import { tellHealth } from "../../src/pipeline/tell-health.ts";
import { redline } from "../../src/redline/redline.ts";
import { createWeb } from "../../src/web/server.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime, type RegisterDocument } from "../../src/world/federal-register/document.ts";
import { generateDocuments } from "../../src/world/federal-register/generate.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { noSubscriptions } from "../web/open-web.ts";

const feedId = "federal-register/bis";
const { documents } = generateDocuments({ seed: 7, count: 120, from: "2026-11-23", perDay: 120 });
const notices = documents.filter(({ title }) => !title.includes("Denying"));
const publishedOn = (day: string, from: number, to: number): readonly RegisterDocument[] =>
  notices.slice(from, to).map((document) => ({ ...document, publishedOn: day }));

let receiver: WebhookReceiver;
let home: TestHouse;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  const clock = createWorldClock(Temporal.Instant.from(easternTime("2026-11-23", "12:00")));
  const story = { documents: publishedOn("2026-11-23", 0, 2), searchCap: 5 };
  home = await openTestHouse(clock, { federalRegister: story }, { allow: [receiver.host] });
  await home.subscribe(`webhook:${receiver.url}`, "* OR kind:health", { minimum: "cosmetic" });
  expect(await home.check()).toMatchObject({ baseline: true, changes: 2 });
});
afterAll(async () => {
  await home.close();
  await receiver.close();
});

const at = async (day: string, time: string) => {
  await home.clock.set(Temporal.Instant.from(easternTime(day, time)));
  return home.check();
};
const pulse = async (): Promise<Pulse | undefined> => {
  const found = await home.house.services.store.pulses(toInstant(home.clock.now()));
  return found.find((each) => each.feedId === feedId);
};
const silence = async () => {
  const { store, feeds } = home.house.services;
  const [state, felt] = [await store.feedState(feedId), await pulse()];
  const rhythm = feeds().get(feedId)?.rhythm ?? noRhythm;
  if (!state || !felt) throw new Error("the feed is not known");
  return silenceOf({ ...state, ...felt }, rhythm, home.clock.now());
};
const counted = () => home.world.requests.filter(({ path }) => path.includes("/facets/daily")).length;
const health = () =>
  receiver.received.flatMap(({ body }) => {
    const notice = body["health"] as { state?: string; message?: string } | undefined;
    return notice?.state === undefined ? [] : [`${notice.state}: ${notice.message ?? ""}`];
  });

test("forty documents that a capped search hides are found by the day's counts, and told late", async () => {
  home.world.federalRegister.add(...publishedOn("2026-11-24", 2, 47));
  expect(await at("2026-11-24", "12:00")).toMatchObject({ error: null, changes: 45 });
  const late = home.changes.filter(({ reasons }) => reasons.some(({ rule }) => rule === "found-late"));
  expect(late).toHaveLength(40);
  expect(late[0]?.summary).toMatch(/came out on 2026-11-24, was not in the publisher's list then, and was found by/);
  expect(await pulse()).toMatchObject({
    reconciliation: { from: "2026-10-25", to: "2026-11-24", published: 47, held: 47, found: 40, problem: null },
  });
  expect(receiver.received.flatMap(({ body }) => body.changes)).toHaveLength(45);
});

test("the counts are compared once a day, and again the next day", async () => {
  const before = counted();
  expect(await at("2026-11-24", "15:00")).toMatchObject({ changes: 0 });
  expect(counted()).toBe(before);
  home.world.federalRegister.add(...publishedOn("2026-11-25", 47, 49));
  expect(await at("2026-11-25", "12:00")).toMatchObject({ changes: 2 });
  expect(counted()).toBe(before + 1);
});

test("counts that cannot be had are named, harm nothing and are asked for again after an hour", async () => {
  const before = counted();
  const heal = await home.world.fault({ path: /facets/, does: { kind: "status", status: 400 } });
  expect(await at("2026-11-26", "09:00")).toMatchObject({ error: null, changes: 0 });
  expect((await pulse())?.reconciliation?.problem).toMatch(/400/);
  await heal();
  await at("2026-11-26", "09:20");
  expect(counted()).toBe(before + 1);
  await at("2026-11-26", "10:20");
  expect((await pulse())?.reconciliation).toMatchObject({ problem: null, published: 49, held: 49, found: 0 });
});

test("a federal holiday and the weekend after it explain themselves, and nobody is told of them", async () => {
  expect(await silence()).toEqual({
    kind: "resting",
    since: "2026-11-25",
    words: "Quiet since 25 Nov 2026: Thanksgiving Day (26 Nov 2026).",
  });
  await at("2026-11-30", "12:00");
  expect(await silence()).toMatchObject({ kind: "quiet", words: "Quiet since 25 Nov 2026." });
  expect(health()).toEqual([]);
});

test("a publisher that stops for longer than its rhythm is told once, and once more when it goes on", async () => {
  await at("2026-12-02", "12:00");
  expect(health()).toEqual([]);
  await at("2026-12-03", "12:00");
  await at("2026-12-04", "12:00");
  expect(health()).toEqual([
    "stale: The publisher has shown nothing new since 25 Nov 2026, 4 federal working days ago; it is expected every 3 federal working days.",
  ]);
  home.world.federalRegister.add(...publishedOn("2026-12-07", 49, 50));
  await at("2026-12-07", "12:00");
  await at("2026-12-07", "13:00");
  expect(health()).toHaveLength(2);
  expect(health().at(-1)).toMatch(/^moving: It goes on\. Quiet since 7 Dec 2026/);
});

test("when nobody looks, that is said of us and not of the publisher", async () => {
  await home.clock.set(Temporal.Instant.from(easternTime("2026-12-20", "12:00")));
  await tellHealth(home.house.services);
  await home.deliver();
  expect(await silence()).toMatchObject({
    kind: "blind",
    words: expect.stringMatching(/^regwatch has not looked since 2026-12-07/),
  });
  expect(health()).toHaveLength(2);
});

test("a digest of those weeks says what was closed, when nobody looked and whether all is held", async () => {
  const to = toInstant(home.clock.now());
  const digest = await gatherDigest(home.house.services, {
    query: "zzz",
    minimum: "editorial",
    from: "2026-11-23T00:00:00.000Z",
    to,
    zone: "America/New_York",
    includePrivate: true,
  });
  const { silence: words } = composeDigest(digest, { publicUrl: "http://localhost", now: home.clock.now() });
  expect(words).toMatch(/2026-11-26 was Thanksgiving Day: federal publishers were closed\./);
  expect(words).toMatch(/Nothing was looked at from 2026-12-07 19:00 UTC to 2026-12-20 17:00 UTC\./);
  expect(words).toMatch(/All is held: 50 of the 50 documents that publishers count\./);
});

test("the feeds page shows the rhythm, why it is quiet, the last comparison and how often was looked", async () => {
  const web = createWeb({
    store: home.house.services.store,
    feeds: () => ({ feeds: [...home.house.services.feeds().values()], problems: [] }),
    clock: home.clock,
    publicUrl: "http://localhost",
    read: "open",
    adminToken: null,
    ready: () => true,
    version: "0.0.0",
    redline,
    doors: {},
    subscriptions: noSubscriptions,
    logError: () => {},
  });
  const open = await web.listen("127.0.0.1", 0);
  const page = (await (await fetch(`${open.url}/feeds`)).text()).replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
  await open.close();
  expect(page).toMatch(/Not seen regwatch has not looked since 2026-12-07/);
  expect(page).toMatch(/a sign of the publisher within 3 federal working days/);
  expect(page).toMatch(/50 of 50 2026-11-07 to 2026-12-07/);
});
