import {
  LogLevel,
  WebAPIRateLimitedError,
  WebClient,
  type ChatPostMessageArguments,
  type WebClientOptions,
} from "@slack/web-api";
import type { LookOutcome, SendOutcome } from "../../model/delivery.ts";
import type { Clock } from "../../model/time.ts";
import type { SlackAddress } from "./address.ts";
import type { Content } from "./message.ts";
import { codeOf, contentErrors, outcomeOfError } from "./outcomes.ts";
import { createPacer } from "./pacer.ts";
import type { Tokens } from "./tokens.ts";

/** A message as it goes out. `marker` is what it is found again by; `thread` the message it stands under. */
export interface SlackMessage extends Content {
  readonly address: SlackAddress;
  readonly marker: string;
  /** `told`: what else the message tells that had waited. */
  readonly told: string;
  readonly thread: { readonly ts: string; readonly broadcast: boolean } | null;
}

/** A message that stands. */
export interface MessageReference {
  readonly channel: string;
  readonly ts: string;
}

export interface Outbox {
  /** One message, accepted at most once. */
  post(message: SlackMessage, signal: AbortSignal): Promise<SendOutcome>;
  update(message: SlackMessage, reference: MessageReference): Promise<SendOutcome>;
  /** Looks for a message that may have been accepted since `since`. */
  find(message: Sought, since: Temporal.Instant): Promise<LookOutcome>;
}

/** A message that is looked for, by itself or, with `isIn`, in one that told it with others. */
export type Sought = Pick<SlackMessage, "address" | "marker" | "thread"> & {
  readonly isIn: ((told: string) => boolean) | null;
};

export interface OutboxSettings {
  readonly client: WebClient;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What the messages' metadata are called. Any app in the workspace can read them: they hold nothing but an opaque id. */
const eventType = "regwatch_delivery";
/** What waits longer gives its worker back to other channels. */
const longestWaitMs = 1500;

/**
 * Deliveries to Slack. Its client makes every call once: a retry after a lost answer would be a second message. Only what Slack
 * certainly did not take is sent again.
 */
export function createOutbox({ client, tokens, clock, sleep }: OutboxSettings): Outbox {
  const pacer = createPacer(clock);
  return {
    async post(message, signal) {
      const { team, channel } = message.address;
      const waitMs = pacer.wait(team ?? "", channel);
      if (waitMs > 0 && waitMs <= longestWaitMs) await sleep(waitMs, signal);
      // While it slept, others may have used up what the workspace takes in a minute.
      const leftMs = waitMs > 0 ? pacer.wait(team ?? "", channel) : 0;
      if (leftMs > longestWaitMs) return laterBy(leftMs / 1000, "Slack takes so many messages a minute and no more.");
      if (signal.aborted) return { kind: "retry", reason: "regwatch was stopped before it was sent." };
      const answered = pacer.use(team ?? "", channel);
      return acting(team, (token) => postOnce(message, token)).finally(answered);
    },
    update: (message, reference) => acting(message.address.team, (token) => updateOnce(message, reference, token)),
    async find(message, since) {
      try {
        return await look(message, since);
      } catch (error) {
        const outcome = outcomeOfError(error);
        // Looking changes nothing: whatever went wrong, it is looked again.
        return outcome.kind === "pause" ? outcome : { ...outcome, kind: "retry" };
      }
    },
  };

  /** Does what an outcome comes of. Without a token nothing can have been sent. */
  async function acting(team: string | null, work: (token: string) => Promise<SendOutcome>): Promise<SendOutcome> {
    let token: string | undefined;
    try {
      token = await tokens(team);
      return await work(token);
    } catch (error) {
      const outcome = outcomeOfError(error);
      return token === undefined && outcome.kind === "unknown" ? { ...outcome, kind: "retry" } : outcome;
    }
  }

  async function postOnce(message: SlackMessage, token: string): Promise<SendOutcome> {
    try {
      return await call(message, token);
    } catch (error) {
      // Each of these says that nothing was posted.
      const { team, channel } = message.address;
      if (error instanceof WebAPIRateLimitedError) {
        pacer.hold(team ?? "", channel, error.retryAfter);
        return laterBy(error.retryAfter, "Slack asked to slow down.");
      }
      if (codeOf(error) === "thread_not_found") return call({ ...message, thread: null }, token);
      if (contentErrors.has(codeOf(error))) return call({ ...message, blocks: [] }, token);
      throw error;
    }
  }

  async function call(
    { address, thread, text, blocks, marker, told }: SlackMessage,
    token: string,
  ): Promise<SendOutcome> {
    const ts = thread?.ts ?? address.thread;
    const answer = await client.chat.postMessage({
      token,
      channel: address.channel,
      text,
      blocks: [...blocks],
      mrkdwn: false,
      parse: "none",
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { delivery: marker, ...(told !== "" && { told }) } },
      ...(ts !== null && { thread_ts: ts, reply_broadcast: thread?.broadcast ?? false }),
    } as ChatPostMessageArguments);
    if (answer.channel === undefined || answer.ts === undefined) {
      return { kind: "unknown", reason: "Slack's answer names no message." };
    }
    return { kind: "sent", reference: writeReference({ channel: answer.channel, ts: answer.ts }) };
  }

  async function updateOnce(
    message: SlackMessage,
    { channel, ts }: MessageReference,
    token: string,
  ): Promise<SendOutcome> {
    try {
      await client.chat.update({
        token,
        channel,
        ts,
        text: message.text,
        blocks: [...message.blocks],
        parse: "none",
        link_names: false,
      });
      return { kind: "sent", reference: writeReference({ channel, ts }) };
    } catch (error) {
      if (gone.has(codeOf(error)))
        return { kind: "refused", reason: `The message can no longer be changed (${codeOf(error)}).` };
      const outcome = outcomeOfError(error);
      // Saying the same again changes nothing.
      return outcome.kind === "unknown" ? { ...outcome, kind: "retry" } : outcome;
    }
  }

  // What was told with others stands beside threads.
  async function look(sought: Sought, since: Temporal.Instant): Promise<LookOutcome> {
    const token = await tokens(sought.address.team);
    const channel = await conversation(sought.address, token);
    const found = await lookIn(sought, channel, sought.thread?.ts ?? sought.address.thread, since, token);
    const isElsewhere = found.kind === "absent" && sought.isIn !== null && sought.thread !== null;
    return isElsewhere ? lookIn(sought, channel, null, since, token) : found;
  }

  async function lookIn(
    { marker, isIn }: Sought,
    channel: string,
    ts: string | null,
    since: Temporal.Instant,
    token: string,
  ): Promise<LookOutcome> {
    // Clocks differ: Slack's may be behind ours.
    const oldest = String(since.epochMilliseconds / 1000 - 60);
    for (let cursor: string | undefined, pages = 0; pages < pagesAtMost; pages += 1) {
      const asked = {
        token,
        channel,
        oldest,
        inclusive: true,
        include_all_metadata: true,
        limit: 100,
        ...(cursor && { cursor }),
      };
      const page = ts === null ? await client.conversations.history(asked) : await replies({ ...asked, ts });
      const own = page.messages?.filter(({ metadata }) => metadata?.event_type === eventType) ?? [];
      const found = own.find(({ metadata }) => payloadOf(metadata, "delivery") === marker);
      if (found?.ts !== undefined) return { kind: "sent", reference: writeReference({ channel, ts: found.ts }) };
      if (isIn !== null && own.some(({ metadata }) => isIn(payloadOf(metadata, "told"))))
        return { kind: "sent", reference: null };
      cursor = page.response_metadata?.next_cursor;
      if (!cursor) return { kind: "absent" };
    }
    return { kind: "retry", reason: "The channel's history is too long to look through.", afterSeconds: 600 };
  }

  // A message whose thread was gone was posted beside it.
  async function replies(asked: Parameters<typeof client.conversations.replies>[0] & { channel: string }) {
    try {
      return await client.conversations.replies(asked);
    } catch (error) {
      if (codeOf(error) !== "thread_not_found") throw error;
      const { ts: _ts, ...beside } = asked;
      return client.conversations.history(beside);
    }
  }

  /** Where the address can be read back: a person's is a conversation of its own, a public channel may have to be joined. */
  async function conversation({ channel }: SlackAddress, token: string): Promise<string> {
    if (/^[UW]/.test(channel)) {
      const opened = await client.conversations.open({ token, users: channel });
      return opened.channel?.id ?? channel;
    }
    const { channel: info } = await client.conversations.info({ token, channel });
    if (channel.startsWith("C") && info?.is_private === false && info.is_member === false) {
      await client.conversations.join({ token, channel });
    }
    return channel;
  }
}

// After a restore it is looked back to the backup, which may be a day of a busy channel.
const pagesAtMost = 50;

function laterBy(seconds: number, reason: string): SendOutcome {
  return { kind: "retry", reason, afterSeconds: Math.ceil(seconds), exact: true };
}

/** `C024BE91L/1700000000.000100`: a message as deliveries refer to it. */
function writeReference({ channel, ts }: MessageReference): string {
  return `${channel}/${ts}`;
}

export function readReference(reference: string): MessageReference | null {
  const [, channel, ts] = /^([A-Z0-9]+)\/(\d+\.\d+)$/.exec(reference) ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts };
}

/** A client that makes each call once, waits ten seconds at most, and says at once when Slack asks to slow down. */
export function createOnceClient(apiUrl: string, fetch?: WebClientOptions["fetch"]): WebClient {
  return new WebClient(undefined, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: silent,
    ...(fetch && { fetch }),
  });
}

/** The clients' own logs hold tokens and messages. */
const silent: NonNullable<WebClientOptions["logger"]> = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

const gone: ReadonlySet<string> = new Set([
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
  "msg_too_long",
  "channel_not_found",
]);

function payloadOf(metadata: { readonly event_payload?: object } | undefined, name: "delivery" | "told"): string {
  const payload: { readonly delivery?: unknown; readonly told?: unknown } = metadata?.event_payload ?? {};
  const value = payload[name];
  return typeof value === "string" ? value : "";
}
