import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../src/store/open.ts";
import { loudLog, prepareDataFolder } from "../support/database.ts";
import { writeFeeds } from "../support/house.ts";
import { runProgram, serviceFlags, type Program } from "../support/program.ts";
import { startWebhookReceiver, type Step, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { isExpected } from "./database-faults.ts";
import { openLine, type Line } from "./line.ts";
import { startFragileServer, type FragileServer } from "./postgres.ts";
import { openPress, type Press } from "./press.ts";
import { feedFiles, lanes, noon, serviceSettings } from "./soak-service.ts";
import { tallyOf, type SoakTally } from "./tally.ts";

export interface SoakSettings {
  readonly feeds: number;
  readonly minutes: number;
  readonly seed: number;
  readonly speed: number;
  /** World hours between two polls of a feed. */
  readonly every: number;
  /** Entries published in a real second. */
  readonly rate: number;
  /** Real seconds between two faults, on average. */
  readonly faultEvery: number;
  readonly database: "server" | "embedded";
  /** A folder for the database and what the receivers were asked, to look into afterwards; null keeps neither. */
  readonly keep: string | null;
  readonly say: (line: string) => void;
}

export interface SoakReport extends SoakTally {
  readonly settings: SoakSettings;
  /** How often each fault was inflicted. */
  readonly faults: Readonly<Record<string, number>>;
  readonly polls: { readonly made: number; readonly due: number; readonly failed: number };
  /** Resident megabytes of the service that was left alive, one number for each sample. */
  readonly memory: readonly number[];
  readonly complaints: readonly string[];
}

interface World {
  readonly settings: SoakSettings;
  readonly chance: Chance;
  readonly press: Press;
  readonly receivers: readonly WebhookReceiver[];
  readonly server: FragileServer | null;
  readonly line: Line | null;
  readonly start: () => Program;
  /** The first one is left alive, to see what becomes of its memory; embedded, there is no other one to kill. */
  readonly programs: Program[];
  readonly complaints: string[];
  readonly faults: Record<string, number>;
}

/** Lets services work through a sped-up world while everything around them and they themselves are hurt at random, and counts. */
export async function soak(settings: SoakSettings): Promise<SoakReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "regwatch-soak-"));
  const chance = chanceFrom(settings.seed);
  const realStartMs = Date.now();
  const clock = { now: () => noon.add({ milliseconds: Math.round((Date.now() - realStartMs) * settings.speed) }) };
  const press = await openPress(settings.feeds, 8, clock, chance);
  const receivers = await Promise.all(Array.from({ length: lanes }, () => startWebhookReceiver()));
  const server = settings.database === "server" ? await startFragileServer() : null;
  const line = server && (await openLine(server.port));
  if (!server) await prepareDataFolder(dataDir);
  const databaseUrl =
    server && line ? (await server.createDatabase()).replace(`:${server.port}/`, `:${line.port}/`) : null;
  const feedsDir = await writeFeeds(feedFiles(settings, press));
  const service = serviceSettings(settings, { databaseUrl, dataDir, feedsDir, realStartMs, press, receivers });
  const programs: Program[] = [];
  const start = (): Program =>
    runProgram(join(import.meta.dirname, "programs/service.ts"), [JSON.stringify(service)], serviceFlags);
  const world: World = {
    settings,
    chance,
    press,
    receivers,
    server,
    line,
    start,
    programs,
    complaints: [],
    faults: {},
  };
  try {
    programs.push(start());
    await programs[0]?.said("baseline");
    if (server) programs.push(start());
    settings.say(`${settings.feeds} feeds have their baseline`);
    const [before, began] = [press.served(), performance.now()];
    const { published, memory } = await live(world);
    const worldHours = ((performance.now() - began) / 3_600_000) * settings.speed;
    const polls = {
      made: press.served() - before,
      due: Math.round((worldHours / settings.every) * settings.feeds),
      failed: press.failed(),
    };
    await settle(world, published);
    const found = await inspect(databaseUrl, dataDir);
    if (settings.keep !== null) await keep(settings.keep, world, dataDir);
    return {
      settings,
      ...tallyOf(published, receivers),
      faults: world.faults,
      polls,
      memory,
      complaints: [...new Set([...world.complaints, ...found])],
    };
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await Promise.all([press.close(), ...receivers.map((receiver) => receiver.close())]);
    await line?.close();
    await server?.close();
    for (const dir of [dataDir, feedsDir]) await rm(dir, { recursive: true, force: true });
  }
}

async function live(world: World): Promise<{ readonly published: string[]; readonly memory: number[] }> {
  const { settings, press, chance, receivers } = world;
  const published: string[] = [];
  const memory: number[] = [];
  const until = performance.now() + settings.minutes * 60_000;
  let nextFault = performance.now() + 1000 * settings.faultEvery;
  press.trouble = 0.03;
  for (let second = 1; performance.now() < until; second += 1) {
    await sleep(1000);
    for (let at = 0; at < settings.rate; at += 1) published.push(press.publish(chance.whole(0, settings.feeds)));
    for (const receiver of receivers.slice(lanes / 2))
      if (chance.between(0, 1) < 0.1) receiver.script(chance.pick(steps));
    await revive(world);
    if (performance.now() > nextFault) {
      await inflict(world);
      nextFault = performance.now() + 1000 * chance.between(0.5, 1.5) * settings.faultEvery;
    }
    if (second % 2 === 0) memory.push(await residentMegabytes(world.programs[0]));
    if (second % 30 === 0) {
      const told = receivers.reduce((sum, { accepted }) => sum + accepted().size, 0);
      settings.say(`${second} s: ${published.length} published, ${told} deliveries taken, ${memory.at(-1)} MB`);
    }
  }
  press.trouble = 0;
  return { published, memory };
}

const steps: readonly Step[] = [
  "reset-before",
  "reset-after",
  "hang",
  "endless-body",
  { status: 500 },
  { status: 429, headers: { "retry-after": "30" } },
  { status: 503, headers: { "retry-after": "20" } },
];

async function inflict(world: World): Promise<void> {
  const { chance, server, line, programs, faults } = world;
  const isEmbedded = server === null || line === null;
  const kind = isEmbedded
    ? "kill"
    : chance.pick(["kill", "kill", "kill", "restart", "crash", "terminate", "cut", "stall"]);
  faults[kind] = (faults[kind] ?? 0) + 1;
  if (kind === "kill") {
    const victim = programs.at(-1);
    programs.pop();
    await victim?.kill();
    if (victim) note(world, victim);
    programs.push(world.start());
  } else if (isEmbedded) return;
  else if (kind === "cut") line.cut();
  else if (kind === "stall") line.stall();
  else if (kind === "terminate") {
    await server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname like 'test%'");
  } else {
    await server.stop(kind === "restart" ? "fast" : "immediate");
    await server.start();
  }
}

// A service that ended by itself is a fault of ours, and is started again so that the rest can be seen.
async function revive(world: World): Promise<void> {
  for (const [at, program] of world.programs.entries()) {
    if (program.process.exitCode === null && program.process.signalCode === null) continue;
    world.complaints.push(
      `a service ended by itself with ${await program.ended()}: ${program.complaint().slice(-3000)}`,
    );
    world.programs[at] = world.start();
  }
}

const patienceMs = 180_000;

async function settle(world: World, published: readonly string[]): Promise<void> {
  const { receivers, programs } = world;
  const untold = (): number => tallyOf(published, receivers).lost.length;
  // What is on its way arrives as long as something does.
  for (let [left, deadline] = [untold(), Date.now() + patienceMs]; left > 0 && Date.now() < deadline;) {
    await sleep(2000);
    const still = untold();
    if (still < left) deadline = Date.now() + patienceMs;
    left = still;
  }
  // What would be told once too often has some more polls to be told in.
  await sleep(5000);
  for (const program of programs) program.process.kill("SIGTERM");
  await Promise.all(programs.map((program) => program.ended()));
  for (const program of programs) note(world, program);
}

function note({ complaints }: World, program: Program): void {
  const lines = program.complaint().split("\n").filter(Boolean);
  complaints.push(
    ...lines.filter((line) => !isExpected(line)).map((line) => line.replace(/"time":"[^"]*",/, "").slice(0, 400)),
  );
}

async function inspect(databaseUrl: string | null, dataDir: string): Promise<readonly string[]> {
  const store = await openStore({ databaseUrl, dataDir, log: loudLog });
  try {
    const pending = await store.pendingDeliveries();
    const verification = await store.verify();
    return [
      ...(pending > 0 ? [`${pending} deliveries are not settled`] : []),
      ...(verification.ok ? [] : [`evidence of ${verification.documentId}: ${verification.problem}`]),
    ];
  } finally {
    await store.close();
  }
}

async function keep(folder: string, { receivers, server }: World, dataDir: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const requests = receivers.flatMap(({ received }, lane) =>
    received.map(({ deliveryId, kind, body }) => ({
      lane,
      deliveryId,
      kind,
      titles: body.changes.map(({ title }) => title),
    })),
  );
  await writeFile(join(folder, "requests.jsonl"), requests.map((one) => `${JSON.stringify(one)}\n`).join(""));
  if (server) await server.keep(join(folder, "data"));
  else await cp(dataDir, join(folder, "data"), { recursive: true });
}

async function residentMegabytes(program: Program | undefined): Promise<number> {
  const status = await readFile(`/proc/${program?.process.pid}/status`, "utf8").catch(() => "");
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
