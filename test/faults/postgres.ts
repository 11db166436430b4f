import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { accepting, binaries, createDatabase, unprivileged } from "../support/database.ts";
import { freePort } from "../support/free-port.ts";

/** A PostgreSQL server that may be hurt. Its data survives that. */
export interface FragileServer {
  readonly port: number;
  createDatabase(): Promise<string>;
  /** Runs SQL as its superuser. */
  sql(text: string): Promise<readonly Record<string, unknown>[]>;
  start(): Promise<void>;
  /** `fast` throws its clients out, `immediate` is what a power cut leaves behind. */
  stop(mode: "fast" | "immediate"): Promise<void>;
  /** Starts it where it ended by itself, as whoever supervises it does. */
  restartIfEnded(): Promise<void>;
  /** Another server that follows this one, to the last transaction: a commit is answered when both have it. Stops this one for a moment. */
  follow(): Promise<FragileServer>;
  /** Stops it and leaves a copy of its data in a folder that is not there yet. */
  keep(folder: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a server, with its data in a folder of the caller's if one is given. */
export async function startFragileServer(
  home = mkdtempSync(join(tmpdir(), "regwatch-fragile-")),
): Promise<FragileServer> {
  const identity = unprivileged();
  if (identity) chownSync(home, identity.uid, identity.gid);
  chmodSync(home, 0o700);
  const data = join(home, "data");
  const flags = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres", "--no-sync"];
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const initdb = join(binaries(identity), "initdb");
  execFileSync(initdb, [`--pgdata=${data}`, "--wal-segsize=1", ...flags], {
    ...identity,
    cwd: home,
    env,
    stdio: "pipe",
  });
  return serverIn(home, await freePort());
}

async function serverIn(home: string, port: number): Promise<FragileServer> {
  const identity = unprivileged();
  const postgres = join(binaries(identity), "postgres");
  const data = join(home, "data");
  let running: ChildProcess | null = null;
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const args = settings.flatMap((setting) => ["-c", setting]);
    running = spawn(postgres, ["-D", data, "-p", String(port), ...args], {
      ...identity,
      cwd: home,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    await accepting(running);
  }

  async function stop(mode: "fast" | "immediate"): Promise<void> {
    if (running === null) return;
    const ended = new Promise((resolve) => running?.once("exit", resolve));
    if (running.exitCode === null) {
      running.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
      await ended;
    }
    running = null;
  }

  const kill = (): void => {
    running?.kill("SIGQUIT");
    rmSync(home, { recursive: true, force: true });
  };
  process.once("exit", kill);
  await start();
  return {
    port,
    createDatabase: () => createDatabase(url("postgres"), `test_${port}_${Math.random().toString(36).slice(2, 8)}`, ""),
    sql: (text) => ask(url("postgres"), text),
    start,
    stop,
    async restartIfEnded() {
      if (running?.exitCode === null) return;
      await start();
    },
    async follow() {
      await stop("fast");
      const copy = join(home, "standby");
      mkdirSync(copy, { mode: 0o700 });
      cpSync(data, join(copy, "data"), { recursive: true });
      if (identity) execFileSync("chown", ["-R", `${identity.uid}:${identity.gid}`, copy]);
      writeFileSync(join(copy, "data/standby.signal"), "");
      const own = `primary_conninfo = 'host=127.0.0.1 port=${port} user=postgres application_name=standby'\n`;
      writeFileSync(join(copy, "data/postgresql.auto.conf"), own, { flag: "a" });
      await start();
      const standby = await serverIn(copy, await freePort());
      await ask(url("postgres"), "alter system set synchronous_standby_names = 'standby'");
      await ask(url("postgres"), "select pg_reload_conf()");
      return standby;
    },
    async keep(folder) {
      await stop("fast");
      cpSync(data, folder, { recursive: true });
    },
    async close() {
      process.off("exit", kill);
      await stop("immediate");
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const settings = [
  "fsync=off",
  "shared_buffers=16MB",
  "max_connections=100",
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_wal_size=16MB",
  "min_wal_size=2MB",
  "wal_keep_size=64MB",
];

async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
