import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Notes, Step } from "../model/observe.ts";
import type { Ended, Follower } from "./observe.ts";

/** What this process has done since its start, in numbers. */
export interface Meters {
  readonly registry: Registry;
  readonly follower: Follower;
}

/**
 * Counts the steps of the work and how long they take. Labels are sources, channels and outcomes, never a feed, a host or an address: so the
 * series stay few. Of `channels` every outcome is told from the start, so that the first refusal is seen as one.
 */
export function createMeters(version: string, channels: readonly string[]): Meters {
  const registry = new Registry();
  const counts = new Map(measures.map((measure) => [measure.step, counting(registry, measure, channels)]));
  const lags = deliveryLags(registry);
  new Gauge({
    name: "regwatch_build_info",
    help: "Always 1; its labels say what runs",
    labelNames: ["version", "node"],
    registers: [registry],
  }).set({ version, node: process.version }, 1);
  return {
    registry,
    follower: {
      ended(step) {
        counts.get(step.step)?.(step);
        if (step.step === "send") lags(step.notes);
      },
    },
  };
}

/** Counted as `regwatch_<many>_total` and timed as `regwatch_<one>_seconds`. `ending` is the label that says how a step ended. */
interface Measure {
  readonly step: Step;
  readonly one: string;
  readonly many: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly ending: string;
  /** Endings that a rule waits for: they are told as 0 before they come. */
  readonly awaited?: readonly string[];
  readonly buckets: readonly number[];
}

const quick = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
const slow = [0.05, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];
const lag = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 14_400, 86_400];

const measures: readonly Measure[] = [
  { ...measure("tick", "ticks", "Ticks of the scheduler", [], slow), awaited: ["failed"] },
  measure("poll", "polls", "Polls of feeds", ["source"], slow),
  { ...measure("fetch", "fetches", "Requests to publishers", [], slow), ending: "status" },
  { ...measure("extract", "extractions", "Captures read", ["source"], quick), one: "extraction" },
  { ...measure("compare", "comparisons", "Readings compared with the latest version", [], quick), one: "comparison" },
  measure("redline", "redlines", "Texts redlined", [], quick),
  { ...measure("summarise", "summaries", "Summaries written", [], slow), one: "summary", ending: "by" },
  {
    ...measure("ask-model", "model_calls", "Questions to the language model", [], slow),
    one: "model_call",
    awaited: ["failed"],
  },
  measure("record", "records", "Transactions that record a capture", [], quick),
  {
    ...measure("send", "sends", "Attempts to send a message", ["channel"], slow),
    awaited: ["refused", "pause", "failed"],
  },
  measure("look", "looks", "Looks for a message whose answer was lost", ["channel"], slow),
  { ...measure("amend", "amendments", "Attempts to amend a message", ["channel"], slow), one: "amendment" },
  { ...measure("request", "requests", "Requests to the web", [], quick), ending: "status" },
];

function measure(
  step: Step,
  many: string,
  help: string,
  labels: readonly string[],
  buckets: readonly number[],
): Measure {
  return { step, one: step, many, help, labels, ending: "outcome", buckets };
}

function counting(
  registry: Registry,
  { one, many, help, labels, ending, awaited = [], buckets }: Measure,
  channels: readonly string[],
): (ended: Ended) => void {
  const registers = [registry];
  const total = new Counter({ name: `regwatch_${many}_total`, help, labelNames: [...labels, ending], registers });
  const took = new Histogram({
    name: `regwatch_${one}_seconds`,
    help: `${help}: how long each took`,
    labelNames: [...labels],
    buckets: [...buckets],
    registers,
  });
  for (const awaitedEnding of awaited) {
    for (const channel of labels.includes("channel") ? channels.map((id) => ({ channel: id })) : [{}]) {
      total.inc({ ...channel, [ending]: awaitedEnding }, 0);
    }
  }
  return ({ notes, seconds, error }) => {
    const values = Object.fromEntries(labels.map((label) => [label, text(notes[label]) ?? "unknown"]));
    total.inc({ ...values, [ending]: error === undefined ? (text(notes[ending]) ?? "ok") : "failed" });
    took.observe(values, seconds);
  };
}

// Only alerts that go out at once: a digest waits because it was asked to.
function deliveryLags(registry: Registry): (notes: Notes) => void {
  const since = (event: string, help: string) =>
    new Histogram({
      name: `regwatch_${event}_to_delivery_seconds`,
      help,
      labelNames: ["channel"],
      buckets: lag,
      registers: [registry],
    });
  const detection = since("detection", "From a change being found to its alert being accepted");
  const publication = since(
    "publication",
    "From a publisher's stated time, where it states one, to its alert accepted",
  );
  return ({ channel, sinceDetection, sincePublication }) => {
    const labels = { channel: text(channel) ?? "unknown" };
    if (typeof sinceDetection === "number") detection.observe(labels, sinceDetection);
    if (typeof sincePublication === "number") publication.observe(labels, sincePublication);
  };
}

function text(value: Notes[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
