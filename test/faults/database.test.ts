import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rowsOf, transact } from "../../src/store/database.ts";
import { sql } from "../../src/store/drizzle.ts";
import { openStore } from "../../src/store/open.ts";
import { openServer } from "../../src/store/server.ts";
import { ask, regwatch, until } from "../cli/command.ts";
import { freePort } from "../support/free-port.ts";
import { openLine, type Line } from "./line.ts";
import { runMigrationKills } from "./migration-kills.ts";
import { startFragileServer, type FragileServer } from "./postgres.ts";

// A server of this file's own, because it is hurt. The long versions, with whole services, are `npm run faults -- --only database`,
// `disk` and `migration`.
let server: FragileServer;
let line: Line;
let url: string;
beforeAll(async () => {
  server = await startFragileServer();
  line = await openLine(server.port);
  url = (await server.createDatabase()).replace(`:${server.port}/`, `:${line.port}/`);
});
afterAll(async () => {
  await line.close();
  await server.close();
});

test("A server that crashes is said to be away once and back once, and is used again by itself.", async () => {
  const said: string[] = [];
  const say = (_fields: object, message: string): void => void said.push(message);
  const store = await openStore({ databaseUrl: url, dataDir: "", log: { warn: say, error: say } });
  await server.stop("immediate");
  for (let call = 0; call < 5; call += 1) {
    await expect(store.feedStates()).rejects.toThrow(/^The database cannot be used just now: /);
  }
  await server.start();
  await expect.poll(() => store.feedStates().catch(() => null)).toEqual([]);
  await expect.poll(() => store.feedStates().then(() => said.length), { timeout: 5000, interval: 250 }).toBe(2);
  expect(said[0]).toMatch(/^The database cannot be used just now: .* is tried again until it can be$/);
  expect(said[1]).toBe("the database answers again");
  await store.close();
});

test("A transaction whose connection is lost before it commits is done again and counts once, however often that happens.", async () => {
  const connection = await openServer({ url, applicationName: "cut" });
  const { db } = connection;
  await db.execute(sql`create table counted (number integer)`);
  for (let round = 0; round < 12; round += 1) {
    let tries = 0;
    await transact(db, async (tx) => {
      await tx.execute(sql`insert into counted values (${round})`);
      tries += 1;
      if (tries === 1) line.cut();
      await tx.execute(sql`select 1`);
    });
    expect(tries).toBe(2);
  }
  // More than the pool has: none of its connections is lost for good.
  await Promise.all(Array.from({ length: 25 }, () => transact(db, (tx) => tx.execute(sql`select 1`))));
  expect(await rowsOf(db, sql`select count(*)::integer as rows from counted`)).toEqual([{ rows: 12 }]);
  await connection.close();
});

test("A line that swallows everything is given up when its time has passed.", async () => {
  const connection = await openServer({ url, applicationName: "stalled", silenceMs: 500 });
  const work = transact(connection.db, async (tx) => {
    await tx.execute(sql`select 1`);
    line.stall();
    await tx.execute(sql`select 2`);
  });
  // Every try after it meets a line that works until it is stalled again.
  await expect(work).rejects.toThrow();
  await transact(connection.db, (tx) => tx.execute(sql`select 3`));
  await connection.close();
});

test("A server's last word that comes together with an answer ends no process, whoever is next in line for the connection.", async () => {
  const connection = await openServer({ url, applicationName: "last-word" });
  const { db } = connection;
  const gate = new Client({ connectionString: url });
  await gate.connect();
  await gate.query("select pg_advisory_lock(1)");
  const asked = Array.from({ length: 10 }, () => rowsOf(db, sql`select pg_advisory_xact_lock_shared(1)`));
  await expect.poll(() => sessions("last-word", "active")).toBe(10);
  const next = Array.from({ length: 10 }, () => transact(db, (tx) => tx.execute(sql`select 1`)));
  const letGo = line.hold();
  await gate.end();
  await expect.poll(() => sessions("last-word", "idle")).toBe(10);
  await server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'last-word'");
  await expect.poll(() => sessions("last-word", "idle")).toBe(0);
  letGo();
  expect(await Promise.all(asked)).toHaveLength(10);
  expect(await Promise.all(next)).toHaveLength(10);
  await connection.close();
});

test("A migration that is killed is done whole at the next start, also where two start at once.", async () => {
  expect(await runMigrationKills(5, 1, () => server.createDatabase())).toMatchObject({ kills: 1, differences: [] });
});

test("A service that starts before its server lives, is not ready, says so once, and goes on when the server is there.", async () => {
  const folder = mkdtempSync(join(tmpdir(), "regwatch-waits-"));
  await server.stop("fast");
  const port = await freePort();
  const settings = { DATABASE_URL: url, REGWATCH_PORT: String(port), REGWATCH_FEEDS: folder };
  const service = regwatch(folder, settings, "start");
  try {
    const page = (path: string) => ask(`http://127.0.0.1:${port}${path}`);
    expect(await until(service, () => page("/healthz"))).toEqual({ status: 200, text: "ok\n" });
    expect(await page("/readyz")).toEqual({ status: 503, text: "waiting for the database\n" });
    expect(service.stderr()).toMatch(/^! The database of DATABASE_URL \([^)]*\) cannot be used: [^\n]+\n$/);
    await server.start();
    await until(service, async () => (await page("/readyz"))?.status === 200);
    expect(service.stderr().trim().split("\n").length).toBe(1);
  } finally {
    service.process.kill("SIGTERM");
    await service.ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

async function sessions(applicationName: string, state: string): Promise<unknown> {
  const [row] = await server.sql(
    `select count(*)::integer from pg_stat_activity where application_name = '${applicationName}' and state = '${state}'`,
  );
  return row?.["count"];
}
