import type { Step } from "../model/observe.ts";
import type { Ended, Follower } from "./observe.ts";

/** The part of a logger that steps are told to. */
export interface StepLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/**
 * One line for each step that has ended, with its ids and how long it took: what found or told something at `info`, what a receiver
 * refused at `warn`, the rest at `debug`. What failed is logged by whom it failed, and fetches by the door they go through.
 */
export function followInLog(log: StepLog): Follower {
  return {
    ended(ended) {
      const { step, notes, seconds, error } = ended;
      if (error !== undefined || step === "fetch") return;
      const { outcome, ...known } = notes;
      const fields = { step, outcome, ...known, ms: Math.round(seconds * 1000) };
      log[levelOf(ended)](fields, words[step]);
    },
  };
}

function levelOf({ step, notes: { outcome, changes } }: Ended): keyof StepLog {
  if (step === "send" && (outcome === "refused" || outcome === "pause")) return "warn";
  if (step === "send") return "info";
  return step === "poll" && (changes !== 0 || outcome !== "read") ? "info" : "debug";
}

const words: Readonly<Record<Step, string>> = {
  tick: "a tick of the scheduler has ended",
  poll: "a feed was polled",
  fetch: "a publisher was asked",
  extract: "a capture was read",
  compare: "a reading was compared",
  redline: "a text was redlined",
  summarise: "a summary was written",
  "ask-model": "the model was asked",
  record: "a capture was recorded",
  deliver: "a delivery had its turn",
  send: "an attempt to send has ended",
  look: "a lost answer was looked for",
  amend: "a message was amended",
  request: "a request was answered",
};
