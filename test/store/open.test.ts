import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../src/store/open.ts";
import { at, planned, sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";
import { embeddedStore, loudLog, prepareDataFolder } from "../support/database.ts";
import { runProgram } from "../support/program.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "regwatch-open-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = () => openStore({ dataDir, log: loudLog });

test("The first start makes the database, beside its place and then moved there; what is in it is there at the next start.", async () => {
  mkdirSync(join(dataDir, "pg.new"));
  writeFileSync(join(dataDir, "pg.new", "left over"), "from a first start that was killed");
  const first = await open();
  await first.addSubscription(sampleSubscription("s1"));
  await first.close();
  expect(readdirSync(dataDir)).toEqual(["pg"]);
  const second = await open();
  expect((await second.subscriptions()).map(({ id }) => id)).toEqual(["s1"]);
  await second.close();
});

test("A store in memory leaves nothing behind.", async () => {
  const store = await openStore({ dataDir, inMemory: true, log: loudLog });
  await store.addSubscription(sampleSubscription("s1"));
  expect((await store.subscriptions()).length).toBe(1);
  await store.close();
  expect(readdirSync(dataDir)).toEqual([]);
});

test("Data of another PostgreSQL major is refused with what to do, and left alone.", async () => {
  mkdirSync(join(dataDir, "pg"));
  writeFileSync(join(dataDir, "pg/PG_VERSION"), "17\n");
  await expect(open()).rejects.toThrow(
    /pg was written by PostgreSQL 17 and this regwatch has 18 built in: run the regwatch/,
  );
  expect(readdirSync(join(dataDir, "pg"))).toEqual(["PG_VERSION"]);
});

test("The PostgreSQL that is built in is the one we say it is.", async () => {
  const house = await embeddedStore();
  const [row] = await house.sql("select current_setting('server_version_num')::int / 10000 as major");
  expect(row).toEqual({ major: 18 });
  await house.close();
});

test("Data that a newer regwatch wrote is refused.", async () => {
  await prepareDataFolder(
    dataDir,
    "insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)",
  );
  await expect(open()).rejects.toThrow(/written by a newer regwatch/);
});

test("What was recorded survives kill -9 at any moment, whole, and the leases of the killed process do not.", async () => {
  await prepareDataFolder(dataDir);
  let promised = 0;
  for (let round = 1; round <= 3; round += 1) {
    const recorder = runProgram(join(import.meta.dirname, "programs/record.ts"), [dataDir]);
    await recorder.said(`recorded ${promised + 7 * round};`);
    await recorder.kill();
    promised = Number(recorder.output().match(/recorded (\d+);\n$/)?.[1]) + 1;
    expect(recorder.output()).not.toContain("overtaken");
  }
  const store = await open();
  const counts = await store.counts(at(0));
  // The last one may have been safe before it could be said.
  expect(counts.documents - promised).toBeOneOf([0, 1]);
  expect(counts).toMatchObject({ versions: counts.documents, changes: counts.documents, snapshots: counts.documents });
  expect(counts.deliveries.queued).toBe(counts.documents);
  expect(await store.verify()).toMatchObject({ ok: true, documents: counts.documents });
  expect(await store.claimFeed("f", "next", at(1), 60)).not.toBeNull();
  await store.close();
});

test("A wake-up reaches this process at once, and one that comes during the work is answered after it.", async () => {
  const house = await embeddedStore();
  const { store } = house;
  await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
  await store.addSubscription(sampleSubscription("s1"));
  const calls: string[] = [];
  const firstCall = Promise.withResolvers<void>();
  const secondCall = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  await store.listen({
    onHost: async () => {
      throw new Error("not expected");
    },
    async onLane(lane) {
      calls.push(lane);
      if (calls.length > 1) return secondCall.resolve();
      firstCall.resolve();
      await goOn.promise;
    },
  });
  const started = performance.now();
  await store.record(sampleRecording("f", "a", "One.", { to: [planned("s1", "e1", "lane")] }));
  await firstCall.promise;
  expect(performance.now() - started).toBeLessThan(3000);
  await store.record(sampleRecording("f", "b", "Two.", { to: [planned("s1", "e2", "lane")] }));
  await store.wake({ lanes: ["lane"] });
  goOn.resolve();
  await secondCall.promise;
  expect(new Set(calls)).toEqual(new Set(["lane"]));
  await house.close();
});

test("Closing waits for the work that goes on.", async () => {
  const house = await embeddedStore();
  const { store } = house;
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let done = false;
  await store.listen({
    async onHost() {
      begun.resolve();
      await goOn.promise;
      await store.ping();
      done = true;
    },
    onLane: async () => {},
  });
  await store.wake({ hosts: ["h"] });
  await begun.promise;
  const closed = house.close();
  goOn.resolve();
  await closed;
  expect(done).toBe(true);
});
