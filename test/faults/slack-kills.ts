import { sha256 } from "../../src/lib/hash.ts";
import type { Clock } from "../../src/model/time.ts";
import { startSlack, type Step } from "../support/slack/slack.ts";
import { createChannel, standing } from "../support/slack/workspace.ts";
import type { Chance } from "./chance.ts";
import type { FaultyReceiver } from "./channel-kills.ts";

/** A Slack that loses the answers to every third message. Its history lags by fifteen seconds of the service's time. */
export async function startFaultySlack(clock: Clock, chance: Chance, places: number): Promise<FaultyReceiver> {
  const slack = await startSlack({ clock, historyLagMs: 15_000 });
  const workspace = slack.addWorkspace("T0ACME", "acme", "xoxb-acme");
  const channels = Array.from({ length: places }, (_, at) => createChannel(`C0FAULT${at}`, `faults-${at}`));
  for (const channel of channels) workspace.channels.set(channel.id, channel);
  const faults = { met: 0, lostAnswers: 0 };
  slack.fate = (method) => {
    if (method !== "chat.postMessage" || chance.between(0, 1) > 0.35) return "ok";
    const step = chance.pick(steps);
    faults.met += 1;
    if (isLostAnswer(step)) faults.lostAnswers += 1;
    return step;
  };
  return {
    channel: "slack",
    environment: { SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: "xoxb-acme" },
    places: channels.map(({ id }) => id),
    requests: () => slack.calls.length,
    posts: () => slack.calls.filter(({ method }) => method === "chat.postMessage").length,
    faults,
    beGood: () => void (slack.fate = () => "ok"),
    standing: (place) => {
      const channel = channels.find(({ id }) => id === place);
      return channel ? standing(channel).map(({ metadata }) => String(metadata?.event_payload["delivery"])) : [];
    },
    markOf: (deliveryId) => sha256(`regwatch delivery ${deliveryId}`).slice(0, 32),
    problems: () => slack.desk.problems,
    close: () => slack.close(),
  };
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

function isLostAnswer(step: Step): boolean {
  return step === "reset-after" || (typeof step === "object" && "taken" in step && step.taken === true);
}
