import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Clock } from "../../../src/model/time.ts";
import { freePort } from "../free-port.ts";
import { refusalOfBlocks, type SlackBlock } from "./limits.ts";
import { methods, type Answer, type Args } from "./methods.ts";
import { createOAuth, type SlackApp } from "./oauth.ts";
import { createRates, type SlackRates } from "./rates.ts";
import { createSocketMode, type SocketMode } from "./socket.ts";
import {
  createChannel,
  createWorkspace,
  type SlackChannel,
  type SlackFile,
  type SlackToken,
  type SlackWorkspace,
} from "./workspace.ts";

/**
 * How a call goes. `taken` and `-after`: Slack did what was asked, and only the answer is lost or wrong. `hang`: no answer at all.
 */
export type Step =
  | "ok"
  | "reset-before"
  | "reset-after"
  | "hang"
  | "hang-after"
  | { readonly error: string; readonly taken?: boolean }
  | { readonly rateLimited: number }
  | { readonly status: number; readonly body?: string; readonly taken?: boolean };

export interface OpenView {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  hash: string;
  view: Record<string, unknown>;
}

/** What was sent to a response_url. */
export interface Reply {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly type: string;
}

/** What the methods of the Web API work on. */
export interface SlackDesk {
  readonly problems: string[];
  readonly unfurls: { team: string; channel: string; ts: string; unfurls: Record<string, unknown> }[];
  now(): number;
  origin(): string;
  historyLagMs(): number;
  nextTs(): string;
  hasScope(workspace: SlackWorkspace, args: Args, scope: string): boolean;
  direct(workspace: SlackWorkspace, user: string): SlackChannel;
  /** Uses a trigger up: whose it was, or the error Slack answers with. */
  takeTrigger(id: string): { readonly user: string } | string;
  openView(workspace: SlackWorkspace, user: string, view: Record<string, unknown>): OpenView;
  updateView(id: string, view: Record<string, unknown>, hash: string | null): OpenView | string;
  expectUpload(name: string, length: number): string;
  uploaded(id: string): SlackFile | null;
}

export interface Slack {
  readonly apiUrl: string;
  readonly desk: SlackDesk;
  readonly socket: SocketMode;
  readonly app: SlackApp;
  readonly calls: { readonly method: string; readonly team: string; readonly args: Args; readonly at: number }[];
  readonly workspaces: ReadonlyMap<string, SlackWorkspace>;
  readonly views: readonly OpenView[];
  addWorkspace(id: string, name: string, token: string | null): SlackWorkspace;
  /** The next calls of a method go as told, one step each. */
  script(method: string, ...steps: readonly Step[]): void;
  /** Decides for every call that is not scripted. */
  fate: (method: string, args: Args) => Step;
  /** Where Slack sends events, commands and clicks if not over a socket. */
  target: { readonly url: string; readonly signingSecret: string } | null;
  /** Sends a payload to the app as Slack does, and gives what it was acknowledged with. */
  deliver(
    kind: "events_api" | "slash_commands" | "interactive",
    payload: Readonly<Record<string, unknown>>,
  ): Promise<unknown>;
  trigger(user: string): string;
  /** A response_url, and what arrives there. */
  responseUrl(): { readonly url: string; next(): Promise<Reply> };
  /** Refuses connections until opened again on the same port. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface SlackSettings {
  readonly clock?: Clock;
  readonly rates?: Partial<SlackRates>;
  /** How far the view of conversations.history lags behind. */
  readonly historyLagMs?: number;
  readonly appToken?: string;
}

const triggerMs = 3000;

/** A Slack on loopback, as strict as the real one, for the real clients. */
export async function startSlack(settings: SlackSettings = {}): Promise<Slack> {
  const clock = settings.clock ?? { now: () => Temporal.Now.instant() };
  const rate = createRates({ channelGapMs: 0, workspacePerMinute: Number.POSITIVE_INFINITY, ...settings.rates });
  const workspaces = new Map<string, SlackWorkspace>();
  const scripts = new Map<string, Step[]>();
  const triggers = new Map<string, { readonly user: string; readonly at: number }>();
  const views: OpenView[] = [];
  const uploads = new Map<string, { readonly name: string; readonly length: number; bytes: Buffer | null }>();
  const inboxes = new Map<string, { readonly take: (reply: Reply) => void; uses: number }>();
  const socket = createSocketMode();
  let count = 0;

  const desk: SlackDesk = {
    problems: [],
    unfurls: [],
    now: () => clock.now().epochMilliseconds,
    origin: () => origin,
    historyLagMs: () => settings.historyLagMs ?? 0,
    nextTs() {
      count += 1;
      return `${Math.floor(desk.now() / 1000)}.${String(count).padStart(6, "0")}`;
    },
    hasScope: (workspace, args, scope) => tokenOf(workspace, args)?.scopes.includes(scope) ?? false,
    direct(workspace, user) {
      const id = `D${user.slice(1)}`;
      const channel = workspace.channels.get(id) ?? createChannel(id, `dm-${user}`, { isPrivate: true });
      workspace.channels.set(id, channel);
      return channel;
    },
    takeTrigger(id) {
      const trigger = triggers.get(id);
      if (!trigger) return "invalid_trigger_id";
      triggers.delete(id);
      return Date.now() - trigger.at > triggerMs ? "expired_trigger_id" : trigger;
    },
    openView(workspace, user, view) {
      const opened = { id: `V${randomUUID().slice(0, 8)}`, team: workspace.id, user, hash: randomUUID(), view };
      views.push(opened);
      return opened;
    },
    updateView(id, view, hash) {
      const open = views.find((one) => one.id === id);
      if (!open) return "not_found";
      if (hash !== null && hash !== open.hash) return "hash_conflict";
      return Object.assign(open, { view, hash: randomUUID() });
    },
    expectUpload(name, length) {
      const id = `F${String(uploads.size).padStart(8, "0")}`;
      uploads.set(id, { name, length, bytes: null });
      return id;
    },
    uploaded(id) {
      const upload = uploads.get(id);
      return upload?.bytes ? { id, name: upload.name, bytes: upload.bytes } : null;
    },
  };
  const app = createOAuth(desk, workspaces);

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      desk.problems.push(String(error));
      response.writeHead(500).end();
    });
  });
  server.on("upgrade", (request, duplex, head) => socket.upgrade(request, duplex, head));
  const port = await freePort();
  await listen();
  const origin = `http://127.0.0.1:${port}`;

  const slack: Slack = {
    apiUrl: `${origin}/api/`,
    desk,
    socket,
    app,
    calls: [],
    workspaces,
    views,
    addWorkspace(id, name, token) {
      const workspace = createWorkspace(id, name, token);
      workspaces.set(id, workspace);
      return workspace;
    },
    script: (method, ...steps) => void scripts.set(method, [...(scripts.get(method) ?? []), ...steps]),
    fate: () => "ok",
    target: null,
    async deliver(kind, payload) {
      if (slack.target === null) return socket.send(kind, payload, kind !== "events_api");
      return deliverOverHttp(slack.target, kind, payload, desk.now());
    },
    trigger(user) {
      const id = randomUUID();
      triggers.set(id, { user, at: Date.now() });
      return id;
    },
    responseUrl() {
      const id = randomUUID();
      const [replies, waiting]: [Reply[], ((reply: Reply) => void)[]] = [[], []];
      inboxes.set(id, {
        uses: 0,
        take: (reply) => (waiting.shift() ?? ((one: Reply) => void replies.push(one)))(reply),
      });
      return {
        url: `${origin}/response/${id}`,
        next: () =>
          new Promise((resolve) => {
            const reply = replies.shift();
            if (reply) resolve(reply);
            else waiting.push(resolve);
          }),
      };
    },
    async shut() {
      socket.cut();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    open: listen,
    async close() {
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return slack;

  async function listen(): Promise<void> {
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin);
    const body = await readAll(request);
    const [, room, name = ""] = url.pathname.split("/");
    if (room === "upload") return takeUpload(name, body, request, response);
    if (room === "response") return takeReply(name, body, response);
    if (room === "oauth") return app.authorizePage(url, response);
    if (room !== "api") return void response.writeHead(404).end();
    const args: Args = Object.fromEntries(new URLSearchParams(body.toString("utf8")));
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? args["token"] ?? "";
    const workspace = [...workspaces.values()].find(({ tokens }) => tokens.some(({ token }) => token === bearer));
    slack.calls.push({ method: name, team: workspace?.id ?? "", args, at: desk.now() });
    const step = scripts.get(name)?.shift() ?? slack.fate(name, args);
    perform(step, () => run(name, { ...args, token: bearer }, workspace, request.headers), request, response);
  }

  function perform(step: Step, act: () => Ran, request: IncomingMessage, response: ServerResponse): void {
    if (step === "ok") return send(response, act());
    if (step === "reset-before") return request.socket.resetAndDestroy() && undefined;
    if (step === "hang") return;
    if (step === "reset-after" || step === "hang-after") {
      act();
      if (step === "reset-after") request.socket.resetAndDestroy();
      return;
    }
    if ("rateLimited" in step) return send(response, limited(step.rateLimited));
    if (step.taken) act();
    if ("error" in step) return send(response, { answer: { ok: false, error: step.error } });
    response.writeHead(step.status, { "content-type": "text/html" }).end(step.body ?? "<html><h1>Sorry</h1></html>");
  }

  function run(
    name: string,
    args: Args,
    workspace: SlackWorkspace | undefined,
    headers: IncomingMessage["headers"],
  ): Ran {
    if (name === "apps.connections.open") {
      if (args["token"] !== (settings.appToken ?? "xapp-1-test"))
        return { answer: { ok: false, error: "invalid_auth" } };
      return { answer: { ok: true, url: socket.ticket(origin) } };
    }
    if (name === "oauth.v2.access") return { answer: app.access(args, headers.authorization ?? "") };
    const method = methods[name];
    if (!method) return { answer: { ok: false, error: "unknown_method" } };
    const token = workspace && tokenOf(workspace, args);
    if (!workspace || !token)
      return { answer: { ok: false, error: args["token"] === "" ? "not_authed" : "invalid_auth" } };
    if (token.state !== "active") {
      return { answer: { ok: false, error: token.state === "revoked" ? "token_revoked" : "account_inactive" } };
    }
    if (token.expiresAt !== null && token.expiresAt <= desk.now())
      return { answer: { ok: false, error: "token_expired" } };
    const scopes = token.scopes.join(",");
    if (method.scopes.length > 0 && !method.scopes.some((scope) => token.scopes.includes(scope))) {
      return { answer: { ok: false, error: "missing_scope", needed: method.scopes[0], provided: scopes }, scopes };
    }
    if (name === "chat.postMessage") {
      const seconds = rate(workspace.id, args["channel"] ?? "", desk.now());
      if (seconds > 0) return limited(seconds);
    }
    return { answer: method.run(desk, workspace, args), scopes };
  }

  function takeUpload(id: string, body: Buffer, request: IncomingMessage, response: ServerResponse): void {
    const upload = uploads.get(id);
    if (!upload) return void response.writeHead(404).end();
    upload.bytes = fileOf(body, request.headers["content-type"] ?? "");
    if (upload.bytes.length !== upload.length) desk.problems.push(`${upload.name} is not as long as was announced`);
    response.writeHead(200).end(`OK - ${upload.bytes.length}`);
  }

  function takeReply(id: string, body: Buffer, response: ServerResponse): void {
    const inbox = inboxes.get(id);
    if (!inbox || (inbox.uses += 1) > 5) return void response.writeHead(404).end("used_url");
    const given = JSON.parse(body.toString("utf8")) as { text?: string; blocks?: SlackBlock[]; response_type?: string };
    const refusal = given.blocks === undefined ? null : refusalOfBlocks(given.blocks);
    if (refusal) desk.problems.push(`an answer was refused: ${refusal.error} ${refusal.why}`);
    response.writeHead(refusal ? 500 : 200).end(refusal ? refusal.error : "ok");
    if (!refusal)
      inbox.take({ text: given.text ?? "", blocks: given.blocks ?? [], type: given.response_type ?? "ephemeral" });
  }
}

interface Ran {
  readonly answer: Answer;
  readonly scopes?: string;
  readonly retryAfter?: number;
}

function limited(seconds: number): Ran {
  return { answer: { ok: false, error: "ratelimited" }, retryAfter: seconds };
}

function send(response: ServerResponse, { answer, scopes, retryAfter }: Ran): void {
  response
    .writeHead(retryAfter === undefined ? 200 : 429, {
      "content-type": "application/json; charset=utf-8",
      ...(scopes === undefined ? {} : { "x-oauth-scopes": scopes }),
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    })
    .end(JSON.stringify(answer));
}

function tokenOf(workspace: SlackWorkspace, args: Args): SlackToken | undefined {
  return workspace.tokens.find(({ token }) => token === args["token"]);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function fileOf(body: Buffer, contentType: string): Buffer {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1];
  if (boundary === undefined) return body;
  const start = body.indexOf("\r\n\r\n") + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}

async function deliverOverHttp(
  target: { readonly url: string; readonly signingSecret: string },
  kind: "events_api" | "slash_commands" | "interactive",
  payload: Readonly<Record<string, unknown>>,
  now: number,
): Promise<unknown> {
  const body =
    kind === "events_api"
      ? JSON.stringify(payload)
      : kind === "slash_commands"
        ? new URLSearchParams(payload as Record<string, string>).toString()
        : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const response = await fetch(target.url, {
    method: "POST",
    headers: signedHeaders(target.signingSecret, body, Math.floor(now / 1000), kind === "events_api"),
    body,
    signal: AbortSignal.timeout(3000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the app answered ${response.status} ${text}`);
  if (text === "") return undefined;
  return (response.headers.get("content-type") ?? "").includes("json") ? (JSON.parse(text) as unknown) : { text };
}

/** The headers Slack signs a request with. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signedHeaders(secret: string, body: string, seconds: number, isJson: boolean): Record<string, string> {
  return {
    "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
    "x-slack-request-timestamp": String(seconds),
    "x-slack-signature": `v0=${createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex")}`,
  };
}
