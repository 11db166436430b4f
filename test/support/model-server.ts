import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** A sentence as the model double gives it. */
export interface GivenSentence {
  readonly text: string;
  readonly section?: string;
  readonly quotations?: readonly string[];
  readonly numbers?: readonly string[];
}

/**
 * What the server does with one request. `answer` writes the sentences, `say` the content as it is; `obey` does what the page
 * asks: each text between « and » in the data is given as a sentence.
 */
export type ModelStep =
  | { readonly answer: readonly GivenSentence[] }
  | { readonly say: string; readonly finish?: string }
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly body: string }
  | "obey"
  | "hang"
  | "drip"
  | "reset"
  | "flood";

/** What a server may lack. Asked for what it lacks, it answers 400 as such servers do. */
export interface ModelServerKind {
  readonly key?: string | null;
  readonly model?: string;
  readonly structure?: "schema" | "json" | "words";
  readonly newerLimit?: boolean;
  readonly fixedTemperature?: boolean;
  readonly countsTokens?: boolean;
}

export interface ModelRequest {
  readonly instructions: string;
  readonly data: string;
  readonly structure: "schema" | "json" | "words";
}

export interface ModelServer {
  /** What SUMMARY_API_URL is set to. */
  readonly url: string;
  /** Requests that were well-formed and had the key, in order, also those refused for what the server lacks. */
  readonly requests: readonly ModelRequest[];
  /** Everything that broke the OpenAI chat-completions contract. */
  readonly problems: readonly string[];
  /** What to do next; the last step stays for all further requests. */
  readonly script: (...steps: readonly ModelStep[]) => void;
  readonly close: () => Promise<void>;
}

const request = z.strictObject({
  model: z.string().min(1),
  messages: z.tuple([
    z.strictObject({ role: z.literal("system"), content: z.string().min(1) }),
    z.strictObject({ role: z.literal("user"), content: z.string().min(1) }),
  ]),
  max_tokens: z.int().positive().max(4096).optional(),
  max_completion_tokens: z.int().positive().max(4096).optional(),
  temperature: z.number().min(0).max(2).optional(),
  response_format: z
    .union([
      z.strictObject({ type: z.literal("json_object") }),
      z.strictObject({
        type: z.literal("json_schema"),
        json_schema: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          strict: z.boolean(),
          description: z.string().optional(),
          schema: z.looseObject({ type: z.literal("object"), properties: z.looseObject({}) }),
        }),
      }),
    ])
    .optional(),
});
type ChatRequest = z.infer<typeof request>;

/** A strict loopback double of an OpenAI-compatible server: `POST /v1/chat/completions`, nothing else, nothing unknown in it. */
export async function startModelServer(kind: ModelServerKind = {}): Promise<ModelServer> {
  const { key = "sk-loopback-0123456789", model = "test-model" } = kind;
  const requests: ModelRequest[] = [];
  const problems: string[] = [];
  let steps: readonly ModelStep[] = [{ answer: [] }];

  const server = createServer((message, response) => {
    void handle(message, response).catch((error: unknown) => {
      problems.push(`the double failed: ${String(error)}`);
      response.destroy();
    });
  });

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const refuse = (status: number, text: string, param: string | null = null): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: text, type: "invalid_request_error", param, code: null } }));
    };
    const wrong = (text: string): void => {
      problems.push(text);
      refuse(400, text);
    };
    if (message.method !== "POST") return wrong(`method ${message.method}`);
    if (message.url !== "/v1/chat/completions") return refuse(404, "Not found");
    if (!/^application\/json\b/.test(message.headers["content-type"] ?? "")) return wrong("content type");
    const given = message.headers.authorization;
    // As real servers do, the refusal repeats a part of the key.
    if (key !== null && given !== `Bearer ${key}`) return refuse(401, `Incorrect API key provided: ${given}.`);
    if (key === null && given !== undefined) return wrong("a key was sent that nobody asked for");
    const parsed = request.safeParse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
    if (!parsed.success) return wrong(z.prettifyError(parsed.error));
    const body = parsed.data;
    if (body.model !== model) return refuse(404, `The model ${body.model} does not exist`);
    requests.push({
      instructions: body.messages[0].content,
      data: body.messages[1].content,
      structure: structureOf(body),
    });
    const lack = lacking(kind, body);
    if (lack !== null) return refuse(400, lack.text, lack.param);
    const [step = { answer: [] }] = steps;
    if (steps.length > 1) steps = steps.slice(1);
    perform(step, body, kind, response);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    problems,
    script: (...next) => {
      steps = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function structureOf({ response_format: format }: ChatRequest): ModelRequest["structure"] {
  if (format === undefined) return "words";
  return format.type === "json_schema" ? "schema" : "json";
}

function lacking(kind: ModelServerKind, body: ChatRequest): { readonly text: string; readonly param: string } | null {
  if (kind.newerLimit === true && body.max_tokens !== undefined) {
    return {
      text: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      param: "max_tokens",
    };
  }
  if (kind.fixedTemperature === true && body.temperature !== undefined) {
    return {
      text: "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      param: "temperature",
    };
  }
  const order = ["words", "json", "schema"];
  if (order.indexOf(structureOf(body)) > order.indexOf(kind.structure ?? "schema")) {
    return { text: "This response_format type is unavailable now", param: "response_format" };
  }
  return null;
}

function perform(step: ModelStep, body: ChatRequest, kind: ModelServerKind, response: ServerResponse): void {
  if (step === "hang") return;
  if (step === "reset") {
    response.destroy();
    return;
  }
  const json = { "content-type": "application/json" };
  if (step === "drip" || step === "flood") {
    response.writeHead(200, json);
    // Both go on until the other side hangs up.
    const timer = setInterval(() => response.write(step === "drip" ? " " : " ".repeat(200_000)), 5);
    response.on("close", () => clearInterval(timer));
    return;
  }
  if (step !== "obey" && "status" in step) {
    response.writeHead(step.status, { ...json, ...step.headers });
    response.end(step.body ?? JSON.stringify({ error: { message: "no", type: "error", param: null, code: null } }));
    return;
  }
  response.writeHead(200, json);
  if (step !== "obey" && "body" in step) {
    response.end(step.body);
    return;
  }
  const content = contentOf(step, body);
  response.end(
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1_800_000_000,
      model: body.model,
      choices: [
        {
          index: 0,
          message: { role: "assistant", content },
          finish_reason: (step !== "obey" && "finish" in step && step.finish) || "stop",
        },
      ],
      ...(kind.countsTokens === false
        ? {}
        : { usage: { prompt_tokens: 800, completion_tokens: 200, total_tokens: 1000 } }),
    }),
  );
}

function contentOf(
  step: "obey" | Extract<ModelStep, { readonly say: string } | { readonly answer: unknown }>,
  { messages }: ChatRequest,
): string {
  if (step !== "obey") return "say" in step ? step.say : JSON.stringify({ sentences: step.answer.map(whole) });
  const orders = Array.from(messages[1].content.matchAll(/«([^»]*)»/gu), ([, text = ""]) =>
    whole({ text: unescaped(text) }),
  );
  return JSON.stringify({ sentences: orders });
}

function unescaped(text: string): string {
  return z.string().parse(JSON.parse(`"${text}"`));
}

function whole({ text, section = "P1", quotations = [], numbers = [] }: GivenSentence): GivenSentence {
  return { text, section, quotations, numbers };
}
