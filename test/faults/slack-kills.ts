import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sha256 } from "../../src/lib/hash.ts";
import { openStore } from "../../src/store/open.ts";
import { loudLog, prepareDataFolder } from "../support/database.ts";
import { exampleSubscription } from "../support/example-change.ts";
import { writeFeeds } from "../support/house.ts";
import { runProgram, type Program } from "../support/program.ts";
import { startSlack, type Slack, type Step } from "../support/slack/slack.ts";
import { createChannel, standing, type SlackChannel } from "../support/slack/workspace.ts";
import { chanceFrom } from "./chance.ts";
import { startPublisher, type Publisher } from "./publisher.ts";
import type { ServiceSettings } from "./settings.ts";

export interface SlackKillReport {
  readonly kills: number;
  readonly alerts: number;
  /** Calls of chat.postMessage, and how many of them met a fault. */
  readonly calls: number;
  readonly faults: number;
  /** Calls after which Slack had the message and regwatch not its answer. */
  readonly lostAnswers: number;
  readonly missing: number;
  readonly doubled: number;
  /** Channels whose messages stand in another order than they were queued. */
  readonly disordered: readonly string[];
  readonly complaints: readonly string[];
  readonly seconds: number;
}

const speed = 300;
const noon = Temporal.Instant.from("2026-03-10T16:00:00Z");

/**
 * Kills the service with SIGKILL every few seconds while Slack takes messages and loses answers, and then counts what stands in the
 * channels. Slack's history lags by fifteen seconds of the service's time.
 */
export async function runSlackKills(settings: {
  readonly seed: number;
  readonly kills: number;
  readonly channels: number;
  readonly documents: number;
  readonly say: (line: string) => void;
}): Promise<SlackKillReport> {
  const began = performance.now();
  const chance = chanceFrom(settings.seed);
  const realStartMs = Date.now();
  const clock = {
    now: () =>
      Temporal.Instant.fromEpochMilliseconds(noon.epochMilliseconds + Math.round((Date.now() - realStartMs) * speed)),
  };
  const slack = await startSlack({ clock, historyLagMs: 15_000 });
  const channels = addChannels(slack, settings.channels);
  const publisher = await startPublisher({
    seed: settings.seed,
    chance,
    start: noon,
    speed,
    before: 20,
    most: 20 + 2 * settings.documents,
  });
  const feedsDir = await writeFeeds({ bureau: feedFile(publisher) });
  const dataDir = await mkdtemp(join(tmpdir(), "regwatch-slack-faults-"));
  await prepareDataFolder(dataDir);
  const service: ServiceSettings = {
    environment: {
      REGWATCH_DATA: dataDir,
      REGWATCH_FEEDS: feedsDir,
      REGWATCH_ROLES: "scheduler,worker",
      REGWATCH_ALLOW_HOSTS: new URL(publisher.world.federalRegister.origin).host,
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: "xoxb-acme",
    },
    clock: { epochMs: noon.epochMilliseconds, realStartMs, speed },
    leaseSeconds: 2 * speed,
    subscriptions: channels.map(({ id }) =>
      exampleSubscription({
        id,
        minimum: "cosmetic",
        destination: { channel: "slack", address: id },
        createdAt: noon.toString(),
      }),
    ),
  };
  const [faults, complaints, programs]: [Step[], string[], Program[]] = [[], [], []];
  const start = (): Program => {
    const program = runProgram(join(import.meta.dirname, "programs/service.ts"), [JSON.stringify(service)]);
    programs.push(program);
    return program;
  };
  slack.fate = (method) => {
    if (method !== "chat.postMessage" || chance.between(0, 1) > 0.35) return "ok";
    const step = chance.pick(steps);
    faults.push(step);
    return step;
  };
  try {
    const first = start();
    await first.said("baseline");
    await first.kill();
    for (let killed = 1; killed <= settings.kills; killed += 1) {
      const program = start();
      for (let at = 0; at < settings.documents / settings.kills; at += 1) publisher.happen();
      await momentToKill(slack, chance.whole(1, 8));
      await sleep(chance.between(0, 300));
      await program.kill();
      settings.say(`${killed} of ${settings.kills} killed, ${messages(channels)} messages`);
    }
    slack.fate = () => "ok";
    const last = start();
    const expected = publisher.events.length * channels.length;
    for (const deadline = Date.now() + 120_000; messages(channels) < expected && Date.now() < deadline;)
      await sleep(200);
    // What would be sent once too often has some more time to be sent in.
    await sleep(3000);
    last.process.kill("SIGTERM");
    await last.ended();
    complaints.push(
      ...programs.map((program) => program.complaint().trim().split("\n").at(-1) ?? "").filter((text) => text !== ""),
    );
    return {
      kills: settings.kills,
      alerts: expected,
      calls: slack.calls.filter(({ method }) => method === "chat.postMessage").length,
      faults: faults.length,
      lostAnswers: faults.filter(isLostAnswer).length,
      ...(await count(dataDir, channels, publisher.events.length)),
      complaints: [...new Set([...complaints, ...slack.desk.problems])],
      seconds: Math.round((performance.now() - began) / 1000),
    };
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await Promise.all([slack.close(), publisher.close()]);
    for (const dir of [feedsDir, dataDir]) await rm(dir, { recursive: true, force: true });
  }
}

const steps: readonly Step[] = [
  "reset-after",
  "reset-after",
  "reset-before",
  { error: "fatal_error", taken: true },
  { error: "internal_error" },
  { status: 502, taken: true },
  { status: 503 },
  { rateLimited: 1 },
];

/** In the middle of sending, or while it looks for what may have arrived. */
async function momentToKill({ calls }: Slack, more: number): Promise<void> {
  const before = calls.length;
  for (const deadline = Date.now() + 30_000; calls.length < before + more && Date.now() < deadline;) await sleep(5);
}

function isLostAnswer(step: Step): boolean {
  return step === "reset-after" || (typeof step === "object" && "taken" in step && step.taken === true);
}

function addChannels(slack: Slack, count: number): readonly SlackChannel[] {
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  return Array.from({ length: count }, (_, at) => {
    const channel = createChannel(`C0FAULT${at}`, `faults-${at}`);
    workspace.channels.set(channel.id, channel);
    return channel;
  });
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

function messages(channels: readonly SlackChannel[]): number {
  return channels.reduce((sum, channel) => sum + standing(channel).length, 0);
}

async function count(
  dataDir: string,
  channels: readonly SlackChannel[],
  events: number,
): Promise<Pick<SlackKillReport, "missing" | "doubled" | "disordered">> {
  const store = await openStore({ databaseUrl: null, dataDir, log: loudLog });
  try {
    const seen = await Promise.all(
      channels.map(async (channel) => {
        const queued = (await store.deliveriesOf(channel.id, 10_000)).toReversed();
        const markers = queued.map(({ id }) => sha256(`regwatch delivery ${id}`).slice(0, 32));
        const stands = standing(channel).map(({ metadata }) => String(metadata?.event_payload["delivery"]));
        const unique = [...new Set(stands)];
        return {
          missing: events - unique.length,
          doubled: stands.length - unique.length,
          disordered: markers.join() === unique.join() ? [] : [channel.id],
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
