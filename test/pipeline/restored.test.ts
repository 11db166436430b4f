import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { PlannedAlert } from "../../src/model/store.ts";
import { toInstant } from "../../src/lib/time.ts";
import { writeBackup } from "../../src/store/backup-file.ts";
import { restoreData } from "../../src/store/transfer.ts";
import { gatherBacklogs } from "../../src/pipeline/backlog.ts";
import { tellDigests } from "../../src/pipeline/digests.ts";
import { remind } from "../../src/pipeline/gathered.ts";
import { defaultOptions } from "../../src/model/subscription.ts";
import type { Services } from "../../src/pipeline/services.ts";
import type { Channel } from "../../src/model/channel.ts";
import type { Clock } from "../../src/model/time.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { loudLog, serverStore, sharedDatabase, type TestStore } from "../support/database.ts";
import { openDeliveryDesk } from "../support/delivery-desk.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { openChannel } from "../support/discord/open-channel.ts";
import { createScriptedChannel } from "../support/scripted-channel.ts";
import { openSlackChannel } from "../support/slack/open-channel.ts";
import { openSlackHouse } from "../support/slack/slack-house.ts";
import { standing } from "../support/slack/workspace.ts";

let home: TestStore;
let url: string;
const folder = mkdtempSync(join(tmpdir(), "regwatch-restored-"));
const backup = join(folder, "backup");

beforeAll(async () => {
  url = await sharedDatabase("migrated");
  home = await serverStore(url);
});
afterAll(async () => {
  await home.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Takes everything back to the backup, as if the database had been lost. */
async function restore(now: Temporal.Instant): Promise<void> {
  await home.reset();
  expect(await restoreData(backup, { databaseUrl: url, dataDir: "" }, toInstant(now), loudLog)).toMatchObject({
    evidence: { ok: true },
  });
}

async function takeBackup(now: Temporal.Instant): Promise<void> {
  await writeBackup(backup, (take) => home.store.copyOut(toInstant(now), take));
}

test("after a restore of yesterday's backup, Slack has one message of each", { timeout: 120_000 }, async () => {
  const clock = createWorldClock(demoStart);
  const house = await openSlackHouse(clock, demoStory, {}, {}, { store: home.store });
  const at = async (date: string, time: string): Promise<void> => {
    await clock.set(Temporal.Instant.from(easternTime(date, time)));
    await house.check();
  };
  // What is looked for twice is looked for half a minute apart.
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 20 && (await home.store.pendingDeliveries()) > 0; round += 1) {
      await clock.step({ seconds: 31 });
      await house.deliver();
    }
  };
  const told = () => house.messages().map(({ metadata }) => metadata?.event_payload["delivery"]);
  await house.check();
  await house.subscribe("slack:C0EXPORT");
  await at("2026-03-09", "11:20");
  await at("2026-03-09", "11:40");
  expect(told()).toHaveLength(1);

  await takeBackup(clock.now());
  await at("2026-03-10", "06:10");
  await at("2026-03-10", "17:00");
  await settle();
  const before = told();
  expect(before.length).toBeGreaterThan(1);

  // Meanwhile a rule was corrected that nobody was told of: the service was down when it happened.
  await clock.set(Temporal.Instant.from(easternTime("2026-03-12", "09:00")));
  await restore(clock.now());
  await house.check();
  await settle();
  const after = told();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
  expect(new Set(after).size).toBe(after.length);

  // What happens from now on is told at once.
  await at("2026-03-12", "17:00");
  expect(await home.store.pendingDeliveries()).toBe(0);
  expect(told().length).toBeGreaterThan(after.length);
  expect(new Set(told()).size).toBe(told().length);
  // All that the backup did not know is known again, and messages still answer to the first of their thread.
  expect((await home.store.verify()).ok).toBe(true);
  await house.close();
  home = await serverStore(url);
});

test.each(["slack", "discord"])(
  "what was gathered into one message after the backup is not told again in %s, one by one",
  async (name) => {
    await home.reset();
    let now = Temporal.Now.instant();
    const clock = { ...createWorldClock(now), now: () => now };
    const { channel, destination, messages } = await (name === "slack" ? slackAt(clock) : discordAt(clock));
    let isAway = true;
    const send: typeof channel.send = (...sent) =>
      isAway ? Promise.resolve({ kind: "retry", reason: "it is away" }) : channel.send(...sent);
    const desk = await openDeliveryDesk(home.store, clock, [{ ...channel, send }]);
    await desk.subscribe("s1", { destination });
    const hear = (keys: readonly number[]) =>
      keys.reduce(async (before, key) => {
        await before;
        await desk.change(`d${key}`, { change: { occurredAt: toInstant(now), threadKey: `t${key % 2}` } });
      }, Promise.resolve());
    await hear([0, 1, 2, 3, 4, 5]);
    await desk.deliver();
    await takeBackup(now);
    await hear([6, 7, 8, 9, 10, 11]);
    const heardAt = now;
    now = now.add({ hours: 2 });
    await gatherBacklogs(desk.services);
    isAway = false;
    await desk.deliver();
    expect(messages()).toBe(1);

    now = now.add({ hours: 20 });
    await restore(now);
    const restoredAt = now;
    now = heardAt;
    await hear([6, 7, 8, 9, 10, 11]);
    now = restoredAt;
    await hear([12]);
    for (let round = 0; round < 30; round += 1) {
      now = now.add({ seconds: 40 });
      await desk.deliver();
    }
    expect(await home.store.pendingDeliveries()).toBe(0);
    expect(messages()).toBe(2);
  },
);

test("a digest that was told after the backup is found", async () => {
  await home.reset();
  const clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  const people = createScriptedChannel(clock);
  const desk = await openDeliveryDesk(home.store, clock, [people.channel]);
  const services = { ...desk.services, sources: new Map(), terms: () => ({ terms: [] }) } as unknown as Services;
  await desk.subscribe("s1", { when: { kind: "daily", time: "09:00", zone: "UTC" } });
  const nextMorning = async (): Promise<void> => {
    await clock.step({ hours: 24 });
    await tellDigests(services);
    await desk.deliver();
  };
  await tellDigests(services);
  await nextMorning();
  await takeBackup(clock.now());
  await nextMorning();
  expect(people.taken).toHaveLength(2);
  await clock.step({ hours: 2 });
  await restore(clock.now());
  await tellDigests(services);
  await desk.deliver();
  expect(await home.store.pendingDeliveries()).toBe(0);
  expect(people.taken).toHaveLength(2);
  await nextMorning();
  expect(people.taken).toHaveLength(3);
});

test("a reminder that was told after the backup is found", async () => {
  await home.reset();
  const clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  const people = createScriptedChannel(clock);
  const desk = await openDeliveryDesk(home.store, clock, [people.channel]);
  await desk.subscribe("s1", { options: { ...defaultOptions, remindAfterHours: 1 } });
  await desk.change("told");
  await desk.deliver();
  await takeBackup(clock.now());
  await clock.step({ hours: 2 });
  await remind(desk.services);
  await desk.deliver();
  expect(people.taken).toHaveLength(2);
  await clock.step({ hours: 2 });
  await restore(clock.now());
  await remind(desk.services);
  await desk.deliver();
  expect(await home.store.pendingDeliveries()).toBe(0);
  expect(people.taken).toHaveLength(2);
});

async function slackAt(clock: Clock) {
  const open = await openSlackChannel({ clock });
  const destination = { channel: "slack", address: "C0EXPORT" };
  return { channel: open.ours as Channel, destination, messages: () => standing(open.channel).length };
}

async function discordAt(clock: Clock) {
  const rates = { perBucket: 1000, windowMs: 5000, perSecond: 1000 };
  const discord = await startDiscord({ now: () => clock.now().epochMilliseconds, rates });
  onTestFinished(() => discord.close());
  const place = discord.channel(discord.join("acme"), "export-controls");
  const channel = openChannel(discord, clock);
  return { channel, destination: channel.destination(place.id), messages: () => place.messages.length };
}

const digest = (at: string) => ({ kind: "digest", at, digest: { to: at, threads: [] } });

test("what waited at the backup is looked for, what cannot be asked gets the same id again, and late news is not doubted", async () => {
  await home.reset();
  const clock = createWorldClock(Temporal.Instant.from("2026-01-12T12:00:00Z"));
  const asked = createScriptedChannel(clock, { lagSeconds: 0 });
  const deaf = createScriptedChannel(clock, { id: "deaf", look: false });
  const desk = await openDeliveryDesk(home.store, clock, [asked.channel, deaf.channel]);
  await desk.subscribe("s1");
  await desk.subscribe("s2", { destination: { channel: "deaf", address: "general" } });
  await desk.change("waiting");
  await takeBackup(clock.now());
  await desk.deliver();
  await desk.change("between");
  await desk.deliver();
  await clock.step({ hours: 20 });
  await restore(clock.now());
  await desk.deliver();
  await desk.change("between", { change: { occurredAt: "2026-01-12T12:00:00.000Z" } });
  await desk.change("in the pause", { change: { occurredAt: "2026-01-13T02:00:00.000Z" } });
  await desk.deliver();
  const ids = (channel: typeof asked) => channel.taken.map(({ id }) => id);
  expect(ids(asked)).toHaveLength(3);
  expect(new Set(ids(asked)).size).toBe(3);
  expect(ids(deaf)).toHaveLength(5);
  expect(new Set(ids(deaf)).size).toBe(3);
  const worker = `select worker from delivery_attempts as a join deliveries as d on d.id = a.delivery_id where d.subscription_id = 's1' order by d.position, a.attempt`;
  expect((await home.sql(worker)).map((row) => row["worker"])).toEqual([
    "before the restore",
    "before the restore",
    "before the restore",
    "w1",
  ]);
  // The feed was polled once since, so a document that is new now was not there before.
  const now = toInstant(clock.now());
  const recipe = { source: "federal-register", revision: 1, paramsHash: "abc" };
  const result = { ok: true, cursor: null, warnings: [], recipe } as const;
  await home.store.claimFeed("fr/rules", "w1", now, 60);
  await home.store.finishPolls("w1", [{ feedId: "fr/rules", at: now, nextDueAt: now, result }]);
  await clock.step({ hours: 1 });
  await desk.change("later");
  await desk.deliver();
  expect((await home.sql(worker)).slice(4)).toEqual([{ worker: "w1" }]);
  // Of what carries no time of its own, the first day is looked for.
  const doubted = async (id: string, alert: object) => {
    const subscription = await home.store.subscription("s1");
    if (!subscription) throw new Error("there is no s1");
    const planned = { alert: { id, ...alert }, deliveries: [{ subscriptionId: "s1", lane: "later", eventKey: id }] };
    const due = { subscription, dueAt: null, digestedTo: null, begunAnew: null };
    const next = { dueAt: null as unknown as string, digestedTo: null };
    await home.store.passDigest(due, next, planned as unknown as PlannedAlert, toInstant(clock.now()));
    const [row] = await home.sql(
      `select maybe_told_since is not null as doubted from deliveries where event_key = '${id}'`,
    );
    return row?.["doubted"];
  };
  const notice = {
    kind: "notice",
    at: "2026-01-13T08:00:00.000Z",
    notice: { subject: "deadline", lines: [], changes: [] },
  };
  expect(await doubted("digest:then", digest("2026-01-13T07:00:00.000Z"))).toBe(true);
  expect(await doubted("digest:now", digest("2026-01-13T09:00:00.000Z"))).toBe(false);
  expect(await doubted("notice", notice)).toBe(true);
});
