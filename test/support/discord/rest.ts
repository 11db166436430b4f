import type { IncomingMessage, ServerResponse } from "node:http";
import { done, error, missingAccess, ok, unknownChannel, type Answer } from "./answer.ts";
import type { Verdict } from "./buckets.ts";
import type { Faults } from "./faults.ts";
import type { Interactions } from "./interactions.ts";
import { checkCommand } from "./limits.ts";
import * as messages from "./messages.ts";
import {
  channelJson,
  messageJson,
  permissions,
  permissionsIn,
  textOf,
  userJson,
  type Json,
  type State,
} from "./state.ts";

export interface Rest {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** `METHOD /path status` of every request, in order. */
  readonly log: readonly string[];
  /** Requests that count towards the ban: 401, 403 and 429, but not shared ones. */
  readonly invalid: () => number;
}

interface RestParts {
  readonly state: State;
  readonly interactions: Interactions;
  readonly faults: Faults;
  readonly limit: (route: string, major: string) => Verdict;
  readonly gatewayUrl: () => string;
}

type Route = (request: messages.Request, ...parts: readonly string[]) => Answer;

/** Discord's REST API, version 10. */
export function createRest({ state, interactions, faults, limit, gatewayUrl }: RestParts): Rest {
  const log: string[] = [];
  let invalid = 0;
  const routes = routesOf(state, interactions, gatewayUrl);
  return { log, invalid: () => invalid, handle };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://discord");
    const path = url.pathname.replace(/^\/api\/v10/, "");
    const line = `${request.method} ${path}`;
    const read = await readBody(request, url.searchParams);
    const fault = faults.next(line);
    const act = (): Answer => answerTo(line, request, read);
    const answer = fault === null || fault.taken ? act() : null;
    if (fault?.kind === "hang") return note(line, "hangs");
    if (fault?.kind === "reset") {
      note(line, answer === null ? "reset" : "taken, reset");
      request.socket.resetAndDestroy();
      return;
    }
    write(line, response, fault?.kind === "status" ? fault : (answer ?? done));
  }

  function answerTo(line: string, request: IncomingMessage, read: messages.Request): Answer {
    const isOpen = /^\S+ \/(?:interactions|webhooks)\//.test(line);
    if (!isOpen && request.headers.authorization !== `Bot ${state.token}`) return error(401, 0, "401: Unauthorized");
    for (const [pattern, route] of routes) {
      const match = pattern.exec(line);
      if (match === null) continue;
      const [template, major] = templateOf(line);
      const verdict = limit(template, major);
      if (verdict.limited !== null) return { status: 429, body: verdict.limited, headers: verdict.headers };
      const answer = route(read, ...match.slice(1));
      return { ...answer, headers: { ...verdict.headers, ...answer.headers } };
    }
    return error(404, 0, "404: Not Found");
  }

  function write(line: string, response: ServerResponse, answer: Answer): void {
    const { status, body, headers = {} } = answer;
    if (status === 401 || status === 403 || (status === 429 && headers["X-RateLimit-Scope"] !== "shared")) invalid += 1;
    note(line, String(status));
    if (body === undefined) return void response.writeHead(status, headers).end();
    const isText = typeof body === "string";
    response.writeHead(status, { "Content-Type": isText ? "text/html" : "application/json", ...headers });
    response.end(isText ? body : JSON.stringify(body));
  }

  function note(line: string, what: string): void {
    log.push(`${line} ${what}`);
  }
}

function routesOf(
  state: State,
  interactions: Interactions,
  gatewayUrl: () => string,
): readonly (readonly [RegExp, Route])[] {
  const messageRoute = (
    find: (channelId: string, messageId: string) => ReturnType<typeof messages.oneMessage>,
  ): Route => {
    return (_request, channelId = "", messageId = "") => {
      const channel = state.channels.get(channelId);
      const may = channel === undefined ? null : permissionsIn(state, channel);
      if (may !== null && (may & permissions.readHistory) === 0n) return missingAccess;
      const found = find(channelId, messageId);
      return "status" in found ? found : ok(messageJson(state, found));
    };
  };
  const route = (pattern: string, answer: Route): readonly [RegExp, Route] => [
    new RegExp(`^${pattern.replaceAll(":id", String.raw`(\d{17,20})`).replaceAll(":token", "([^/]+)")}$`),
    answer,
  ];
  return [
    route("GET /gateway/bot", () =>
      ok({
        url: gatewayUrl(),
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 1 },
      }),
    ),
    route("GET /users/@me", () => ok(userJson(state.applicationId, "regwatch", true))),
    route("GET /applications/@me", () =>
      ok({ id: state.applicationId, name: "regwatch", bot_public: true, bot_require_code_grant: false, flags: 0 }),
    ),
    route("POST /users/@me/channels", ({ body }) => messages.openDirect(state, String(body["recipient_id"]))),
    route("GET /applications/:id/commands", () => ok(state.commands.get("global") ?? [])),
    route("PUT /applications/:id/commands", ({ body }) => register(state, "global", body)),
    route("GET /channels/:id", (_request, id = "") => {
      const channel = state.channels.get(id);
      if (channel === undefined) return unknownChannel;
      return (permissionsIn(state, channel) ?? 0n) & permissions.viewChannel ? ok(channelJson(channel)) : missingAccess;
    }),
    route("GET /channels/:id/messages", (request, id = "") => messages.listMessages(state, id, request)),
    route("POST /channels/:id/messages", (request, id = "") => messages.createMessage(state, id, request)),
    route(
      "GET /channels/:id/messages/:id",
      messageRoute((channel, id) => messages.oneMessage(state, channel, id)),
    ),
    route("PATCH /channels/:id/messages/:id", (request, channel = "", id = "") =>
      messages.editMessage(state, channel, id, request),
    ),
    route("DELETE /channels/:id/messages/:id", (_request, channel = "", id = "") =>
      messages.deleteMessage(state, channel, id),
    ),
    route("POST /channels/:id/messages/:id/crosspost", (_request, channel = "", id = "") =>
      messages.publishMessage(state, channel, id),
    ),
    route("POST /channels/:id/messages/:id/threads", (request, channel = "", id = "") =>
      messages.startThread(state, channel, id, request),
    ),
    route("POST /interactions/:id/:token/callback", (request, id = "", token = "") =>
      interactions.callback(id, token, request, request.query.get("with_response") === "true"),
    ),
    route("POST /webhooks/:id/:token", (request, _id, token = "") => interactions.followUp(token, request)),
    route("PATCH /webhooks/:id/:token/messages/:token", (request, _id, token = "", message = "") =>
      interactions.edit(token, decodeURIComponent(message), request),
    ),
    route("GET /webhooks/:id/:token/messages/:token", (_request, _id, token = "", message = "") =>
      interactions.original(token, decodeURIComponent(message)),
    ),
    route("DELETE /webhooks/:id/:token/messages/:token", (_request, _id, token = "", message = "") =>
      interactions.remove(token, decodeURIComponent(message)),
    ),
  ];
}

function register(state: State, scope: string, body: Json): Answer {
  const commands = Object.values(body) as Json[];
  const problems = commands.flatMap(checkCommand);
  if (problems.length > 0) return error(400, 50035, "Invalid Form Body", problems);
  // Discord fills in what was left out.
  const stored = commands.map((command) => ({
    type: 1,
    nsfw: false,
    dm_permission: true,
    default_member_permissions: null,
    options: [],
    integration_types: [0],
    contexts: null,
    ...command,
    id: state.newId(),
    application_id: state.applicationId,
    version: state.newId(),
  }));
  state.commands.set(scope, stored);
  return ok(stored);
}

// What requests are counted by: the route without its ids, and the channel.
function templateOf(line: string): readonly [string, string] {
  const major = /\/(?:channels|guilds|webhooks)\/(\d+)/.exec(line)?.[1] ?? "";
  return [line.replace(/\d{17,20}/g, ":id").replace(/(interactions|webhooks)\/:id\/[^/]+/, "$1/:id/:token"), major];
}

async function readBody(request: IncomingMessage, query: URLSearchParams): Promise<messages.Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (!type.startsWith("multipart/form-data")) {
    return { body: bytes.length === 0 ? {} : (JSON.parse(bytes.toString("utf8")) as Json), files: [], query };
  }
  const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  const files: { readonly name: string; readonly text: Uint8Array }[] = [];
  for (const [, value] of form)
    if (typeof value !== "string") files.push({ name: value.name, text: new Uint8Array(await value.arrayBuffer()) });
  return { body: JSON.parse(textOf(form.get("payload_json")) || "{}") as Json, files, query };
}
