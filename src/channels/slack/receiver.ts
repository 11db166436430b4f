import { createHmac } from "node:crypto";
import type { App, Receiver } from "@slack/bolt";
import { sameSecret } from "../../lib/hash.ts";
import type { Door } from "../../model/channel.ts";
import type { Vault } from "../../model/installation.ts";
import type { Clock, Instant } from "../../model/time.ts";
import type { SlackLog } from "./parts.ts";

const freshSeconds = 300;
const mostBytes = 1_000_000;
const answerWithinMs = 2900;

interface ReceiverSettings {
  readonly signingSecret: string;
  readonly clock: Clock;
  readonly vault: Pick<Vault, "useOnce">;
  readonly log: SlackLog;
}

/**
 * Takes what Slack posts to `/slack/events`. Only signed requests of the last five minutes count, none of them twice; future ones are
 * refused as well. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function createHttpReceiver(settings: ReceiverSettings): Receiver & { readonly door: Door } {
  let app: App | undefined;
  return {
    init: (bolt) => void (app = bolt),
    start: async () => undefined,
    stop: async () => undefined,
    async door(request) {
      if (request.method !== "POST") return refused(405, "Slack posts here.");
      const text = await textOf(request);
      if (text === null) return refused(413, "That is too long.");
      if (!(await isGenuine(settings, request.headers, text)))
        return refused(401, "The request is not signed by Slack.");
      const body = readBody(text, request.headers.get("content-type") ?? "");
      if (body === null) return refused(400, "The request cannot be read.");
      if (body["type"] === "url_verification") return Response.json({ challenge: body["challenge"] });
      if (body["ssl_check"] !== undefined || !app) return new Response(null, { status: 200 });
      if (!(await isNew(settings, body["event_id"]))) return new Response(null, { status: 200 });
      return serve(app, body, settings.log);
    },
  };
}

/** The body, or null where it is longer than anything Slack sends: nobody has proved yet who they are. */
async function textOf(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function isGenuine(
  { signingSecret, clock, vault }: ReceiverSettings,
  headers: Headers,
  body: string,
): Promise<boolean> {
  const stamp = headers.get("x-slack-request-timestamp") ?? "";
  const signature = headers.get("x-slack-signature") ?? "";
  const seconds = /^\d{1,12}$/.test(stamp) ? Number(stamp) : Number.NaN;
  const age = Math.abs(clock.now().epochMilliseconds / 1000 - seconds);
  if (!(age <= freshSeconds)) return false;
  const expected = `v0=${createHmac("sha256", signingSecret).update(`v0:${stamp}:${body}`).digest("hex")}`;
  if (!sameSecret(signature, expected)) return false;
  return vault.useOnce(`slack request ${signature}`, now(clock), later(clock, { minutes: 11 }));
}

// Slack sends an event again when it heard no answer.
async function isNew({ vault, clock }: ReceiverSettings, eventId: unknown): Promise<boolean> {
  if (typeof eventId !== "string") return true;
  return vault.useOnce(`slack event ${eventId}`, now(clock), later(clock, { hours: 1 }));
}

function serve(app: App, body: Record<string, unknown>, log: SlackLog): Promise<Response> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(refused(503, "That took too long.")), answerWithinMs);
    const settle = (response: Response): void => {
      clearTimeout(late);
      resolve(response);
    };
    app
      .processEvent({ body, ack: async (answer: unknown) => settle(acknowledged(answer)) })
      .then(() => settle(new Response(null, { status: 200 })))
      .catch((error: unknown) => {
        log.error({ err: error }, "a request of Slack's failed unexpectedly");
        settle(refused(500, "Something went wrong here."));
      });
  });
}

function acknowledged(answer: unknown): Response {
  if (answer === undefined || answer === "") return new Response(null, { status: 200 });
  return typeof answer === "string" ? new Response(answer) : Response.json(answer);
}

function readBody(text: string, contentType: string): Record<string, unknown> | null {
  try {
    if (contentType.includes("json")) return JSON.parse(text) as Record<string, unknown>;
    const form = Object.fromEntries(new URLSearchParams(text));
    return form["payload"] === undefined ? form : (JSON.parse(form["payload"]) as Record<string, unknown>);
  } catch {
    return null;
  }
}

function refused(status: number, why: string): Response {
  return new Response(`${why}\n`, { status });
}

function now(clock: Clock): Instant {
  return clock.now().toString({ fractionalSecondDigits: 3 });
}

function later(clock: Clock, duration: Temporal.DurationLike): Instant {
  return clock.now().add(duration).toString({ fractionalSecondDigits: 3 });
}
