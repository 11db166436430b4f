import type { Pool, PoolClient } from "pg";
import { StoreError } from "../model/errors.ts";
import { rowsOf, type Connection, type Database } from "./database.ts";
import { serverDriver, sql } from "./drizzle.ts";
import { bringUpToDate } from "./migrate.ts";

interface ServerSettings {
  readonly url: string;
  /** Up to which migration the tables are brought up to date. Left out: the newest. */
  readonly migration?: number | undefined;
  readonly applicationName: string;
  /** Told when an idle connection breaks; the pool opens another one. */
  readonly onError: (error: Error) => void;
}

/** Opens a PostgreSQL server's database, bringing its tables up to date under an advisory lock. */
export async function openServer({ url, migration, applicationName, onError }: ServerSettings): Promise<Connection> {
  const { Pool, connect, migrate } = serverDriver();
  const options = { connectionString: url, application_name: applicationName, connectionTimeoutMillis: 10_000 };
  const pool = new Pool({ ...options, max: 10 });
  let closing = false;
  pool.on("error", (error) => {
    if (!closing) onError(error);
  });
  try {
    await alone(pool, async (client) => {
      const db = connect(client);
      await refuseUnfit(db);
      await bringUpToDate(db, (migrationsFolder) => migrate(db, { migrationsFolder }), migration);
    });
  } catch (error) {
    closing = true;
    await pool.end();
    throw error instanceof StoreError ? error : unreachable(url, error);
  }
  return {
    kind: "server",
    db: connect(pool),
    jobs: async () => ({
      sending: { db: { executeSql: (text, values) => query(pool, text, values) } },
      // A pool of its own, because it keeps one connection for listening.
      working: { ...options, max: 3 },
    }),
    alone: (work) => alone(pool, work),
    // A server vacuums by itself.
    tidy: async () => {},
    async close() {
      closing = true;
      await pool.end();
    },
  };
}

// Any number that no other program on the same database is likely to use.
const setupLock = 7_246_553_019;

// The lock belongs to the connection: where the work fails, both go.
async function alone(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`select pg_advisory_lock(${setupLock})`);
    await work(client);
    await client.query(`select pg_advisory_unlock(${setupLock})`);
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
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
  return new StoreError(`The database of DATABASE_URL (${addressOf(url)}) cannot be used: ${reason}`, { cause: error });
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
