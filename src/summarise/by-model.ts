import { randomBytes } from "node:crypto";
import { hashJson } from "../lib/hash.ts";
import { unobserved, type Observe } from "../model/observe.ts";
import type { Clock } from "../model/time.ts";
import type { SummaryInput, Written } from "./by-rules.ts";
import { summarise, summaryAround } from "./by-rules.ts";
import { createBreaker, pauseMinutes } from "./breaker.ts";
import { createDailyBudget } from "./daily-budget.ts";
import { isChinese } from "./glossary.ts";
import { createModelCall, type AskModel, type ModelSettings } from "./model-call.ts";
import { ModelFailure } from "./model-failure.ts";
import type { ModelInput } from "./model-passages.ts";
import { modelInput } from "./model-passages.ts";
import { judgeSentence } from "./model-sentence.ts";
import type { ModelAnswer } from "./prompt.ts";
import { dataLines, promptVersion, writePrompt } from "./prompt.ts";
import { sentencesOf, shortened } from "./sentences.ts";

/** A summary and who wrote it. */
export interface Summary {
  readonly summary: string;
  readonly summarisedBy: "rules" | "model";
}

export interface ModelSummaries {
  /** The model's sentences that its source bears out, else the rules' summary. Never throws, never waits beyond the time limit. */
  readonly summarise: (input: SummaryInput & { readonly baseline?: boolean }) => Promise<Summary>;
}

export interface ModelSummarySettings extends ModelSettings {
  readonly dailyTokens: number;
  readonly clock: Clock;
  readonly log: {
    debug(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** The house is closing: nothing is asked any more. */
  readonly signal: AbortSignal;
  readonly observe?: Observe;
}

/** Summaries by a language model behind an OpenAI-compatible address. What it says is checked; what it cannot say, the rules say. */
export function createModelSummaries(settings: ModelSummarySettings): ModelSummaries {
  const { clock, log, signal, observe = unobserved } = settings;
  const ask = createModelCall(settings);
  const breaker = createBreaker(clock);
  const budget = createDailyBudget(clock, settings.dailyTokens);
  const known = createMemory<ModelAnswer | null>(mostKnown);
  const named = { model: settings.model, host: new URL(settings.url).host };

  async function answerTo(input: ModelInput): Promise<ModelAnswer | null> {
    if (signal.aborted || !breaker.isClosed() || !budget.hasLeft()) return null;
    try {
      const { answer, tokens } = await observe("ask-model", named, () => askSafely(ask, input, signal));
      breaker.succeeded();
      if (budget.spend(tokens))
        log.warn(named, "the day's tokens for summaries are used up; the rules write until midnight UTC");
      return answer;
    } catch (error) {
      if (signal.aborted) return null;
      const reason = error instanceof ModelFailure ? error.message : "It failed unexpectedly.";
      log.warn({ ...named, reason }, "no summary from the model; the rules' summary is used");
      if (breaker.failed())
        log.warn(named, `the model is left alone for ${pauseMinutes} minutes after failures in a row`);
      return null;
    }
  }

  return {
    async summarise(input) {
      const given = isWorthAsking(input) ? modelInput(input) : null;
      if (given === null || given.passages.length === 0) return byRules(input);
      const key = hashJson([settings.url, settings.model, promptVersion, dataLines(given)]);
      const answer = await known(key, () => answerTo(given));
      const written =
        answer &&
        standing(answer, given, (reason) => log.debug({ ...named, reason }, "a model's sentence was dropped"));
      return written === null ? byRules(input) : { summary: summaryAround(input, written), summarisedBy: "model" };
    },
  };
}

const mostKnown = 500;

function byRules(input: SummaryInput): Summary {
  return { summary: summarise(input), summarisedBy: "rules" };
}

// Nobody is told of a baseline, and it may be hundreds of documents; what rules say in full needs no model.
function isWorthAsking({
  before,
  vanished,
  classification,
  baseline = false,
}: SummaryInput & { readonly baseline?: boolean }): boolean {
  if (baseline || vanished !== undefined) return false;
  return before === null || (classification.significance !== "cosmetic" && classification.highlights.length > 0);
}

async function askSafely(ask: AskModel, input: ModelInput, signal: AbortSignal): ReturnType<AskModel> {
  return ask(writePrompt(input, randomBytes(12).toString("hex")), signal);
}

/** The sentences that stand, each with the section it rests on; null if none does. */
function standing(answer: ModelAnswer, input: ModelInput, dropped: (reason: string) => void): Written | null {
  const sentences: string[] = [];
  const sections: string[] = [];
  for (const given of answer.sentences.slice(0, mostSentences).flatMap(single)) {
    const judged = judgeSentence(given, input);
    if (!judged.kept) dropped(judged.reason);
    else if (!sentences.includes(withSection(judged))) {
      sentences.push(withSection(judged));
      sections.push(judged.section);
    }
  }
  const texts = input.passages.map(({ before, after }) => `${before} ${after}`).join(" ");
  return sentences.length === 0 ? null : { sentences, sections, translated: isChinese(texts) };
}

const mostSentences = 4;

// Two sentences in one are judged one by one, so that the second cannot hide behind the first.
function single(given: ModelAnswer["sentences"][number]): readonly ModelAnswer["sentences"][number][] {
  const quotations: string[] = [];
  const masked = given.text.replace(/“[^”]*”|"[^"]*"/gu, (words) => `“${quotations.push(words) - 1}”`);
  return sentencesOf(masked, mostSentences).map((text) => ({
    ...given,
    text: text.replace(/“(\d+)”/gu, (_, index: string) => quotations[Number(index)] ?? ""),
  }));
}

function withSection({ text, section }: { readonly text: string; readonly section: string }): string {
  const bare = text.replace(/[.。]$/u, "");
  return section === "" || bare.includes(section) ? `${bare}.` : `${bare} (${shortened(section, longestSection)}).`;
}

const longestSection = 80;

/** Remembers the latest answers by content, and lets two who ask the same at once share one. What failed is not remembered. */
function createMemory<Value>(most: number): (key: string, make: () => Promise<Value | null>) => Promise<Value | null> {
  const values = new Map<string, Promise<Value | null>>();
  return async (key, make) => {
    const value = values.get(key) ?? make();
    values.delete(key);
    values.set(key, value);
    for (const oldest of values.keys()) {
      if (values.size <= most) break;
      values.delete(oldest);
    }
    const made = await value;
    if (made === null && values.get(key) === value) values.delete(key);
    return made;
  };
}
