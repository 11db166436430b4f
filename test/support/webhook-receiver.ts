import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/**
 * What the receiver does with one request: takes it and answers 200; answers something else; never answers; takes it and then
 * breaks the connection (`reset-after`), or breaks it before reading (`reset-before`); answers 200 with a body that never ends.
 */
export type Step =
  | "accept"
  | "hang"
  | "reset-before"
  | "reset-after"
  | "endless-body"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface Received {
  readonly deliveryId: string;
  readonly kind: string;
  readonly signature: string | undefined;
  readonly body: WebhookBody;
}

export interface WebhookReceiver {
  readonly url: string;
  /** `127.0.0.1:PORT`, to be allowed. */
  readonly host: string;
  /** Requests that reached the receiver whole, whether answered or not, in order. */
  readonly received: readonly Received[];
  /** How many requests were begun, whole or not. */
  readonly requests: () => number;
  /** How often each delivery was taken, by id. */
  readonly accepted: () => ReadonlyMap<string, number>;
  /** Everything that broke the contract of a webhook delivery. */
  readonly problems: readonly string[];
  /** What to do with the next requests; after that, all are accepted. */
  readonly script: (...steps: readonly Step[]) => void;
  readonly close: () => Promise<void>;
}

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const change = z.looseObject({
  id: z.string(),
  feedId: z.string(),
  documentId: z.string(),
  threadKey: z.string(),
  kind: z.enum(["first-seen", "amended", "withdrawn"]),
  title: z.string(),
  sourceUrl: z.string(),
  permalink: z.url(),
  publishedAt: z.string().nullable(),
  detectedAt: z.iso.datetime(),
  language: z.string(),
  significance: z.enum(["cosmetic", "editorial", "substantive", "urgent"]),
  reasons: z.array(z.looseObject({ rule: z.string() })),
  topics: z.array(z.string()),
  agencies: z.array(z.string()),
  cfrReferences: z.array(z.string()),
  docketIds: z.array(z.string()),
  rins: z.array(z.string()),
  facts: z.array(z.strictObject({ name: z.string(), before: fact, after: fact })),
  deadlines: z.array(z.looseObject({ kind: z.string(), date: z.iso.date() })),
  summary: z.string(),
  summarisedBy: z.enum(["rules", "model"]),
  citation: z.string().nullable(),
  officialUrl: z.string().nullable(),
  redline: z.looseObject({
    spans: z.array(
      z.looseObject({
        op: z.enum(["equal", "insert", "delete", "move-from", "move-to"]),
        section: z.string(),
        text: z.string(),
      }),
    ),
    stats: z.strictObject({ inserted: z.number(), deleted: z.number(), moved: z.number(), sections: z.number() }),
  }),
  evidence: z.looseObject({
    before: z.string().nullable(),
    after: z.string().nullable(),
    lastSeenBefore: z.string().nullable(),
    firstSeenAfter: z.string(),
    chain: z.string(),
  }),
  eventKey: z.never().optional(),
  identifiers: z.never().optional(),
  visibility: z.never().optional(),
});
const webhookBody = z.looseObject({
  deliveryId: z.string().min(1),
  subscriptionId: z.string().min(1),
  kind: z.enum(["alert", "digest", "health", "notice"]),
  changes: z.array(change),
  health: z.looseObject({ message: z.string(), state: z.string() }).optional(),
  notice: z.looseObject({ message: z.string().optional() }).optional(),
});
type WebhookBody = z.infer<typeof webhookBody>;

/** A receiver on loopback that holds deliveries to the contract and breaks down on demand. With a secret it insists on signatures. */
export async function startWebhookReceiver(secret: string | null = null): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const problems: string[] = [];
  const accepted = new Map<string, number>();
  const steps: Step[] = [];
  let requests = 0;

  const server = createServer((request, response) => {
    requests += 1;
    const step = steps.shift() ?? "accept";
    if (step === "reset-before") request.socket.resetAndDestroy();
    else {
      readAll(request).then(
        (body) => answer(request, response, body, step),
        () => {},
      );
    }
  });

  function answer(request: IncomingMessage, response: ServerResponse, text: string, step: Step): void {
    const read = check(request, text, secret);
    if (typeof read === "string") {
      problems.push(read);
      response.writeHead(400).end(read);
      return;
    }
    received.push(read);
    const take = (): void => void accepted.set(read.deliveryId, (accepted.get(read.deliveryId) ?? 0) + 1);
    if (typeof step === "object") {
      if (step.status >= 200 && step.status < 300) take();
      response.writeHead(step.status, step.headers).end(step.body ?? "");
      return;
    }
    if (step === "hang") return;
    take();
    if (step === "accept") response.writeHead(200).end("taken");
    if (step === "reset-after") request.socket.resetAndDestroy();
    if (step === "endless-body") flood(response.writeHead(200));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/hooks/a-secret-path`,
    host,
    received,
    problems,
    requests: () => requests,
    accepted: () => accepted,
    script: (...next) => void steps.push(...next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function check(request: IncomingMessage, text: string, secret: string | null): Received | string {
  if (request.method !== "POST") return `the method is ${request.method}`;
  if (request.headers["content-type"] !== "application/json") return "the content type is not application/json";
  const parsed = webhookBody.safeParse(parseJson(text));
  if (!parsed.success) return `the body is not as agreed: ${parsed.error.message}`;
  const body = parsed.data;
  if (request.headers["regwatch-delivery"] !== body.deliveryId) return "Regwatch-Delivery is not the body's deliveryId";
  const signature = [request.headers["regwatch-signature"]].flat()[0];
  const complaint = checkSignature(signature, text, secret);
  if (complaint !== null) return complaint;
  return { deliveryId: body.deliveryId, kind: body.kind, signature, body };
}

function checkSignature(signature: string | undefined, body: string, secret: string | null): string | null {
  if (secret === null) return signature === undefined ? null : "there is a signature and no secret";
  const parts = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature ?? "");
  if (parts === null) return "the signature is missing or has another form";
  const expected = createHmac("sha256", secret).update(`${parts[1]}.${body}`).digest("hex");
  return parts[2] === expected ? null : "the signature is wrong";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function flood(response: ServerResponse): void {
  const chunk = Buffer.alloc(16 * 1024, "x");
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", pour);
  response.on("error", () => {});
  pour();
}
