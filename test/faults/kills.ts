import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "../support/program.ts";
import { account, type Account } from "./outcome.ts";
import {
  baseline,
  finish,
  inspect,
  isReady,
  lastLine,
  makeTrouble,
  noteComplaints,
  publishMeanwhile,
  setStage,
  type Stage,
  type StageSettings,
} from "./stage.ts";

export interface KillSettings extends Omit<StageSettings, "most"> {
  readonly kills: number;
  readonly say: (line: string) => void;
}

export interface KillReport extends Account {
  readonly kills: number;
  readonly documents: number;
  readonly seconds: number;
  /** What the store and the services say against the run. */
  readonly complaints: readonly string[];
}

/**
 * Kills services with SIGKILL at random moments while documents arrive and receivers break down, lets the last ones finish in peace, and
 * counts what the receivers took.
 */
export async function runKills(settings: KillSettings): Promise<KillReport> {
  const began = performance.now();
  const stage = await setStage({ ...settings, most: 30 + settings.kills * 3 });
  try {
    await baseline(stage);
    const each = Math.ceil(settings.kills / settings.services);
    const killed = await Promise.all(
      Array.from({ length: settings.services }, () => killRepeatedly(stage, each, settings.say)),
    );
    await finish(
      stage,
      Array.from({ length: settings.services }, () => stage.start()),
    );
    return {
      ...account(stage.listeners, stage.publisher.events),
      kills: killed.reduce((sum, one) => sum + one, 0),
      documents: stage.publisher.events.length,
      seconds: Math.round((performance.now() - began) / 1000),
      complaints: [...stage.complaints, ...(await inspect(stage))],
    };
  } finally {
    await stage.close();
  }
}

async function killRepeatedly(stage: Stage, times: number, say: KillSettings["say"]): Promise<number> {
  const { publisher } = stage;
  for (let killed = 1; killed <= times; killed += 1) {
    makeTrouble(stage);
    const program = stage.start();
    const arrivals = publishMeanwhile(stage);
    await momentToKill(stage, program);
    if (program.process.exitCode !== null)
      stage.complaints.push(`a service ended by itself: ${lastLine(program.complaint())}`);
    await program.kill();
    await arrivals.stop();
    noteComplaints(stage, program);
    if (killed % 10 === 0) say(`${killed} of ${times} killed, ${publisher.events.length} documents`);
  }
  return times;
}

/** While it starts, at any moment of its work, or in the middle of a request to the publisher or to a receiver. */
async function momentToKill(stage: Stage, program: Program): Promise<void> {
  const { chance, publisher, receivers } = stage;
  const moment = chance.pick(["start", "any", "any", "polling", "sending", "sending"] as const);
  const patience = chance.between(0, 2500);
  if (moment === "start") return sleep(patience);
  await isReady(stage, program);
  if (moment === "any") return sleep(patience);
  const requests = (): number =>
    moment === "polling" ? publisher.world.requests.length : receivers.reduce((sum, one) => sum + one.requests(), 0);
  const [before, deadline] = [requests() + chance.whole(0, 4), Date.now() + 3000];
  while (requests() <= before && Date.now() < deadline) await sleep(1);
  await sleep(chance.between(0, 20));
}
