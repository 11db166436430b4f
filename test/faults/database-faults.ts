import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "../support/program.ts";
import { account, type Account } from "./outcome.ts";
import type { FragileServer } from "./postgres.ts";
import { startFragileServer } from "./postgres.ts";
import { openLine, type Line } from "./line.ts";
import { baseline, finish, inspect, isReady, makeTrouble, publishMeanwhile, setStage, type Stage } from "./stage.ts";

/** What is done to the database while services work. */
export const databaseFaults = ["restart", "crash", "terminate", "cut", "stall", "away", "failover"] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

export interface DatabaseFaultSettings {
  readonly seed: number;
  readonly times: number;
  readonly services: number;
  readonly kinds: readonly DatabaseFault[];
  /** How long the server stays gone, when it is `away`. */
  readonly awaySeconds: number;
  readonly say: (line: string) => void;
}

export interface DatabaseFaultReport extends Account {
  readonly faults: number;
  readonly documents: number;
  /** Lines that the services wrote to their logs. */
  readonly lines: number;
  readonly seconds: number;
  readonly complaints: readonly string[];
}

/** Hurts the database again and again under services that nobody starts anew, and counts what the receivers took. */
export async function runDatabaseFaults(settings: DatabaseFaultSettings): Promise<DatabaseFaultReport> {
  const began = performance.now();
  const first = await startFragileServer();
  const line = await openLine(first.port);
  const scene: Scene = { settings, line, server: first, standby: null };
  let stage: Stage | undefined;
  try {
    if (settings.kinds.includes("failover")) scene.standby = await first.follow();
    const databaseUrl = (await first.createDatabase()).replace(`:${first.port}/`, `:${line.port}/`);
    const { seed, services, times } = settings;
    stage = await setStage({ seed, services, databaseUrl, most: 30 + times * 5, silenceMs: 3000 });
    await baseline(stage);
    const programs: Program[] = [];
    for (let at = 0; at < services; at += 1) programs.push(stage.start());
    for (const program of programs) await isReady(stage, program);
    const faults = await hurt(scene, stage);
    await finish(stage, programs);
    return await reportOf(stage, programs, faults, began);
  } finally {
    await stage?.close();
    await line.close();
    await scene.standby?.close();
    await first.close();
  }
}

/** What became of the alerts of a run that has finished, and whatever a service wrote that it should not have. */
export async function reportOf(
  stage: Stage,
  programs: readonly Program[],
  faults: number,
  began: number,
): Promise<DatabaseFaultReport> {
  const lines = programs.flatMap((program) => program.complaint().split("\n").filter(Boolean));
  return {
    ...account(stage.listeners, stage.publisher.events),
    faults,
    documents: stage.publisher.events.length,
    lines: lines.length,
    seconds: Math.round((performance.now() - began) / 1000),
    complaints: [...[...stage.complaints, ...lines].filter((line) => !isExpected(line)), ...(await inspect(stage))],
  };
}

/** Whether a line of a service's log may be there: what is away is said in one line, and so is its return. */
export function isExpected(line: string): boolean {
  return /"msg":"(The d(atabase|isk) [^\n]*What is under way is tried again until it can be|the database answers again)"/.test(
    line,
  );
}

interface Scene {
  readonly settings: DatabaseFaultSettings;
  readonly line: Line;
  server: FragileServer;
  standby: FragileServer | null;
}

async function hurt(scene: Scene, stage: Stage): Promise<number> {
  const { kinds, times, say } = scene.settings;
  const repeated = kinds.filter((kind) => kind !== "failover");
  const arrivals = publishMeanwhile(stage);
  for (let time = 1; time <= times; time += 1) {
    makeTrouble(stage);
    await sleep(stage.chance.between(500, 4000));
    // A fail-over happens once, in the middle.
    const isFailover = scene.standby !== null && time >= times / 2;
    const kind = isFailover || repeated.length === 0 ? "failover" : stage.chance.pick(repeated);
    if (kind !== "failover" || isFailover) await inflict[kind](scene);
    say(`${time} of ${times}: ${kind}, ${stage.publisher.events.length} documents`);
  }
  await arrivals.stop();
  return times;
}

const inflict: Readonly<Record<DatabaseFault, (scene: Scene) => Promise<void>>> = {
  async restart({ server }) {
    await server.stop("fast");
    await server.start();
  },
  async crash({ server }) {
    await server.stop("immediate");
    await server.start();
  },
  async terminate({ server }) {
    // Those that work, in the middle of their transactions.
    for (let round = 0; round < 20; round += 1) {
      await server.sql(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname like 'test%' and (xact_start is not null or random() < 0.1)",
      );
      await sleep(20);
    }
  },
  async cut({ line }) {
    line.cut();
  },
  async stall({ line }) {
    line.stall();
  },
  async away({ server, settings }) {
    await server.stop("fast");
    await sleep(1000 * settings.awaySeconds);
    await server.start();
  },
  async failover(scene) {
    const { standby, line, server } = scene;
    if (standby === null) return;
    await server.stop("immediate");
    await standby.sql("select pg_promote()");
    await standby.sql("alter system reset synchronous_standby_names");
    await standby.sql("select pg_reload_conf()");
    line.leadTo(standby.port);
    scene.server = standby;
    scene.standby = null;
  },
};
