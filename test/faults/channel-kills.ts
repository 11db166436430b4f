import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../src/store/open.ts";
import type { Clock } from "../../src/model/time.ts";
import { loudLog, prepareDataFolder } from "../support/database.ts";
import { exampleSubscription } from "../support/example-change.ts";
import { writeFeeds } from "../support/house.ts";
import { runProgram, type Program } from "../support/program.ts";
import { chanceFrom, type Chance } from "./chance.ts";
import { startPublisher, type Publisher } from "./publisher.ts";
import type { ServiceSettings } from "./settings.ts";

export interface ChannelKillReport {
  readonly kills: number;
  readonly alerts: number;
  /** Requests that post a message, and how many of them met a fault. */
  readonly calls: number;
  readonly faults: number;
  /** Requests after which the receiver had the message and regwatch not its answer. */
  readonly lostAnswers: number;
  readonly missing: number;
  readonly doubled: number;
  /** Places whose messages stand in another order than they were queued. */
  readonly disordered: readonly string[];
  readonly complaints: readonly string[];
  readonly seconds: number;
}

/** A receiver that loses answers, with places to write to. */
export interface FaultyReceiver {
  readonly channel: string;
  /** What the service is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly places: readonly string[];
  /** All requests so far, and those that post a message. */
  requests(): number;
  posts(): number;
  readonly faults: { readonly met: number; readonly lostAnswers: number };
  /** From now on everything is answered. */
  beGood(): void;
  /** The marks of the messages that stand in a place, in order. */
  standing(place: string): readonly string[];
  markOf(deliveryId: string): string;
  readonly problems: () => readonly string[];
  close(): Promise<void>;
}

export interface ChannelKillSettings {
  readonly seed: number;
  readonly kills: number;
  readonly channels: number;
  readonly documents: number;
  readonly say: (line: string) => void;
}

const speed = 300;
const noon = Temporal.Instant.from("2026-03-10T16:00:00Z");

/** Kills the service with SIGKILL every few seconds while a receiver takes messages and loses answers, and then counts what stands. */
export async function runChannelKills(
  settings: ChannelKillSettings,
  startReceiver: (clock: Clock, chance: Chance, places: number) => Promise<FaultyReceiver>,
): Promise<ChannelKillReport> {
  const began = performance.now();
  const chance = chanceFrom(settings.seed);
  const realStartMs = Date.now();
  const passed = (): number => Math.round((Date.now() - realStartMs) * speed);
  const clock = { now: () => Temporal.Instant.fromEpochMilliseconds(noon.epochMilliseconds + passed()) };
  const receiver = await startReceiver(clock, chance, settings.channels);
  const most = 20 + 2 * settings.documents;
  const publisher = await startPublisher({ seed: settings.seed, chance, start: noon, speed, before: 20, most });
  const feedsDir = await writeFeeds({ bureau: feedFile(publisher) });
  const dataDir = await mkdtemp(join(tmpdir(), `regwatch-${receiver.channel}-faults-`));
  await prepareDataFolder(dataDir);
  const service = serviceSettings(receiver, publisher, { feedsDir, dataDir, realStartMs });
  // No more than what happens between two kills surely brings, or the moment never comes.
  const mostRequests = Math.min(60, Math.ceil((settings.documents * settings.channels) / settings.kills));
  const programs: Program[] = [];
  const start = (): Program => {
    const program = runProgram(join(import.meta.dirname, "programs/service.ts"), [JSON.stringify(service)]);
    programs.push(program);
    return program;
  };
  try {
    const first = start();
    await first.said("baseline");
    await first.kill();
    for (let killed = 1; killed <= settings.kills; killed += 1) {
      const program = start();
      for (let at = 0; at < settings.documents / settings.kills; at += 1) publisher.happen();
      await momentToKill(receiver, chance.whole(5, mostRequests));
      await sleep(chance.between(0, 300));
      await program.kill();
      settings.say(`${killed} of ${settings.kills} killed, ${messages(receiver)} messages`);
    }
    await finish(start(), receiver, publisher.events.length * settings.channels);
    const complaints = programs.map((program) => program.complaint().trim().split("\n").at(-1) ?? "");
    return {
      kills: settings.kills,
      alerts: publisher.events.length * settings.channels,
      calls: receiver.posts(),
      faults: receiver.faults.met,
      lostAnswers: receiver.faults.lostAnswers,
      ...(await count(dataDir, receiver, publisher.events.length)),
      complaints: [...new Set([...complaints.filter((text) => text !== ""), ...receiver.problems()])],
      seconds: Math.round((performance.now() - began) / 1000),
    };
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await Promise.all([receiver.close(), publisher.close()]);
    for (const dir of [feedsDir, dataDir]) await rm(dir, { recursive: true, force: true });
  }
}

async function finish(last: Program, receiver: FaultyReceiver, expected: number): Promise<void> {
  for (const deadline = Date.now() + 180_000; messages(receiver) < expected && Date.now() < deadline;) {
    await sleep(200);
    // The last ones go out in peace, or the end would wait for the longest pause between two attempts.
    if (messages(receiver) > 0.8 * expected) receiver.beGood();
  }
  // What would be sent once too often has some more time to be sent in.
  await sleep(3000);
  last.process.kill("SIGTERM");
  await last.ended();
}

function serviceSettings(
  receiver: FaultyReceiver,
  { world }: Publisher,
  {
    feedsDir,
    dataDir,
    realStartMs,
  }: { readonly feedsDir: string; readonly dataDir: string; readonly realStartMs: number },
): ServiceSettings {
  return {
    environment: {
      REGWATCH_DATA: dataDir,
      REGWATCH_FEEDS: feedsDir,
      REGWATCH_ROLES: "scheduler,worker",
      REGWATCH_ALLOW_HOSTS: new URL(world.federalRegister.origin).host,
      ...receiver.environment,
    },
    clock: { epochMs: noon.epochMilliseconds, realStartMs, speed },
    leaseSeconds: 2 * speed,
    subscriptions: receiver.places.map((address) =>
      exampleSubscription({
        id: address,
        minimum: "cosmetic",
        destination: { channel: receiver.channel, address },
        createdAt: noon.toString(),
      }),
    ),
  };
}

/** In the middle of sending, or while it looks for what may have arrived. */
async function momentToKill(receiver: FaultyReceiver, more: number): Promise<void> {
  const before = receiver.requests();
  for (const deadline = Date.now() + 30_000; receiver.requests() < before + more && Date.now() < deadline;)
    await sleep(5);
}

function feedFile({ world }: Publisher): string {
  return `source: federal-register
title: Everything of the bureau
schedule: "*/5 * * * *"
params:
  baseUrl: ${world.federalRegister.origin}
  agencies: [industry-and-security-bureau]
`;
}

function messages(receiver: FaultyReceiver): number {
  return receiver.places.reduce((sum, place) => sum + receiver.standing(place).length, 0);
}

async function count(
  dataDir: string,
  receiver: FaultyReceiver,
  events: number,
): Promise<Pick<ChannelKillReport, "missing" | "doubled" | "disordered">> {
  const store = await openStore({ databaseUrl: null, dataDir, log: loudLog });
  try {
    const seen = await Promise.all(
      receiver.places.map(async (place) => {
        const queued = (await store.deliveriesOf(place, 10_000)).toReversed().map(({ id }) => receiver.markOf(id));
        const stands = receiver.standing(place);
        const unique = [...new Set(stands)];
        return {
          missing: events - unique.length,
          doubled: stands.length - unique.length,
          disordered: queued.join() === unique.join() ? [] : [place],
        };
      }),
    );
    return {
      missing: seen.reduce((sum, { missing }) => sum + missing, 0),
      doubled: seen.reduce((sum, { doubled }) => sum + doubled, 0),
      disordered: seen.flatMap(({ disordered }) => disordered),
    };
  } finally {
    await store.close();
  }
}
