import type { Client, ClientConfig, Pool } from "pg";
import { StoreAwayError, StoreError } from "../model/errors.ts";
import { isAway } from "./away.ts";
import { rowsOf, type Connection, type Database } from "./database.ts";
import { serverDriver, sql } from "./drizzle.ts";
import { bringUpToDate } from "./migrate.ts";
import { connectionOptions, onPool, prepareSession } from "./pool.ts";

interface ServerSettings {
  readonly url: string;
  /** Up to which migration the tables are brought up to date. Left out: the newest. */
  readonly migration?: number | undefined;
  readonly applicationName: string;
  /** How long the server may be silent while it is asked something, before the connection is given up. Two minutes if left out. */
  readonly silenceMs?: number;
}

/** Opens a PostgreSQL server's database, bringing its tables up to date under an advisory lock. */
export async function openServer(settings: ServerSettings): Promise<Connection> {
  const { url, migration, applicationName, silenceMs = 120_000 } = settings;
  const { Pool, connect, migrate } = serverDriver();
  const options = connectionOptions(url, applicationName, silenceMs);
  const pool = openPool(new Pool({ ...options, max: 10 }));
  try {
    // A migration may take as long as it takes.
    await alone(connectionOptions(url, applicationName, 0), async (client) => {
      const db = connect(client);
      await refuseUnfit(db);
      await bringUpToDate(db, (migrationsFolder) => migrate(db, { migrationsFolder }), migration);
    });
  } catch (error) {
    await pool.end();
    throw error instanceof StoreError ? error : unreachable(url, error);
  }
  return {
    kind: "server",
    db: onPool(pool),
    jobs: async () => ({
      sending: { db: { executeSql: (text, values) => query(pool, text, values) } },
      // A pool of its own, because it keeps one connection for listening.
      working: { ...options, max: 3 },
    }),
    alone: (work) => alone(options, work),
    // A server vacuums by itself.
    tidy: async () => {},
    close: () => pool.end(),
  };
}

// An idle connection that breaks is replaced by the next who needs one; if that fails, it is told then.
function openPool(pool: Pool): Pool {
  return pool.on("error", () => {});
}

// Any number that no other program on the same database is likely to use.
const setupLock = 7_246_553_019;

// The lock belongs to the connection: however the work ends, both go.
async function alone(options: ClientConfig, work: (client: Client) => Promise<void>): Promise<void> {
  const { Client } = serverDriver();
  const client = new Client(options);
  client.on("error", () => {});
  try {
    await client.connect();
    await prepareSession(client);
    await client.query(`select pg_advisory_lock(${setupLock})`);
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function refuseUnfit(db: Database): Promise<void> {
  const [row] = await rowsOf<{ version: string; encoding: string }>(
    db,
    sql`select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  );
  if (Number(row?.version) < 130_000)
    throw new StoreError("The server of DATABASE_URL is older than PostgreSQL 13; update it.");
  if (row?.encoding !== "UTF8") {
    throw new StoreError(`The database of DATABASE_URL is encoded as ${row?.encoding}; make one with ENCODING 'UTF8'.`);
  }
}

function unreachable(url: string, error: unknown): StoreError {
  const reason = error instanceof AggregateError ? error.errors.map(messageOf).join("; ") : messageOf(error);
  const Kind = isAway(error) ? StoreAwayError : StoreError;
  return new Kind(`The database of DATABASE_URL (${addressOf(url)}) cannot be used: ${reason}`, { cause: error });
}

function messageOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return inner instanceof Error ? inner.message : String(inner);
}

// Host and database, never user and password.
function addressOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.host}${parsed.pathname}` : "not an address such as postgres://user:password@host/database";
}

async function query(pool: Pool, text: string, values: unknown[] | undefined): Promise<{ rows: unknown[] }> {
  return pool.query(text, values);
}
