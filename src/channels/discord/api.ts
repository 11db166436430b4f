import { REST, type APIApplication, type APIChannel, type APIMessage, type APIUser } from "discord.js";
import type { Clock } from "../../model/time.ts";
import type { FileToHand } from "../shelf.ts";
import { createBudget } from "./budget.ts";
import { makeRequest } from "./requests.ts";
import { StandStillError } from "./outcomes.ts";

export interface ApiSettings {
  readonly token: string;
  /** Without `/v10`. */
  readonly apiUrl: string;
  readonly clock: Clock;
}

/** The calls that deliveries are made of. Each is made exactly once; what Discord does not answer is thrown. */
export interface Api {
  me(): Promise<APIUser>;
  application(): Promise<APIApplication>;
  channel(id: string, signal?: AbortSignal): Promise<APIChannel>;
  /** The id of the direct conversation with a person. */
  direct(userId: string, signal: AbortSignal): Promise<string>;
  post(channelId: string, body: unknown, files: readonly FileToHand[], signal: AbortSignal): Promise<APIMessage>;
  edit(channelId: string, messageId: string, body: unknown, signal?: AbortSignal): Promise<APIMessage>;
  message(channelId: string, messageId: string, signal?: AbortSignal): Promise<APIMessage>;
  /** At most 100 messages after this one, newest first. */
  after(channelId: string, messageId: string, signal?: AbortSignal): Promise<readonly APIMessage[]>;
  latest(channelId: string, signal?: AbortSignal): Promise<readonly APIMessage[]>;
  publish(channelId: string, messageId: string, signal?: AbortSignal): Promise<void>;
  startThread(channelId: string, messageId: string, name: string, signal: AbortSignal): Promise<void>;
}

const answerWithinMs = 10_000;
/** Waits of a bucket up to this long are waited for; beyond it the delivery is queued again, so that no worker stands still. */
const patienceMs = 6000;

/** Discord's REST API without the retries of its client: those post twice when an answer is lost. */
export function createApi({ token, apiUrl, clock }: ApiSettings): Api {
  const budget = createBudget(clock);
  const rest = new REST({
    api: apiUrl,
    makeRequest,
    retries: 0,
    timeout: answerWithinMs,
    // A 429 without any limits in its headers would be tried again at once, for ever.
    rejectOnRateLimit: ({ timeToReset, retryAfter, limit, route }) =>
      Math.max(timeToReset, retryAfter) > patienceMs ||
      limit === Number.POSITIVE_INFINITY ||
      route.endsWith("/crosspost"),
  });
  rest.on("response", (_request, { status, headers }) => budget.note(status, headers.get("x-ratelimit-scope")));
  const directs = new Map<string, string>();
  let self: APIUser | undefined;
  return {
    async me() {
      return (self ??= (await call("GET", "/users/@me")) as APIUser);
    },
    application: async () => (await call("GET", "/applications/@me")) as APIApplication,
    channel: async (id, signal) => (await call("GET", `/channels/${id}`, { signal })) as APIChannel,
    async direct(userId, signal) {
      const known = directs.get(userId);
      if (known !== undefined) return known;
      const { id } = (await call("POST", "/users/@me/channels", {
        body: { recipient_id: userId },
        signal,
      })) as APIChannel;
      directs.set(userId, id);
      return id;
    },
    post: async (channelId, body, files, signal) =>
      (await call("POST", `/channels/${channelId}/messages`, { body, files, signal })) as APIMessage,
    edit: async (channelId, messageId, body, signal) =>
      (await call("PATCH", `/channels/${channelId}/messages/${messageId}`, { body, signal })) as APIMessage,
    message: async (channelId, messageId, signal) =>
      (await call("GET", `/channels/${channelId}/messages/${messageId}`, { signal })) as APIMessage,
    after: async (channelId, messageId, signal) =>
      (await call("GET", `/channels/${channelId}/messages`, {
        query: new URLSearchParams({ after: messageId, limit: "100" }),
        signal,
      })) as APIMessage[],
    latest: async (channelId, signal) =>
      (await call("GET", `/channels/${channelId}/messages`, {
        query: new URLSearchParams({ limit: "100" }),
        signal,
      })) as APIMessage[],
    async publish(channelId, messageId, signal) {
      await call("POST", `/channels/${channelId}/messages/${messageId}/crosspost`, { signal });
    },
    async startThread(channelId, messageId, name, signal) {
      const body = { name, auto_archive_duration: 10_080 };
      await call("POST", `/channels/${channelId}/messages/${messageId}/threads`, { body, signal });
    },
  };

  async function call(
    method: "GET" | "POST" | "PATCH",
    path: `/${string}`,
    options: {
      readonly body?: unknown;
      readonly files?: readonly FileToHand[];
      readonly query?: URLSearchParams;
      readonly signal?: AbortSignal | undefined;
    } = {},
  ): Promise<unknown> {
    const still = budget.secondsToStandStill();
    if (still > 0) throw new StandStillError(still);
    // The client forgets a token that was refused once; whether it is still refused is for Discord to say.
    rest.setToken(token);
    const { body, files = [], query, signal } = options;
    // The client's own timeout ends with the head of an answer.
    const limit = AbortSignal.timeout(3 * answerWithinMs);
    return rest.request({
      method: method as never,
      fullRoute: path,
      body,
      ...(query && { query }),
      files: files.map(({ name, bytes }) => ({ name, data: Buffer.from(bytes) })),
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
  }
}
