import type { SQL } from "drizzle-orm";
import type { ConstructorOptions, PgBoss } from "pg-boss";
import type { WakeUps } from "../model/store.ts";
import { rowsOf, type Connection, type Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { createGang, type Gang } from "./gang.ts";

const queues = ["host", "lane"] as const;
type Queue = (typeof queues)[number];

/** Hosts and lanes that have something due. */
export interface Call {
  readonly hosts?: readonly string[];
  readonly lanes?: readonly string[];
}

/** Wakes workers, here or in another process on the same database. A job only says where to look; the rows say what is due. */
export interface Bell {
  /** Must have resolved before a transaction that rings begins: PGlite cannot do both at once. */
  ready(): Promise<void>;
  /** Rings when the transaction commits, or at once outside of one. */
  ring(db: Database, call: Call): Promise<void>;
  listen(wakeUps: WakeUps): Promise<void>;
  /** Takes no further calls and waits a while for those being answered. */
  stop(): Promise<void>;
}

interface BellSettings {
  readonly connection: Connection;
  /** Hosts polled and lanes delivered side by side in this process. */
  readonly size: Readonly<Record<Queue, number>>;
  readonly onError: (error: unknown) => void;
}

export function createBell({ connection, size, onError }: BellSettings): Bell {
  let sender: Promise<PgBoss> | undefined;
  let listener: Promise<PgBoss> | undefined;
  const gangs: Gang[] = [];
  let stopped = false;
  return {
    async ready() {
      await boss();
    },
    async ring(db, { hosts = [], lanes = [] }) {
      if (hosts.length + lanes.length === 0) return;
      const { fromDrizzle } = await import("pg-boss");
      const options = {
        db: fromDrizzle({ execute: async (query) => ({ rows: await rowsOf(db, query as SQL) }) }, sql),
      };
      const jobs = await boss();
      if (hosts.length > 0) await jobs.insert("host", hosts.map(toJob), options);
      if (lanes.length > 0) await jobs.insert("lane", lanes.map(toJob), options);
    },
    async listen(wakeUps) {
      listener = start("working").catch((error: unknown) => {
        listener = undefined;
        throw error;
      });
      const jobs = await listener;
      await Promise.all([
        answer(jobs, "host", (host) => wakeUps.onHost(host)),
        answer(jobs, "lane", (lane) => wakeUps.onLane(lane)),
      ]);
    },
    async stop() {
      for (const starting of [sender, listener]) await (await starting?.catch(() => null))?.stop({ timeout: 2000 });
      // Connections of a pool that has ended may still break; that is nobody's concern.
      stopped = true;
      await atMost(7000, Promise.all(gangs.map((gang) => gang.settled())));
    },
  };

  // A start that failed is tried again by the next who needs it.
  function boss(): Promise<PgBoss> {
    if (listener) return listener;
    sender ??= start("sending").catch((error: unknown) => {
      sender = undefined;
      throw error;
    });
    return sender;
  }

  async function start(role: "sending" | "working"): Promise<PgBoss> {
    const [{ PgBoss }, options] = await Promise.all([import("pg-boss"), connection.jobs()]);
    const jobs = new PgBoss({ ...options[role], ...quiet, ...(role === "working" ? working : sending) });
    jobs.on("error", (error) => {
      if (!stopped) onError(asError(error));
    });
    try {
      await connection.alone(async () => {
        await jobs.start();
        for (const name of queues) if ((await jobs.getQueue(name)) === null) await jobs.createQueue(name, queueOptions);
      });
      return jobs;
    } catch (error) {
      await jobs.stop({ graceful: false }).catch(() => {});
      throw error;
    }
  }

  async function answer(jobs: PgBoss, queue: Queue, work: (key: string) => Promise<void>): Promise<void> {
    const gang = createGang(size[queue], work, onError);
    gangs.push(gang);
    const options = {
      batchSize: size[queue],
      // A full batch means that more may wait; without this they would wait for the next poll.
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 5,
      notifyPollingIntervalSeconds: 30,
    };
    // A job is done once its work has begun. So nobody waits for the job of a killed worker: the next tick rings again.
    await jobs.work<{ key: string }>(queue, options, async (batch) => {
      for (const { data } of batch) await gang.begin(data.key);
    });
  }
}

// One call per host or lane may wait; the workers of a call that was answered already find nothing due.
const queueOptions = {
  policy: "short",
  notify: true,
  retryLimit: 0,
  expireInSeconds: 3600,
  retentionSeconds: 3600,
  deleteAfterSeconds: 3600,
} as const;

// What pg-boss would do besides costs an idle service more than the jobs do.
const quiet: ConstructorOptions = {
  schema: "pgboss",
  schedule: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
  monitorVacuum: false,
  reindex: false,
  queueCacheIntervalSeconds: 3600,
  bamIntervalSeconds: 3600,
  flowIntervalSeconds: 3600,
};
const sending: ConstructorOptions = { supervise: false };
const working: ConstructorOptions = {
  useListenNotify: true,
  superviseIntervalSeconds: 600,
  monitorIntervalSeconds: 600,
  maintenanceIntervalSeconds: 3600,
};

// Errors of its workers come as copies that are no errors, with the name of the queue written into the message.
function asError(error: Error & { readonly code?: unknown }): Error {
  if (error instanceof Error) return error;
  const { message, stack, code } = error as Error & { readonly code?: unknown };
  return Object.assign(new Error(message.replace(/ \(Queue: .*$/, "")), { stack, ...(code !== undefined && { code }) });
}

function toJob(key: string): { data: { key: string }; singletonKey: string } {
  return { data: { key }, singletonKey: key };
}

async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const waiting = Promise.withResolvers<void>();
  const timer = setTimeout(waiting.resolve, milliseconds);
  await Promise.race([work, waiting.promise]);
  clearTimeout(timer);
}
