import { Socket } from "node:net";
import type { ClientBase, Pool, PoolClient, PoolConfig } from "pg";
import { isAway } from "./away.ts";
import type { Database } from "./database.ts";
import { serverDriver } from "./drizzle.ts";

/** How connections to a server are made, for our pool and for pg-boss. */
export function connectionOptions(url: string, applicationName: string, silenceMs: number): PoolConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => impatientSocket(silenceMs),
    // oxlint-disable-next-line typescript/no-misused-promises -- The pool waits for it, whatever its types say.
    onConnect: prepareSession,
  };
}

/** Drizzle on a pool, whose transactions give their connection back whatever becomes of it. */
export function onPool(pool: Pool): Database {
  const { connect } = serverDriver();
  // Drizzle's own keep the connection for ever where `begin` fails, and leave nobody to hear when one breaks between two statements,
  // which ends the process.
  const transaction: Database["transaction"] = (work, config) =>
    onOne(pool, (client) => connect(client).transaction(work, config));
  return Object.assign(connect(pool), { transaction });
}

/** Runs work on one connection; one that broke is thrown away. */
async function onOne<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: unknown = null;
  const hear = (error: Error): void => void (broken = error);
  client.on("error", hear);
  try {
    return await work(client);
  } catch (error) {
    if (isAway(error)) broken = error;
    throw error;
  } finally {
    client.off("error", hear);
    client.release(broken !== null);
  }
}

/** For every new connection: the server lets go of what a client holds that is gone or stands still. */
export async function prepareSession(client: ClientBase): Promise<void> {
  // A server's last word may come together with an answer. The pool has then given the connection to the next in line, who cannot listen
  // before a moment has passed, and a word that nobody hears ends the process. Whoever asks the connection anything is told.
  client.on("error", () => {});
  await client.query(
    "set idle_in_transaction_session_timeout = '60s'; set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3",
  );
}

/** A way that swallows everything looks like a server that takes its time. After so long a silence it is cut. */
function impatientSocket(silenceMs: number): Socket {
  const socket = new Socket();
  const code = "ETIMEDOUT";
  socket.setTimeout(silenceMs, () => {
    const error = new Error(`the server has not answered for ${Math.round(silenceMs / 1000)} seconds`);
    socket.destroy(Object.assign(error, { code }));
  });
  return socket;
}
