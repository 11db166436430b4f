import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Deadline } from "../../src/model/facts.ts";
import type { LegalHold } from "../../src/model/retention.ts";
import type { Recording } from "../../src/model/store.ts";
import {
  at,
  recipe,
  sampleExtraction,
  sampleFeed,
  sampleRecording,
  sampleSubscription,
} from "../contract/store-samples.ts";
import { quickStore, type TestStore } from "../support/database.ts";

let house: TestStore;
beforeAll(async () => {
  house = await quickStore();
});
afterAll(() => house.close());
beforeEach(async () => {
  await house.reset();
  await house.store.syncFeeds(
    ["f", "g"].map((id) => ({ feed: sampleFeed(id), host: "h" })),
    at(0),
  );
});

const tenYearsOn = "2036-02-01T12:00:00.000Z";
const before = "2026-02-01T12:00:00.000Z";

/** Runs a day's housekeeping to its end, after that of the day before. Returns in how many steps. */
async function keepHouse(now = tenYearsOn): Promise<number> {
  const yesterday = new Date(Date.parse(now) - 86_400_000).toISOString();
  await house.sql(`insert into chores values ('housekeeping', '${yesterday.slice(0, 10)}')
    on conflict (name) do update set done_to = greatest(chores.done_to, excluded.done_to)`);
  for (let step = 1; ; step += 1) if (!(await house.store.keepHouse(now, before))) return step;
}

/** States of a document, one after the other: the first ones a baseline. They state no dates unless some are given. */
async function versions(
  key: string,
  texts: readonly string[],
  told: readonly string[] = [],
  { deadlines = [], muted = null }: { readonly deadlines?: readonly Deadline[]; readonly muted?: string | null } = {},
): Promise<string> {
  for (const [index, text] of texts.entries()) {
    const head = await house.store.documentHead("f", key);
    const change = { baseline: !told.includes(text) && muted === null, muted };
    const extraction = { deadlines };
    const recording: Recording = sampleRecording("f", key, text, { head, seconds: index, change, extraction });
    await house.store.record(told.includes(text) ? recording : { ...recording, alert: null });
  }
  return (await house.store.documentHead("f", key))?.id ?? "";
}

const hours = (day: string, from: number, to: number, feed: string): string =>
  `insert into feed_checks select '${day}T00:00Z'::timestamptz + n * interval '1 hour', '${feed}', n from generate_series(${from}, ${to}) as n`;

const kept = async (id: string) =>
  (await house.store.document(id))?.versions.map(({ sequence }) => sequence).toSorted((a, b) => a - b);

test("what nobody was told of goes after its years, the latest text stays, and the chain says what went", async () => {
  const id = await versions("quiet", ["One.", "Two.", "Three."]);
  expect(await house.store.leavings(before)).toMatchObject({ documents: 1, versions: 2, changes: 3 });
  await keepHouse();
  expect(await kept(id)).toEqual([3]);
  expect(await house.store.verify()).toEqual({ ok: true, documents: 1, entries: 4, snapshots: 1, letGo: 2 });
  expect(await house.store.keepingOf(id)).toEqual({ holds: [], letGo: [{ at: tenYearsOn, versions: 2 }] });
  expect((await house.store.timeline({ includePrivate: true, limit: 9 })).rows).toEqual([]);
  // The document goes on as if nothing had been.
  await versions("quiet", ["Four."], ["Four."]);
  expect(await house.store.verify()).toMatchObject({ ok: true, entries: 5, letGo: 2 });
  expect(await house.store.leavings(before)).toMatchObject({ versions: 0 });
  // And a hand in the database is found out all the same.
  await house.sql(`delete from version_snapshots where version_id like '%4'`);
  await house.sql(`delete from versions where sequence = 4`);
  expect(await house.store.verify()).toMatchObject({ ok: false, problem: "version 4 is missing" });
});

test("a clock that leaps ahead lets nothing go, and one that is set back hinders nothing", async () => {
  const id = await versions("quiet", ["One.", "Two."]);
  expect(await house.store.keepHouse("2026-01-12T12:00:00.000Z", "2016-01-12T12:00:00.000Z")).toBe(false);
  expect(await house.store.keepHouse(tenYearsOn, before)).toBe(false);
  expect(await kept(id)).toEqual([1, 2]);
  expect(await house.store.keepHouse("2026-01-13T12:00:00.000Z", "2016-01-13T12:00:00.000Z")).toBe(false);
  expect(await house.sql("select done_to from chores where name = 'housekeeping'")).toEqual([
    { done_to: "2026-01-13" },
  ]);
});

test("a clock that stays ahead for days lets nothing go either, nor anything be forgotten or summed up", async () => {
  const id = await versions("quiet", ["One.", "Two."]);
  await house.sql(hours("2026-01-10", 1, 9, "f"));
  const run = async (now: string, past: string) => {
    for (let step = 0; step < 9 && (await house.store.keepHouse(now, past)); step += 1);
    const [checks] = await house.sql("select count(*)::int as rows from feed_checks");
    return { kept: await kept(id), checks: checks?.["rows"] };
  };
  const all = { kept: [1, 2], checks: 9 };
  expect(await run("2026-01-12T12:00:00.000Z", "2016-01-12T12:00:00.000Z")).toEqual(all);
  for (const day of ["01", "02", "03"])
    expect(await run(`2036-02-${day}T12:00:00.000Z`, `2026-02-${day}T12:00:00.000Z`), day).toEqual(all);
  // Back again; only what is said for a month on end is believed.
  for (let day = 0; day < 75; day += 1) {
    const now = new Date(Date.parse("2026-01-13T12:00:00Z") + day * 86_400_000).toISOString();
    expect(await run(now, "2016-01-13T12:00:00.000Z")).toMatchObject({ kept: [1, 2] });
  }
  expect(await run("2026-03-29T12:00:00.000Z", before)).toEqual({ kept: [2], checks: 2 });
});

test("what stands behind an alert stays for ever, and so does what was fetched later", async () => {
  const id = await versions("told", ["One.", "Two.", "Three.", "Four.", "Five."], ["Three."]);
  await keepHouse();
  // The alert on the third compared it with the second.
  expect(await kept(id)).toEqual([2, 3, 5]);
  expect((await house.store.timeline({ includePrivate: true, limit: 9 })).rows.map(({ id }) => id)).toEqual([
    `${id}-3`,
  ]);
  expect(await house.store.changeVersions(`${id}-3`)).toMatchObject({
    before: { sequence: 2 },
    after: { sequence: 3 },
  });
  expect(await house.store.verify()).toMatchObject({ ok: true, letGo: 2 });
  const late = await versions("late", ["One.", "Two."]);
  await house.sql(`update snapshot_sightings set fetched_at = '2027-01-01' where document_id = '${late}'`);
  expect(await house.store.leavings(before)).toMatchObject({ versions: 0 });
});

test("a text that was in force until lately stays, and so does the change that ended it", async () => {
  const id = await versions("page", ["One.", "Two.", "Three."]);
  await house.sql(`update versions set observed_at = '2027-01-01' where document_id = '${id}' and sequence = 3`);
  await house.sql(`update snapshot_sightings set fetched_at = '2027-01-01' where snapshot_id = (
    select g.snapshot_id from version_snapshots as v join snapshot_sightings as g on g.id = v.sighting_id where v.version_id = '${id}.3')`);
  await keepHouse();
  expect(await kept(id)).toEqual([2, 3]);
  expect(await house.store.change(`${id}-3`)).not.toBeNull();
  expect(await house.store.changeVersions(`${id}-3`)).toMatchObject({
    before: { sequence: 2 },
    after: { sequence: 3 },
  });
});

test("a document with dates that calendars, reminders and digests list is kept whole, so that it stays among them", async () => {
  const sentence = "Comply by March 1, 2036.";
  const deadlines = [{ kind: "compliance", date: "2036-03-01", sentence }] as const;
  const id = await versions("dated", ["One."], [], { deadlines });
  const better = sampleExtraction("One, read better.", { deadlines });
  await house.store.reextracted(id, 1, better, recipe, at(5));
  await versions("past", ["One.", "Two."], [], { deadlines: [{ ...deadlines[0], date: "2026-01-20" }] });
  expect(await house.store.leavings(before)).toMatchObject({ documents: 0 });
  await keepHouse();
  expect(await kept(id)).toEqual([1, 2]);
  expect((await house.store.latestChanges([id])).get(id)).toMatchObject({ id: `${id}-1` });
});

test("a muted document stays muted for as long as its dates are of interest, and goes then", async () => {
  const sentence = "Comply by then.";
  const period = { from: "2020-01-01", to: "2040-01-01", includePrivate: true, cancelledSince: null };
  const state = (date: string, key: string) =>
    versions(key, ["One.", "Two."], [], { muted: "a notice", deadlines: [{ kind: "compliance", date, sentence }] });
  const ahead = await state("2036-03-01", "ahead");
  const past = await state("2026-01-20", "past");
  await keepHouse();
  expect(await house.store.calendar({ ...period, from: "2026-02-01" })).toEqual([]);
  expect(await house.store.deadlines({ ...period, from: "2026-02-01" })).toEqual([]);
  expect([await kept(ahead), await kept(past)]).toEqual([[1, 2], [2]]);
});

test("what is held stays until it is released, and who held it is on record", async () => {
  const ids = [];
  for (const key of ["a", "b", "c", "d"]) ids.push(await versions(key, [`One of ${key}.`, `Two of ${key}.`]));
  const [a = "", b = "", c = ""] = ids;
  await house.sql(`update documents set thread_key = 'rin:1' where id = '${b}'`);
  const hold = (id: string, kind: LegalHold["kind"], subject: string): Promise<void> =>
    house.store.addHold({ id, kind, subject, reason: "A suit.", heldAt: at(9), heldBy: "ada" });
  await hold("h1", "document", a);
  await hold("h2", "thread", "rin:1");
  await hold("h3", "query", `"of c"`);
  await keepHouse();
  expect(await Promise.all(ids.map(kept))).toEqual([[1, 2], [1, 2], [1, 2], [2]]);
  expect((await house.store.keepingOf(b)).holds).toMatchObject([{ id: "h2", heldBy: "ada" }]);
  expect(await house.store.releaseHold("h3", "bob", at(10))).toBe(true);
  expect(await house.store.releaseHold("h3", "bob", at(10))).toBe(false);
  await keepHouse("2036-02-02T12:00:00.000Z");
  expect(await kept(c)).toEqual([2]);
  const actions = (await house.store.actions({ limit: 9 })).rows.map(({ actor, action }) => `${actor} ${action}`);
  expect(actions).toEqual(["bob release-hold", "ada hold", "ada hold", "ada hold"]);
  expect((await house.store.verify()).ok).toBe(true);
});

test("bytes that another document still needs stay", async () => {
  await versions("a", ["Shared.", "Two."]);
  await versions("b", ["Shared."]);
  await keepHouse();
  expect(await house.store.verify()).toMatchObject({ ok: true, letGo: 1, snapshots: 2 });
});

test("two months later a day of checks is a row a feed, and nobody sees a difference", async () => {
  // A day with a gap before and after it, a feed that was looked at in the last hour only, and a day that is young.
  await house.sql(hours("2025-10-01", 3, 21, "f"));
  await house.sql(hours("2025-10-01", 9, 20, "g"));
  await house.sql(hours("2025-10-04", 2, 2, "g"));
  await house.sql(hours("2025-10-04", 5, 23, "f"));
  await house.sql(hours("2026-01-10", 1, 9, "f"));
  const seen = async () => ({
    byDay: await Promise.all(["f", "g"].map((feed) => house.store.checksByDay(feed, "2025-01-01T00:00:00.000Z"))),
    whole: await house.store.checksBetween("2025-10-01T00:00:00.000Z", "2025-10-05T00:00:00.000Z"),
    gap: await house.store.unseenBetween("2025-10-01T12:00:00.000Z", "2025-10-04T12:00:00.000Z"),
  });
  const then = await seen();
  expect(then.gap).toEqual({ from: "2025-10-01T22:00:00.000Z", to: "2025-10-04T02:00:00.000Z" });
  expect(await keepHouse("2026-01-12T12:00:00.000Z")).toBe(3);
  expect(await seen()).toEqual(then);
  const rows = await house.sql(`select (hour at time zone 'UTC')::text as hour, feed_id, checks from feed_checks
    where hour < '2026-01-01' order by hour, feed_id`);
  expect(
    rows.map(({ hour, feed_id, checks }) => `${String(hour).slice(5, 13)} ${String(feed_id)} ${String(checks)}`),
  ).toEqual(["10-01 03 f 207", "10-01 09 g 174", "10-01 21 f 21", "10-04 02 g 2", "10-04 05 f 243", "10-04 23 f 23"]);
  // Once a day is enough.
  await house.sql(hours("2025-11-01", 3, 9, "f"));
  expect(await keepHouse("2026-01-12T23:00:00.000Z")).toBe(1);
  expect(await keepHouse("2026-01-13T00:00:00.000Z")).toBe(2);
});

test("hundreds of polls that find nothing new add no row but an hour's count", async () => {
  const id = await versions("page", ["One."]);
  const rows = async () => {
    const tables = await house.sql(`select tablename from pg_tables where schemaname = 'public' order by 1`);
    const counts = tables.map(
      ({ tablename }) => `select '${String(tablename)}' as t, count(*)::int as n from "${String(tablename)}"`,
    );
    return Object.fromEntries((await house.sql(counts.join(" union all "))).map(({ t, n }) => [t, n])) as Record<
      string,
      number
    >;
  };
  const result = { ok: true, cursor: { etag: "1" }, warnings: [], recipe } as const;
  const poll = async (minute: number): Promise<void> => {
    const now = at(60 * minute);
    await house.store.markSeen("f", [{ key: "page", looked: "all", state: { hash: "1" } }], now);
    await house.store.claimFeed("f", "w1", now, 60);
    await house.store.finishPolls("w1", [{ feedId: "f", at: now, nextDueAt: at(60 * minute + 60), result }]);
  };
  await poll(0);
  const first = await rows();
  for (let minute = 1; minute <= 300; minute += 1) await poll(minute);
  const hours = Math.floor(300 / 60);
  expect(await rows()).toEqual({ ...first, feed_checks: (first["feed_checks"] ?? 0) + hours });
  expect((await house.store.feedState("f"))?.checks).toBe(301);
  expect(await kept(id)).toEqual([1]);
});

test("attempts of what was settled more than a year ago are forgotten, the delivery is not", async () => {
  const id = await attempted();
  await house.store.settleDelivery(id, { state: "sent", reference: "m1" }, at(2), 1);
  await keepHouse("2026-12-12T12:00:00.000Z");
  expect(await house.sql("select attempt from delivery_attempts")).toHaveLength(1);
  await keepHouse("2027-03-12T12:00:00.000Z");
  expect(await house.sql("select attempt from delivery_attempts")).toEqual([]);
  expect(await house.store.deliveriesOf("s1", 9)).toMatchObject([{ state: "sent", attempts: 1 }]);
});

test("so are those of a delivery that another one went out for", async () => {
  const id = await attempted();
  await house.store.settleDelivery(id, { state: "queued", nextAttemptAt: at(9), error: "away" }, at(2), 1);
  await house.sql(`update deliveries set state = 'held', settled_at = '${at(20)}'`);
  await keepHouse("2027-03-12T12:00:00.000Z");
  expect(await house.sql("select attempt from delivery_attempts")).toEqual([]);
});

/** A delivery whose first attempt has begun. */
async function attempted(): Promise<string> {
  await house.store.addSubscription(sampleSubscription("s1"));
  const to = [{ subscriptionId: "s1", lane: "l", eventKey: "e" }];
  await house.store.record(sampleRecording("f", "a", "One.", { to }));
  const [delivery] = await house.store.claimLane("l", "w", at(1), 60, 1);
  await house.store.beginAttempt(delivery?.id ?? "", "w", at(1));
  return delivery?.id ?? "";
}
