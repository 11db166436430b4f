import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toInstant } from "../../src/lib/time.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { RenderContext } from "../../src/model/channel.ts";
import type { Delivery } from "../../src/model/delivery.ts";
import type { Store } from "../../src/model/store.ts";
import { defaultOptions, type SubscriptionOptions } from "../../src/model/subscription.ts";
import { deliverLane } from "../../src/pipeline/deliver.ts";
import { tellDigests } from "../../src/pipeline/digests.ts";
import { remindOfDeadlines } from "../../src/pipeline/deadline-reminders.ts";
import { remind, tellHeld } from "../../src/pipeline/gathered.ts";
import { retract } from "../../src/pipeline/retract.ts";
import { upcoming } from "../../src/pipeline/upcoming.ts";
import { createWorldClock, type WorldClock } from "../../src/world/clock.ts";
import { planned, sampleFeed, sampleRecording } from "../contract/store-samples.ts";
import { openDeliveryDesk, type DeliveryDesk } from "../support/delivery-desk.ts";
import { quickStore, type TestStore } from "../support/database.ts";
import { createScriptedChannel, type ScriptedChannel } from "../support/scripted-channel.ts";

let house: TestStore;
let clock: WorldClock;
let scripted: ScriptedChannel;
let desk: DeliveryDesk;
/** What reached people, as it was told. */
let told: Alert[];

beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.reset();
  clock = createWorldClock(Temporal.Instant.from("2026-01-05T12:00:00Z"));
  scripted = createScriptedChannel(clock);
  told = [];
  const { channel } = scripted;
  const render = (alert: Alert, delivery: Delivery, context: RenderContext): string => {
    if (!told.some(({ id }) => id === alert.id)) told.push(alert);
    return channel.render(alert, delivery, context);
  };
  const plain = createScriptedChannel(clock, { id: "plain", amend: false }).channel;
  desk = await openDeliveryDesk(house.store, clock, [
    { ...channel, render },
    { ...plain, render },
  ]);
});

const options = (changed: Partial<SubscriptionOptions>) => ({ options: { ...defaultOptions, ...changed } });
const state = async (id = "s1") => (await house.store.deliveriesOf(id, 9)).map((delivery) => delivery.state);

async function tick(): Promise<void> {
  await tellHeld(desk.services);
  await remind(desk.services);
  await remindOfDeadlines(desk.services);
  await tellDigests(desk.services);
  await desk.deliver();
}

describe("what was kept back", () => {
  test("at the end of a mute it is told in one notice, once, and the mute is gone", async () => {
    const mute = { until: "2026-01-06T12:00:00.000Z", urgentToo: false, by: "Ada" };
    await desk.subscribe("s1", options({ mute }));
    await desk.change("a");
    await desk.change("b");
    await desk.change("c", { change: { significance: "urgent" } });
    await tick();
    expect(told.map(({ kind }) => kind)).toEqual(["alert"]);
    expect(await state()).toEqual(["sent", "held", "held"]);
    await clock.step({ hours: 24 });
    await Promise.all([tellHeld(desk.services), tellHeld(desk.services)]);
    await tick();
    await tick();
    expect(told.slice(1)).toMatchObject([
      {
        kind: "notice",
        notice: {
          subject: "mute-ended",
          lines: ["2 alerts were kept back by a mute that has ended."],
          changes: [{ documentId: "doc-fr/rules-a" }, { documentId: "doc-fr/rules-b" }],
        },
      },
    ]);
    expect((await house.store.subscription("s1"))?.options.mute).toBeNull();
  });

  test("where it is more than one notice holds, each says that a mute kept it back", async () => {
    const mute = { until: "2026-01-05T13:00:00.000Z", urgentToo: false, by: "Ada" };
    await desk.subscribe("s1", options({ mute }));
    const to = Array.from({ length: 201 }, (_, number) => ({
      ...planned("s1", `event-${number}`),
      held: true as const,
    }));
    await house.store.record(sampleRecording("fr/rules", "a", "Text.", { to }));
    await clock.step({ hours: 1 });
    for (let round = 0; round < 3; round += 1) await tick();
    expect(told.map((alert) => alert.kind === "notice" && alert.notice.lines)).toEqual([
      ["200 alerts were kept back by a mute that has ended."],
      ["One alert was kept back by a mute that has ended."],
    ]);
    expect((await house.store.subscription("s1"))?.options.mute).toBeNull();
  });

  test("what changed during a pause is told in one notice when it goes on", async () => {
    await desk.subscribe("s1");
    await house.store.setSubscriptionState("s1", "paused", "archived", "regwatch", clock.now().toString());
    await desk.change("a");
    await tick();
    expect(told).toEqual([]);
    await house.store.setSubscriptionState("s1", "active", null, "ada", clock.now().toString());
    await tick();
    expect(told).toMatchObject([{ notice: { subject: "resumed", changes: [{ documentId: "doc-fr/rules-a" }] } }]);
  });
});

test("nobody is reminded of an alert that was taken back, nor asked to acknowledge it", async () => {
  await desk.subscribe("s1", options({ remindAfterHours: 24 }));
  const id = await desk.change("a");
  await tick();
  const waiting = () => house.store.unacknowledged("local", clock.now().toString({ smallestUnit: "millisecond" }), 9);
  expect(await waiting()).toHaveLength(1);
  await retract(desk.services, id, "The page was misread.", "ada");
  expect(await waiting()).toEqual([]);
  await clock.step({ hours: 25 });
  await tick();
  expect(told.map(({ kind }) => kind)).toEqual(["alert"]);
});

test("alerts that nobody acknowledges are called to mind once, those acknowledged never", async () => {
  await desk.subscribe("s1", options({ remindAfterHours: 24 }));
  await desk.change("a");
  await desk.change("b");
  await tick();
  const acknowledgement = {
    by: "ada",
    byName: "Ada",
    at: "2026-01-05T13:00:00.000Z",
    decision: "no-impact",
    owner: null,
    until: null,
    note: null,
  } as const;
  await house.store.acknowledge("local", told[0]?.id ?? "", acknowledgement, "ada", "2026-01-05T13:00:00.000Z");
  await clock.step({ hours: 23 });
  await tick();
  expect(told).toHaveLength(2);
  await clock.step({ hours: 1 });
  await tick();
  await clock.step({ hours: 48 });
  await tick();
  expect(told.slice(2)).toMatchObject([
    {
      notice: {
        subject: "reminder",
        lines: ["One alert has not been acknowledged for 24 hours."],
        changes: [{ documentId: "doc-fr/rules-b" }],
      },
    },
  ]);
});

const closes = (date: string, words: string) => ({
  deadlines: [{ kind: "comments-close" as const, date, sentence: `Comments close on ${words}.` }],
});

test("deadlines are called to mind in the subscriber's morning, once by whichever worker, again where they move, with their sentence", async () => {
  const wish = { days: [7, 1], time: "09:00", zone: "America/New_York" };
  await desk.subscribe("s1", options({ remindOfDeadlines: wish }));
  await desk.subscribe("s2", { ...options({ remindOfDeadlines: wish }), query: "tenders" });
  await desk.change("a", { extraction: closes("2026-01-14", "January 14, 2026") });
  await tick();
  told.length = 0;
  await clock.set(Temporal.Instant.from("2026-01-07T13:59:00Z"));
  await tick();
  expect(told).toEqual([]);
  await clock.set(Temporal.Instant.from("2026-01-07T14:00:00Z"));
  await Promise.all([remindOfDeadlines(desk.services), remindOfDeadlines(desk.services)]);
  await tick();
  await tick();
  expect(told).toMatchObject([
    {
      notice: {
        subject: "deadline",
        lines: [
          "Comments close 2026-01-14 (7 days left): Implementation of Export Controls",
          "“Comments close on January 14, 2026.”",
        ],
        changes: [{ documentId: "doc-fr/rules-a" }],
        deadlines: [{ kind: "comments-close", date: "2026-01-14", daysLeft: 7 }],
      },
    },
  ]);
  const head = await house.store.documentHead("fr/rules", "a");
  await desk.change("a", { head, extraction: closes("2026-01-20", "January 20, 2026") });
  await clock.set(Temporal.Instant.from("2026-01-19T14:00:00Z"));
  await tick();
  const reminded = told.flatMap((alert) => (alert.kind === "notice" ? alert.notice.lines[0] : []));
  expect(reminded[1]).toBe(
    "Comments close 2026-01-20 (tomorrow, moved from 2026-01-14): Implementation of Export Controls",
  );
});

function record(feedId: string, seconds: number) {
  return house.store.record(sampleRecording(feedId, "a", "Comments close.", { seconds, change: { feedId } }));
}

async function loseFrom(feedId: string): Promise<void> {
  const head = await house.store.documentHead(feedId, "a");
  const seen = sampleRecording(feedId, "a", "Comments close.", { head, change: null });
  await house.store.record({ ...seen, snapshots: [], version: null, vanished: true, at: toInstant(clock.now()) });
}

async function findIn(feedId: string): Promise<void> {
  await house.store.markSeen(feedId, [{ key: "a", looked: "all" }], toInstant(clock.now()));
}

describe("a date that several feeds saw", () => {
  const morning = Temporal.Instant.from("2026-01-28T09:00:00Z");
  const reminded = options({ remindOfDeadlines: { days: [7], time: "08:00", zone: "UTC" } });

  beforeEach(async () => {
    const feeds = [sampleFeed("fr/rules"), sampleFeed("fr/other"), sampleFeed("fr/own", { visibility: "private" })];
    const rows = feeds.map((feed) => ({ feed, host: "fr.example:443" }));
    await house.store.syncFeeds(rows, toInstant(clock.now()));
  });

  test.each([
    ["asks for a later one only", "fr/other", { query: "feed:fr/rules" }],
    ["may not see the first one", "fr/own", { tenant: "slack:T1" }],
  ])("is called to mind once where the subscription %s", async (_, first, asking) => {
    await desk.subscribe("s1", { ...reminded, ...asking });
    await record(first, 10);
    await record("fr/rules", 20);
    await clock.set(morning);
    await tick();
    await tick();
    expect(told).toMatchObject([{ notice: { deadlines: [{ documentId: "doc-fr/rules-a" }] } }]);
  });

  test("stands in a digest that asks for a later one only", async () => {
    await record("fr/other", 10);
    await record("fr/rules", 20);
    const found = await upcoming(desk.services, { query: "feed:fr/rules", includePrivate: false }, 90);
    expect(found).toMatchObject([{ documentId: "doc-fr/rules-a" }]);
  });

  test("is called to mind once though its document goes from the feed through which it was told", async () => {
    await desk.subscribe("s1", reminded);
    await record("fr/other", 10);
    await record("fr/rules", 20);
    await clock.set(morning);
    await tick();
    await loseFrom("fr/other");
    await tick();
    expect(told).toHaveLength(1);
  });

  test("is called to mind once though its document goes from one feed, comes back and goes from the other", async () => {
    await desk.subscribe("s1", reminded);
    await record("fr/other", 10);
    await record("fr/rules", 20);
    await loseFrom("fr/other");
    await clock.set(morning);
    await tick();
    await findIn("fr/other");
    await loseFrom("fr/rules");
    await tick();
    await findIn("fr/rules");
    await loseFrom("fr/other");
    await tick();
    expect(told).toHaveLength(1);
  });
});

describe("digests", () => {
  const weekly = { when: { kind: "weekly", weekday: 1, time: "08:00", zone: "America/New_York" } } as const;

  test("a week is told once, on its day, by whichever worker is faster, and the next begins where it ended", async () => {
    await desk.subscribe("s1", weekly);
    await desk.change("before");
    await tick();
    await clock.set(Temporal.Instant.from("2026-01-08T12:00:00Z"));
    await desk.change("a");
    await desk.change("small", { change: { significance: "cosmetic" } });
    await clock.set(Temporal.Instant.from("2026-01-12T12:59:00Z"));
    await tick();
    expect(told).toMatchObject([{ kind: "digest", digest: { to: "2026-01-05T13:00:00.000Z" } }]);
    await clock.set(Temporal.Instant.from("2026-01-12T13:00:00Z"));
    await Promise.all([tellDigests(desk.services), tellDigests(desk.services)]);
    await tick();
    expect(told.slice(1)).toMatchObject([
      {
        kind: "digest",
        digest: {
          from: "2026-01-05T13:00:00.000Z",
          to: "2026-01-12T13:00:00.000Z",
          zone: "America/New_York",
          threads: [{ changes: [{ documentId: "doc-fr/rules-a" }] }],
          counts: { substantive: 1, cosmetic: 1 },
        },
      },
    ]);
  });

  test("what was missed while the service was down is one digest up to the last time it was due", async () => {
    await desk.subscribe("s1", weekly);
    await tick();
    await clock.step({ hours: 2 });
    await tick();
    await clock.set(Temporal.Instant.from("2026-01-14T00:00:00Z"));
    await desk.change("a");
    await clock.set(Temporal.Instant.from("2026-01-28T00:00:00Z"));
    await tick();
    await tick();
    expect(told.slice(1)).toMatchObject([
      { digest: { from: "2026-01-05T13:00:00.000Z", to: "2026-01-26T13:00:00.000Z", threads: [{}] } },
    ]);
  });

  test("a change that is recorded late stands in the next digest, and none stands in two", async () => {
    const when = { kind: "daily", time: "13:00", zone: "UTC" } as const;
    await desk.subscribe("s1", { when });
    await tick();
    await clock.set(Temporal.Instant.from("2026-01-05T13:00:00Z"));
    await tick();
    const seen = "2026-01-05T12:59:30.000Z";
    await desk.change("late", { change: { detectedAt: seen, occurredAt: seen } });
    await clock.set(Temporal.Instant.from("2026-01-06T13:00:00Z"));
    await tick();
    await clock.set(Temporal.Instant.from("2026-01-07T13:00:00Z"));
    await tick();
    expect(told.map((alert) => (alert.kind === "digest" ? alert.digest.threads.length : -1))).toEqual([0, 1, 0]);
  });

  test("a muted digest waits, and what the mute held back stands in the next one", async () => {
    const mute = { until: "2026-01-14T00:00:00.000Z", urgentToo: false, by: "Ada" };
    await desk.subscribe("s1", { ...weekly, ...options({ mute }) });
    await tick();
    await clock.set(Temporal.Instant.from("2026-01-08T12:00:00Z"));
    await desk.change("a");
    await clock.set(Temporal.Instant.from("2026-01-12T14:00:00Z"));
    await tick();
    expect(told).toEqual([]);
    await clock.set(Temporal.Instant.from("2026-01-19T14:00:00Z"));
    await tick();
    expect(told).toMatchObject([{ digest: { heldBack: 1, threads: [{}], to: "2026-01-19T13:00:00.000Z" } }]);
    expect((await house.store.subscription("s1"))?.options.mute).toBeNull();
  });

  test("another schedule is worked out anew", async () => {
    await desk.subscribe("s1", weekly);
    await tick();
    const when = { kind: "daily", time: "12:30", zone: "UTC" } as const;
    await house.store.updateSubscription("s1", { when }, "change", "ada", clock.now().toString());
    await tick();
    await clock.step({ minutes: 31 });
    await tick();
    expect(told).toMatchObject([{ kind: "digest", digest: { to: "2026-01-05T12:30:00.000Z", threads: [] } }]);
  });
});

describe("a retraction", () => {
  test("amends the messages that stand, tells anew where they cannot be amended, and marks the change", async () => {
    await desk.subscribe("s1");
    await desk.subscribe("s2", { destination: { channel: "plain", address: "hook" } });
    await desk.subscribe("s3", {
      query: "nothing-of-it",
      destination: { channel: "plain", address: "other" },
      when: { kind: "daily", time: "13:00", zone: "UTC" },
    });
    const id = await desk.change("a");
    await tick();
    await clock.step({ minutes: 1 });
    expect(await retract(desk.services, id, "The page was misread.", "ada")).toBe(2);
    await tick();
    expect(scripted.taken[0]?.text).toContain("The page was misread.");
    expect(told.slice(1)).toMatchObject([{ kind: "notice", notice: { subject: "retraction", changes: [{ id }] } }]);
    expect(await state("s2")).toEqual(["sent", "sent"]);
    expect(await house.store.change(id)).toMatchObject({ retracted: { reason: "The page was misread." } });
    await expect(retract(desk.services, id, "again", "ada")).rejects.toThrow("was taken back already");
    await expect(retract(desk.services, "none", "again", "ada")).rejects.toThrow("There is no change none.");
    expect((await house.store.actions({ limit: 1 })).rows[0]).toMatchObject({
      actor: "ada",
      action: "retract",
      subject: id,
    });
    expect(await house.store.verify()).toMatchObject({ ok: true });
  });

  test("reaches those who were told by the notice at the end of a mute, which nobody amends", async () => {
    const mute = { until: "2026-01-05T14:00:00.000Z", urgentToo: false, by: "Ada" };
    await desk.subscribe("s1", options({ mute }));
    await desk.subscribe("s2");
    const id = await desk.change("a");
    await tick();
    await clock.step({ hours: 3 });
    await tick();
    expect(await retract(desk.services, id, "The page was misread.", "ada")).toBe(2);
    await tick();
    expect(told.slice(1)).toMatchObject([
      { kind: "notice", notice: { subject: "mute-ended", changes: [{ id }] } },
      { kind: "notice", notice: { subject: "retraction", changes: [{ id }] } },
    ]);
    expect([await state("s1"), await state("s2")]).toEqual([["sent", "sent", "held"], ["sent"]]);
  });

  test("stands in the next digest, although its change was told in an earlier one", async () => {
    await desk.subscribe("s1", { when: { kind: "daily", time: "13:00", zone: "UTC" } });
    await tick();
    const id = await desk.change("a");
    await clock.step({ hours: 2 });
    await tick();
    await retract(desk.services, id, "The page was misread.", "ada");
    await clock.step({ hours: 24 });
    await tick();
    expect(told).toMatchObject([
      { digest: { threads: [{}], retracted: [] } },
      { digest: { threads: [], retracted: [{ id, retracted: { reason: "The page was misread." } }] } },
    ]);
  });

  test("reaches those who heard of the change in a notice about what was kept back, which cannot be amended", async () => {
    const mute = { until: "2026-01-06T12:00:00.000Z", urgentToo: false, by: "Ada" };
    await desk.subscribe("s1", options({ mute }));
    const [early, late] = [await desk.change("a"), await desk.change("b")];
    await retract(desk.services, early, "The page was misread.", "ada");
    await clock.step({ hours: 24 });
    await tick();
    expect(told).toMatchObject([
      { notice: { subject: "mute-ended", changes: [{ id: early, retracted: {} }, { id: late }] } },
    ]);
    await retract(desk.services, late, "So was this one.", "ada");
    await tick();
    expect(told.slice(1)).toMatchObject([{ notice: { subject: "retraction", changes: [{ id: late }] } }]);
  });

  test("of a change whose delivery is claimed already goes with the alert", async () => {
    await desk.subscribe("s1");
    const id = await desk.change("a");
    const [lane = ""] = await house.store.dueLanes(toInstant(clock.now()));
    let isClaimed = false;
    const store: Store = {
      ...desk.services.store,
      async claimLane(...args) {
        const claimed = await house.store.claimLane(...args);
        if (!isClaimed) await retract(desk.services, id, "The page was misread.", "ada");
        isClaimed = true;
        return claimed;
      },
    };
    await deliverLane({ ...desk.services, store }, lane, new AbortController().signal);
    expect(told).toMatchObject([{ kind: "alert", changes: [{ retracted: { reason: "The page was misread." } }] }]);
  });

  test("of what is not sent yet goes with the alert", async () => {
    await desk.subscribe("s1");
    const id = await desk.change("a");
    await retract(desk.services, id, "The page was misread.", "ada");
    await tick();
    expect(told).toMatchObject([{ kind: "alert", changes: [{ retracted: { reason: "The page was misread." } }] }]);
  });
});
