import { DiscordAPIError, HTTPError, RateLimitError } from "discord.js";
import type { SendOutcome } from "../../model/delivery.ts";

/** No request is made for some time, so that Discord does not shut us out. */
export class StandStillError extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`No request to Discord for ${seconds} s.`);
    this.seconds = seconds;
  }
}

type Failure = Exclude<SendOutcome, { kind: "sent" }>;

/** What an error of a request says about the message it was to make or change. */
export function outcomeOfError(error: unknown): Failure {
  if (error instanceof StandStillError) {
    return {
      kind: "retry",
      reason:
        "Discord refused DISCORD_TOKEN or too many requests; nothing is asked of it for some minutes. See regwatch doctor.",
      afterSeconds: error.seconds,
    };
  }
  if (error instanceof RateLimitError) {
    const seconds = Math.ceil(Math.max(error.timeToReset, error.retryAfter, 1000) / 1000);
    return { kind: "retry", reason: "Discord asks to wait.", afterSeconds: seconds, exact: true };
  }
  if (error instanceof DiscordAPIError) return outcomeOfCode(Number(error.code), error.status, error.message);
  if (error instanceof HTTPError) return { kind: "unknown", reason: `Discord answered ${error.status}.` };
  return wasSent(error)
    ? { kind: "unknown", reason: "Discord did not answer." }
    : { kind: "retry", reason: "Discord cannot be reached." };
}

/** Whether an error is Discord's answer with this code. */
export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.includes(Number(error.code));
}

function outcomeOfCode(code: number, status: number, message: string): Failure {
  const reason = gone.get(code);
  if (reason !== undefined) return { kind: "pause", reason };
  if (status === 401) {
    return { kind: "retry", reason: "Discord refuses DISCORD_TOKEN; set the bot's token of today.", afterSeconds: 600 };
  }
  if (status === 429 || later.has(code)) return { kind: "retry", reason: "Discord asks to wait.", afterSeconds: 60 };
  if (status === 403) return { kind: "pause", reason: `Discord refuses: ${firstLine(message)}` };
  return { kind: "refused", reason: `Discord does not take the message (${code || status}): ${firstLine(message)}` };
}

// Receivers that take nothing more until somebody mends that.
const gone: ReadonlyMap<number, string> = new Map([
  [10_003, "The channel is gone."],
  [10_004, "The server is gone, or regwatch is no member of it any more."],
  [10_013, "There is no such person."],
  [10_015, "The channel is gone."],
  [50_001, "regwatch cannot see the channel; give it View Channel, or invite it again."],
  [50_007, "This person takes no direct messages from regwatch."],
  [50_278, "This person takes no direct messages from regwatch: they share no server."],
  [50_008, "Messages cannot be sent to a channel of this kind."],
  [50_013, "regwatch may not write here; give it Send Messages, Embed Links and Attach Files."],
  [50_024, "Messages cannot be sent to a channel of this kind."],
  [50_055, "The server cannot be used."],
  [40_058, "A forum takes posts, not messages; choose a channel or a thread of it."],
  [40_067, "A forum takes posts, not messages; choose a channel or a thread of it."],
  [50_083, "The thread is archived; open it again."],
  [160_005, "The thread is locked; unlock it, or choose another place."],
]);

// Slow mode, write limits and full queues pass.
const later: ReadonlySet<number> = new Set([20_016, 20_022, 20_028, 20_029, 31_001, 31_002, 40_004, 40_062, 130_000]);

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 200);
}

// Only where no connection came to be can nothing have arrived.
function wasSent(error: unknown): boolean {
  const told = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = told instanceof Error && "code" in told ? String(told.code) : "";
  return !["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"].includes(
    code,
  );
}
