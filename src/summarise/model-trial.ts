import { randomBytes } from "node:crypto";
import { createModelCall, type ModelSettings } from "./model-call.ts";
import { ModelFailure } from "./model-failure.ts";
import type { ModelInput } from "./model-passages.ts";
import { judgeSentence } from "./model-sentence.ts";
import { writePrompt } from "./prompt.ts";

/** Asks the model once about a small made-up change, and says in a sentence how it did. */
export async function tryModel(settings: ModelSettings): Promise<{ readonly ok: boolean; readonly text: string }> {
  const where = `${settings.model} at ${new URL(settings.url).host}`;
  const started = performance.now();
  try {
    const prompt = writePrompt(trial, randomBytes(12).toString("hex"));
    const { answer, tokens } = await createModelCall(settings)(prompt, new AbortController().signal);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const kept = answer.sentences.filter((sentence) => judgeSentence(sentence, trial).kept).length;
    return kept > 0
      ? {
          ok: true,
          text: `Summaries: ${where} answered in ${seconds} s (${tokens} tokens) and its words stood the check.`,
        }
      : {
          ok: false,
          text: `Summaries: ${where} answered in ${seconds} s, but nothing it wrote stood the check; rules write instead. Try a larger model.`,
        };
  } catch (error) {
    const reason = error instanceof ModelFailure ? error.message : "It failed unexpectedly.";
    return { ok: false, text: `Summaries: ${where} cannot be used; rules write instead. ${reason}` };
  }
}

const trial: ModelInput = {
  title: "Example Cloud Service Terms",
  firstSeen: false,
  passages: [
    {
      label: "P1",
      section: "9.2",
      before: "Customers may request an export within 30 days.",
      after: "Customers may request an export within 60 days.",
      edits: [{ removed: "30", added: "60" }],
      shown: {
        before: "Customers may request an export within 30 days.",
        after: "Customers may request an export within 60 days.",
      },
    },
  ],
  context: ["Example Cloud Service Terms"],
};
