import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { defaultOptions, type Subscription } from "../../src/model/subscription.ts";
import { openStore } from "../../src/store/open.ts";
import { loudLog, prepareDataFolder } from "../support/database.ts";
import { writeFeeds } from "../support/house.ts";
import { runProgram, type Program } from "../support/program.ts";
import { startWebhookReceiver, type Step, type WebhookReceiver } from "../support/webhook-receiver.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { complaintsOf, isAllTold, type Listener } from "./outcome.ts";
import { startPublisher, type Publisher } from "./publisher.ts";
import type { ServiceSettings } from "./settings.ts";

export interface StageSettings {
  readonly seed: number;
  /** Services side by side; more than one needs a server. */
  readonly services: number;
  /** A PostgreSQL database of its own for this run, or null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Where the embedded database lies; a temporary folder if left out. */
  readonly dataDir?: string;
  /** The most that is published. */
  readonly most: number;
  /** Milliseconds of a server's silence after which a connection is given up. */
  readonly silenceMs?: number;
}

/** A publisher, receivers that break down, and services between them that are told to live and to die. */
export interface Stage {
  readonly settings: StageSettings;
  readonly chance: Chance;
  readonly publisher: Publisher;
  readonly listeners: readonly Listener[];
  readonly receivers: readonly WebhookReceiver[];
  readonly dataDir: string;
  readonly complaints: string[];
  /** The request of the shaky receiver up to which its behaviour is laid down. */
  readonly trouble: { scripted: number };
  start(): Program;
  close(): Promise<void>;
}

/** Seconds of the service's time in a real one: the longest wait between two attempts, an hour, passes in twelve. */
const speed = 300;
/** A killed service's work is free for the others after so many real seconds. */
const leaseRealSeconds = 2;
const noon = Temporal.Instant.from("2026-03-10T16:00:00Z");
const secret = "a secret between the two of us";

export async function setStage(settings: StageSettings): Promise<Stage> {
  const chance = chanceFrom(settings.seed);
  const realStartMs = Date.now();
  const publisher = await startPublisher({
    seed: settings.seed,
    chance,
    start: noon,
    speed,
    before: 10,
    most: settings.most,
  });
  const [steady, shaky] = [await startWebhookReceiver(secret), await startWebhookReceiver()];
  const feedsDir = await writeFeeds(feedFiles(publisher.world.federalRegister.origin));
  const dataDir = settings.dataDir ?? (await mkdtemp(join(tmpdir(), "regwatch-faults-")));
  if (settings.databaseUrl === null) await prepareDataFolder(dataDir);
  const service: ServiceSettings = {
    environment: {
      ...(settings.databaseUrl === null ? { REGWATCH_DATA: dataDir } : { DATABASE_URL: settings.databaseUrl }),
      REGWATCH_FEEDS: feedsDir,
      REGWATCH_ROLES: "scheduler,worker",
      REGWATCH_ALLOW_HOSTS: [new URL(publisher.world.federalRegister.origin).host, steady.host, shaky.host].join(),
    },
    clock: { epochMs: noon.epochMilliseconds, realStartMs, speed },
    leaseSeconds: leaseRealSeconds * speed,
    ...(settings.silenceMs !== undefined && { silenceMs: settings.silenceMs }),
    subscriptions: [
      subscription("all", steady, "*", secret),
      subscription("rules", steady, "circuits", secret),
      subscription("shaky", shaky, "*"),
      subscription("health", steady, "kind:health", secret),
    ],
  };
  const running = new Set<Program>();
  return {
    settings,
    chance,
    publisher,
    listeners: [
      { id: "all", receiver: steady, hears: () => true },
      { id: "rules", receiver: steady, hears: (event) => publisher.rules.has(event.split(" ")[0] ?? "") },
      { id: "shaky", receiver: shaky, hears: () => true },
      { id: "health", receiver: steady, hears: () => false },
    ],
    receivers: [steady, shaky],
    dataDir,
    complaints: [],
    trouble: { scripted: 0 },
    start() {
      const program = runProgram(join(import.meta.dirname, "programs/service.ts"), [JSON.stringify(service)]);
      running.add(program);
      return program;
    },
    async close() {
      await Promise.all([...running].map((program) => program.kill()));
      await Promise.all([steady.close(), shaky.close(), publisher.close()]);
      for (const dir of [feedsDir, dataDir]) await rm(dir, { recursive: true, force: true });
    },
  };
}

// Two feeds that overlap: one event is told once whichever of them sees it.
function feedFiles(origin: string): Readonly<Record<string, string>> {
  const file = (title: string, more: string): string => `source: federal-register
title: ${title}
schedule: "*/5 * * * *"
params:
  baseUrl: ${origin}
  agencies: [industry-and-security-bureau]
${more}`;
  return { bureau: file("Everything of the bureau", ""), rules: file("Its rules", "  types: [RULE, PRORULE]\n") };
}

function subscription(id: string, { url }: WebhookReceiver, query: string, secret: string | null = null): Subscription {
  return {
    id,
    destination: { channel: "webhook", address: url },
    query,
    when: { kind: "instant" },
    minimum: "cosmetic",
    secret,
    state: "active",
    pausedBecause: null,
    createdAt: noon.toString(),
    createdBy: "faults",
    options: defaultOptions,
    tenant: "local",
    owner: null,
  };
}

export async function baseline(stage: Stage): Promise<void> {
  const first = stage.start();
  await says(first, "baseline");
  await first.kill();
}

/** What the shaky receiver does with the next requests. Troubles do not pile up, or one delivery would meet them all and wait for hours. */
export function makeTrouble(stage: Stage): void {
  const { chance, trouble, receivers } = stage;
  const shaky = receivers[1];
  const steps: readonly Step[] = [
    ...(["accept", "accept", "accept", "reset-before", "reset-after", "reset-after", "hang", "endless-body"] as const),
    { status: 500 },
    { status: 503, headers: { "retry-after": "20" } },
  ];
  const next = Array.from({ length: chance.whole(1, 5) }, () => chance.pick(steps));
  if (shaky === undefined || trouble.scripted > shaky.requests()) return;
  shaky.script(...next);
  trouble.scripted = shaky.requests() + next.length;
}

export function publishMeanwhile({ chance, publisher }: Stage): { stop(): Promise<void> } {
  const stop = new AbortController();
  const publishing = publish();
  return {
    async stop() {
      stop.abort();
      await publishing;
    },
  };

  async function publish(): Promise<void> {
    while (!stop.signal.aborted) {
      await sleep(chance.between(200, 2500), undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) publisher.happen();
    }
  }
}

export async function isReady({ complaints }: Stage, program: Program): Promise<void> {
  await says(program, "ready").catch((error: unknown) => complaints.push(String(error)));
}

async function says(program: Program, word: string): Promise<void> {
  const patience = Promise.withResolvers<never>();
  const complain = (): void =>
    patience.reject(new Error(`A service did not get to "${word}" within a minute. ${lastLine(program.complaint())}`));
  const timer = setTimeout(complain, 60_000);
  await Promise.race([program.said(word), patience.promise]).finally(() => clearTimeout(timer));
}

/** Waits until everything is told by these services, and ends them. */
export async function finish(stage: Stage, programs: readonly Program[]): Promise<void> {
  const { publisher, listeners, receivers } = stage;
  await Promise.all(programs.map((program) => isReady(stage, program)));
  const deadline = Date.now() + 120_000;
  while (!isAllTold(listeners, publisher.events) && Date.now() < deadline) await sleep(100);
  // What would be told once too often has some more polls to be told in.
  const requests = (): number => receivers.reduce((sum, one) => sum + one.requests(), 0);
  for (let before = -1; before !== requests();) {
    before = requests();
    await sleep(1500);
  }
  for (const program of programs) program.process.kill("SIGTERM");
  const ended = await Promise.all(programs.map((program) => program.ended()));
  for (const program of programs) noteComplaints(stage, program);
  if (ended.some((end) => end !== 0)) stage.complaints.push(`the last services ended with ${ended.join(" and ")}`);
}

export async function inspect({ settings, dataDir, listeners }: Stage): Promise<readonly string[]> {
  const store = await openStore({ databaseUrl: settings.databaseUrl, dataDir, log: loudLog });
  try {
    return await complaintsOf(store, listeners);
  } finally {
    await store.close();
  }
}

export function noteComplaints({ complaints }: Stage, program: Program): void {
  const line = lastLine(program.complaint());
  if (line !== "" && !complaints.includes(line)) complaints.push(line);
}

export function lastLine(text: string): string {
  return (text.trim().split("\n").at(-1) ?? "").slice(0, 500);
}
