import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import { embeddedDriver, sql } from "./drizzle.ts";
import { StoreError } from "../model/errors.ts";
import type { Connection } from "./database.ts";
import { bringUpToDate } from "./migrate.ts";
import { roomOn } from "./room.ts";

/** The PostgreSQL inside the PGlite we ship. Data of another major cannot be read by it. */
const major = "18";

/** A folder to keep the database in, or an image (a tar file) of one that is to live in memory alone. */
export type EmbeddedData = { readonly dataDir: string } | { readonly image: Blob };

/**
 * Opens the embedded database, making it if there is none. Nobody else may have the folder open: hold it first. `migration` is up to
 * which one it is brought up to date; left out: the newest.
 */
export async function openEmbedded(data: EmbeddedData, migration?: number): Promise<Connection> {
  const refuseFull = "dataDir" in data ? await prepareFolder(data.dataDir) : () => {};
  const { PGlite, types, connect, migrate } = embeddedDriver();
  const client = await PGlite.create({
    ...("dataDir" in data ? { dataDir: folderOf(data.dataDir) } : { loadDataDir: data.image }),
    startParams: [...PGlite.defaultStartParams, ...tuning],
    parsers: { [types.BYTEA]: fromHex },
    serializers: { [types.BYTEA]: toHex },
  });
  const db = connect(client);
  await bringUpToDate(db, (migrationsFolder) => migrate(db, { migrationsFolder }), migration);
  // One process at a time has this database open, so whoever held a lease is gone.
  await db.execute(
    sql`update feeds set interruptions = interruptions + 1, lease_worker = null, lease_until = null where lease_until is not null`,
  );
  await db.execute(sql`update lanes set lease_worker = null, lease_until = null where lease_until is not null`);
  return {
    kind: "embedded",
    db,
    jobs: () => jobsOn(client),
    alone: (work) => work(),
    refuseFull,
    tidy: () => tidy(client),
    close: () => client.close(),
  };
}

/** The image of an empty embedded database. */
export async function emptyImage(): Promise<Blob> {
  return new Blob([await runInitdb([])]);
}

// PGlite maps PostgreSQL's buffers into this process: 8 MB instead of 128 MB saves 120 MB. A small write-ahead log
// bounds what has to be replayed after a kill.
const tuning = ["shared_buffers=8MB", "wal_buffers=1MB", "max_wal_size=64MB", "min_wal_size=32MB", "wal_level=minimal"]
  .concat("max_wal_senders=0", "max_connections=8", "jit=off")
  .flatMap((setting) => ["-c", setting]);

// PGlite's own take three times as long, byte by byte.
function fromHex(text: string): Uint8Array {
  return Buffer.from(text.slice(2), "hex");
}

function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

async function prepareFolder(dataDir: string): Promise<ReturnType<typeof roomOn>> {
  const folder = folderOf(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const refuseFull = roomOn(dataDir);
  refuseFull(true);
  if (!existsSync(join(folder, "PG_VERSION"))) await makeFolder(folder);
  const found = (await readFile(join(folder, "PG_VERSION"), "utf8")).trim();
  if (found === major) return refuseFull;
  throw new StoreError(
    `${folder} was written by PostgreSQL ${found} and this regwatch has ${major} built in: run the regwatch version that wrote it, ` +
      `or move that folder away to begin anew.`,
  );
}

// Made beside and renamed, so that a first start that is killed leaves nothing half made.
async function makeFolder(folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await runInitdb([fresh]);
  await rename(fresh, folder).catch((error: unknown) => {
    throw new StoreError(`${folder} holds something that is no database; move it away, or set REGWATCH_DATA.`, {
      cause: error,
    });
  });
}

function folderOf(dataDir: string): string {
  return join(resolve(dataDir), "pg");
}

function runInitdb(args: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const script = fileURLToPath(new URL("initdb.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--liftoff-only", script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(out));
      else
        reject(new StoreError(`The embedded database could not be made (${signal ?? code}): ${lastLine(complaint)}`));
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

async function jobsOn(client: PGlite): ReturnType<Connection["jobs"]> {
  const { fromPglite } = await import("pg-boss");
  const options = { db: fromPglite(client), backend: "pglite" } as const;
  return { sending: options, working: options };
}

// There is no autovacuum in here. Table by table, because this process does nothing else meanwhile.
async function tidy(client: PGlite): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables",
  );
  for (const { name } of rows) await client.exec(`vacuum (analyze, truncate off) ${name}`);
}
