import type { ModelAnswer, Prompt } from "./prompt.ts";
import { answerSchema } from "./prompt.ts";
import { createModelFetch, type NetworkSettings } from "./model-door.ts";
import { ModelFailure, plainFailure, statusOf } from "./model-failure.ts";

/** Where the model answers. `url` is the address before `/chat/completions`; a local server may need no key. */
export interface ModelSettings {
  readonly url: string;
  readonly key: string | null;
  readonly model: string;
  readonly network: NetworkSettings;
  readonly timeoutMs?: number;
}

/** An answer with what it cost, as the server counts or, where it does not, estimated. */
export interface Answered {
  readonly answer: ModelAnswer;
  readonly tokens: number;
}

/** Asks a model once, within the time limit. Throws `ModelFailure`, or the signal's reason when that fires. */
export type AskModel = (prompt: Prompt, signal: AbortSignal) => Promise<Answered>;

const defaultTimeoutMs = 20_000;

/**
 * Speaks to any OpenAI-compatible server. What it understands is found out by asking: structured output by schema, else JSON, else
 * words; `max_tokens` or its newer name; a temperature or none. What worked is kept for the next call.
 */
export function createModelCall(settings: ModelSettings): AskModel {
  const { timeoutMs = defaultTimeoutMs } = settings;
  const fetch = createModelFetch(settings.network);
  let dialect: Dialect = { structure: "schema", limit: "max_tokens", temperature: true };
  return async (prompt, signal) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      for (let tried = dialect; ;) {
        try {
          const answered = await ask(settings, fetch, tried, prompt, limit);
          dialect = tried;
          return answered;
        } catch (error) {
          const simpler = limit.aborted ? null : simplerDialect(tried, error);
          if (simpler === null) throw error;
          tried = simpler;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      throw plainFailure(limit.aborted ? limit.reason : error, timeoutMs);
    }
  };
}

interface Dialect {
  readonly structure: "schema" | "json" | "words";
  readonly limit: "max_tokens" | "max_completion_tokens";
  readonly temperature: boolean;
}

// A server that does not know a field answers 400 or 422, and mostly names it; else the structure is what few servers know.
function simplerDialect(dialect: Dialect, error: unknown): Dialect | null {
  const status = statusOf(error);
  if (status !== 400 && status !== 422) return null;
  const said = error instanceof Error && "responseBody" in error ? String(error.responseBody) : "";
  if (dialect.limit === "max_tokens" && /max_completion_tokens/.test(said)) {
    return { ...dialect, limit: "max_completion_tokens" };
  }
  if (dialect.temperature && /temperature/.test(said)) return { ...dialect, temperature: false };
  if (dialect.structure === "schema") return { ...dialect, structure: "json" };
  return dialect.structure === "json" ? { ...dialect, structure: "words" } : null;
}

/** Enough for a few sentences, and for a model that thinks aloud before it answers. */
const mostAnswerTokens = 2000;

async function ask(
  { url, key, model }: ModelSettings,
  fetch: typeof globalThis.fetch,
  { structure, limit, temperature }: Dialect,
  { instructions, data }: Prompt,
  abortSignal: AbortSignal,
): Promise<Answered> {
  // Loaded with the first question: without a model, neither start-up nor memory pays for them.
  const [{ generateText, NoObjectGeneratedError, Output }, { createOpenAICompatible }] = await Promise.all([
    import("ai"),
    import("@ai-sdk/openai-compatible"),
  ]);
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const provider = createOpenAICompatible({
    name: "summary",
    baseURL: url,
    ...(key === null ? {} : { apiKey: key }),
    supportsStructuredOutputs: structure === "schema",
    fetch,
    transformRequestBody: ({ max_tokens, ...body }) => ({ ...body, [limit]: max_tokens }),
  });
  try {
    const { text, totalUsage } = await generateText({
      model: provider.chatModel(model),
      instructions,
      prompt: data,
      maxOutputTokens: mostAnswerTokens,
      maxRetries: 0,
      abortSignal,
      ...(temperature ? { temperature: 0 } : {}),
      ...(structure === "words" ? {} : { output: Output.object({ schema: answerSchema, name: "summary" }) }),
    });
    return { answer: read(text), tokens: totalUsage.totalTokens ?? estimate(instructions, data, text) };
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    return { answer: read(error.text ?? ""), tokens: error.usage?.totalTokens ?? estimate(instructions, data) };
  }
}

/** Reads an answer leniently: thoughts before it, a fence or words around it. */
function read(text: string): ModelAnswer {
  const answer = text.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, "");
  if (answer.trim() === "") throw new ModelFailure("Its answer is empty.");
  const json = answer.slice(answer.indexOf("{"), answer.lastIndexOf("}") + 1);
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new ModelFailure("Its answer is not JSON.");
  }
  const parsed = answerSchema.safeParse(value);
  if (!parsed.success) throw new ModelFailure("Its answer has another form than it was asked for.");
  return parsed.data;
}

// A token is about four letters of English and about one Chinese character; too many is the safe side.
function estimate(...texts: readonly string[]): number {
  return Math.ceil(texts.join("").length / 2);
}
