import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getTableName, isTable } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CopyPart } from "../../src/model/copy.ts";
import { UsageError } from "../../src/model/errors.ts";
import { readBackup, writeBackup } from "../../src/store/backup-file.ts";
import { copyIn } from "../../src/store/copy-in.ts";
import { copyOut } from "../../src/store/copy-out.ts";
import { rowsOf, type Connection } from "../../src/store/database.ts";
import { sql } from "../../src/store/drizzle.ts";
import { holdDataDir } from "../../src/store/hold.ts";
import { connect } from "../../src/store/open.ts";
import { createStore } from "../../src/store/store.ts";
import { tablesOf } from "../../src/store/tables.ts";
import { moveData, restoreData } from "../../src/store/transfer.ts";
import { createWorldClock } from "../../src/world/clock.ts";
import { at, sampleFeed, sampleRecording } from "../contract/store-samples.ts";
import { loudLog, prepareDataFolder, sharedDatabase } from "../support/database.ts";
import { openDeliveryDesk } from "../support/delivery-desk.ts";
import { createScriptedChannel } from "../support/scripted-channel.ts";

const clock = createWorldClock(Temporal.Instant.from(at(0)));
const told = createScriptedChannel(clock, { lagSeconds: 0 });
const home = mkdtempSync(join(tmpdir(), "regwatch-copies-"));
const source = { databaseUrl: null, dataDir: join(home, "source") };
const backup = join(home, "backup");
let url: string;
let before: Awaited<ReturnType<typeof everyRow>>;

const open = (place: { databaseUrl: string | null; dataDir: string }) => connect({ ...place, log: loudLog });
const server = async (kind: "migrated" | "empty" = "empty") => ({
  databaseUrl: await sharedDatabase(kind),
  dataDir: "",
});

// An embedded database with a little of much: told and untold, changed, vanished, muted, drafts, texts in two scripts.
beforeAll(async () => {
  await prepareDataFolder(source.dataDir);
  const connection = await open(source);
  const store = createStore(connection, { hosts: 1, lanes: 1 }, loudLog);
  const desk = await openDeliveryDesk(store, clock, [told.channel]);
  await store.syncFeeds(
    ["fr/rules", "f"].map((id) => ({ feed: sampleFeed(id), host: "h" })),
    at(0),
  );
  await desk.subscribe("s1");
  for (const key of ["a", "b 中文 \\ \" ' 	"]) await desk.change(key);
  await desk.deliver();
  await store.record(sampleRecording("f", "k", "One.\nTwo."));
  const head = await store.documentHead("f", "k");
  await store.record(sampleRecording("f", "k", "One.\nThree.", { head, seconds: 60 }));
  await store.markSeen("f", [{ key: "k", looked: "all" }], at(90));
  const polled = { feedId: "f", at: at(90), nextDueAt: at(900) };
  await store.claimFeed("f", "w1", at(90), 60);
  await store.finishPolls("w1", [{ ...polled, result: { ok: false, error: "It's ill." } }]);
  await store.useOnce("key", at(0), at(900));
  told.script("lost-after");
  await desk.change("c");
  await desk.deliver();
  await desk.change("d");
  await writeBackup(backup, (take) => store.copyOut(at(100), take));
  before = await everyRow(connection);
  await store.close();
  url = (await server()).databaseUrl;
}, 60_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("Every table of the schema is copied, each after those it refers to, and how each grows is written down.", async () => {
  const folder = join(import.meta.dirname, "../../src/store");
  const files = readdirSync(folder).filter((name) => /^schema.*\.ts$/.test(name));
  const modules = await Promise.all(
    files.map((name) => import(join(folder, name)) as Promise<Record<string, unknown>>),
  );
  const declared = modules.flatMap((module) => Object.values(module)).filter((value) => isTable(value));
  const connection = await open(await server("migrated"));
  const names = (await tablesOf(connection.db)).map(({ name }) => name);
  await connection.close();
  const written = readFileSync(join(import.meta.dirname, "../../docs/storage.md"), "utf8");
  expect(names.filter((name) => !written.includes(`\`${name}\``))).toEqual([]);
  expect(names.toSorted()).toEqual(declared.map((table) => getTableName(table)).toSorted());
  for (const [first, second] of [
    ["feeds", "documents"],
    ["documents", "versions"],
    ["snapshot_sightings", "version_snapshots"],
    ["alerts", "deliveries"],
  ] as const) {
    expect(names.indexOf(first)).toBeLessThan(names.indexOf(second));
  }
});

test("A move to PostgreSQL brings every row as it was, and nothing is told twice when work goes on there.", async () => {
  const target = { databaseUrl: url, dataDir: "" };
  const { rows, evidence } = await moveData(source, target, at(100), loudLog);
  expect(evidence).toMatchObject({ ok: true, documents: 5, entries: 6 });
  const connection = await open(target);
  const after = await everyRow(connection);
  expect(after).toEqual(before);
  expect(rows).toBe(Object.values(before).flat().length);
  const store = createStore(connection, { hosts: 1, lanes: 1 }, loudLog);
  const desk = await openDeliveryDesk(store, clock, [told.channel]);
  await clock.step({ seconds: 60 });
  await desk.deliver();
  const head = await store.documentHead("f", "k");
  await store.record(sampleRecording("f", "k", "One.\nFour.", { head, seconds: 120 }));
  await desk.change("e");
  await desk.deliver();
  expect(told.taken.map(({ id }) => id)).toEqual([...new Set(told.taken.map(({ id }) => id))]);
  expect(told.taken).toHaveLength(5);
  expect(await store.verify()).toMatchObject({ ok: true, entries: 8 });
  await expect(restoreData(backup, target, at(200), loudLog)).rejects.toThrow(/data already.*Name an empty place/);
  await store.close();
});

test("Data that a service works on is not moved.", async () => {
  const hold = holdDataDir(source.dataDir);
  await expect(moveData(source, await server(), at(100), loudLog)).rejects.toThrow(/Another regwatch process holds/);
  hold.release();
  const served = await server("migrated");
  const service = await open(served);
  // A service has a connection that listens; this one has the one it asked by.
  await everyRow(service);
  await expect(moveData(served, await server(), at(100), loudLog)).rejects.toThrow(
    /is connected to the database; stop it/,
  );
  await service.close();
});

test("A copy that breaks off leaves the other place empty, and can be begun again.", async () => {
  const target = await server("migrated");
  const connection = await open(target);
  const from = readBackup(backup);
  const broken = connection.db.transaction(async (tx) => {
    const into = await copyIn(tx);
    let parts = 0;
    for await (const part of from) {
      if ((parts += 1) > 60) throw new Error("cut off");
      await into.take(part);
    }
  });
  await expect(broken).rejects.toThrow("cut off");
  await connection.close();
  expect((await restoreData(backup, target, at(100), loudLog)).evidence.ok).toBe(true);
});

test("A backup restores to the same rows, marked as restored; what had not gone out is to be looked for.", async () => {
  const target = await server();
  const done = await restoreData(backup, target, at(500), loudLog);
  expect(done).toMatchObject({ asOf: at(100), evidence: { ok: true } });
  const connection = await open(target);
  const { deliveries, restores, ...rest } = await everyRow(connection);
  await connection.close();
  const { deliveries: then, restores: _, ...others } = before;
  expect(rest).toEqual(others);
  expect(restores).toEqual([
    JSON.stringify({ at: "2026-01-12T12:08:20+00:00", backup_at: "2026-01-12T12:01:40+00:00" }),
  ]);
  expect(deliveries?.map(withoutDoubt)).toEqual(then?.map(withoutDoubt));
  expect(deliveries?.filter((row) => row.includes(`"maybe_told_since":"2026`))).toHaveLength(1);
});

test("A backup that is cut off or altered anywhere is refused in a line, or says the same.", async () => {
  const whole = readFileSync(backup);
  const path = join(home, "damaged");
  const said = await partsOf(backup);
  const place = fc.integer({ min: 0, max: whole.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, fc.boolean(), async (index, cut) => {
      writeFileSync(
        path,
        cut ? whole.subarray(0, index) : whole.map((byte, at) => (at === index ? byte ^ 0x10 : byte)),
      );
      const outcome = await partsOf(path).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(String(outcome)).toMatch(/^UsageError: .*damaged (is cut off|is damaged|was altered|goes on)[^\n]*$/);
      } else expect(outcome === said).toBe(true);
    }),
    {
      numRuns: 200,
      examples: [
        [0, true],
        [whole.length - 20, true],
        [4, false],
      ],
    },
  );
});

test("What is no whole backup is refused before anything is made.", async () => {
  const path = join(home, "damaged");
  const nowhere = { databaseUrl: null, dataDir: join(home, "nowhere") };
  for (const bytes of [Buffer.from("not a backup"), readFileSync(backup).subarray(0, -200)]) {
    writeFileSync(path, bytes);
    await expect(restoreData(path, nowhere, at(500), loudLog)).rejects.toThrow(UsageError);
  }
  rmSync(path);
  await expect(restoreData(path, nowhere, at(500), loudLog)).rejects.toThrow(/damaged does not exist/);
  expect(existsSync(nowhere.dataDir)).toBe(false);
  const unwritable = writeBackup(join(home, "no/such/folder"), async (take) => {
    await take({ format: "regwatch copy 1", at: at(0), migration: 1 });
    return 0;
  });
  await expect(unwritable).rejects.toThrow(/^.*folder cannot be written: ENOENT/);
});

test("A backup of an earlier version gets the tables of then, and the next start brings them up to date.", async () => {
  const place = await server();
  const earlier = await connect({ ...place, log: loudLog }, firstMigration());
  const names = (await tablesOf(earlier.db)).map(({ name }) => name);
  await earlier.close();
  expect(names).not.toContain("restores");
  await expect(connect({ ...place, log: loudLog }, Date.parse("2100-01-01"))).rejects.toThrow(/newer regwatch/);
  const today = await open(place);
  expect((await tablesOf(today.db)).map(({ name }) => name)).toContain("restores");
  await today.close();
  await expect(connect({ ...place, log: loudLog }, firstMigration())).rejects.toThrow(/newer than the backup/);
});

test("A copy is of one moment, whatever is written while it is made.", async () => {
  const place = await server();
  await restoreData(backup, place, at(500), loudLog);
  const [reading, writing] = [await open(place), await open(place)];
  const store = createStore(writing, { hosts: 1, lanes: 1 }, loudLog);
  const parts: CopyPart[] = [];
  await copyOut(reading.db, at(600), async (part) => {
    if ("table" in part && part.table === "documents") await store.record(sampleRecording("f", "late", "Late."));
    parts.push(part);
  });
  expect(JSON.stringify(parts)).not.toContain("Late.");
  expect(parts.at(-1)).toMatchObject({ rows: { documents: 5, versions: 6, changes: 6 } });
  await Promise.all([reading.close(), store.close()]);
});

async function partsOf(path: string): Promise<string> {
  return JSON.stringify(await Array.fromAsync(readBackup(path)));
}

// As the database itself writes them. A transaction's number is the database's own.
async function everyRow({ db }: Connection): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  await db.execute(sql`set timezone = 'UTC'`);
  for (const { name } of await tablesOf(db)) {
    const rows = await rowsOf<{ row: string }>(
      db,
      sql`select (to_jsonb(t) - 'written_by')::text as row from ${sql.identifier(name)} as t order by 1`,
    );
    found[name] = rows.map(({ row }) => JSON.stringify(JSON.parse(row)));
  }
  return found;
}

function withoutDoubt(row: string): object {
  return { ...(JSON.parse(row) as object), maybe_told_since: null };
}

function firstMigration(): number {
  const file = join(import.meta.dirname, "../../migrations/meta/_journal.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { entries: [{ when: number }] }).entries[0].when;
}
