import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from "@slack/web-api";
import type { SendOutcome } from "../../model/delivery.ts";
import { LimitError, StoreAwayError } from "../../model/errors.ts";
import { SlackInstallationError } from "./tokens.ts";

/**
 * What an error of a call says about the message. Slack answers `ok: false` before it does anything, except for its own faults, after
 * which "some aspect of the operation" may have succeeded: those, broken connections and missing answers are `unknown`.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
export function outcomeOfError(error: unknown): Exclude<SendOutcome, { kind: "sent" }> {
  if (error instanceof SlackInstallationError) return { kind: "pause", reason: error.message };
  // There was no token to send it with.
  if (error instanceof StoreAwayError) return { kind: "retry", reason: error.message };
  if (error instanceof LimitError)
    return { kind: "retry", reason: error.message, afterSeconds: error.retryAfterSeconds ?? 60 };
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: "retry", reason: "Slack asked to slow down.", afterSeconds: error.retryAfter };
  }
  if (error instanceof WebAPIPlatformError) return outcomeOfCode(error.data.error);
  if (error instanceof WebAPIHTTPError) {
    const reason = `Slack answered ${error.statusCode}.`;
    return { kind: error.statusCode >= 500 || error.statusCode === 408 ? "unknown" : "retry", reason };
  }
  if (error instanceof WebAPIRequestError) {
    const code = causeCode(error.original);
    return neverLeft.has(code)
      ? { kind: "retry", reason: `Slack cannot be reached (${code}).` }
      : { kind: "unknown", reason: `Slack's answer was lost${code === "" ? "" : ` (${code})`}.` };
  }
  throw error;
}

/** The error's name as Slack gives it, or an empty text. */
export function codeOf(error: unknown): string {
  return error instanceof WebAPIPlatformError ? error.data.error : "";
}

/** Errors that mean: Slack refuses this content, and would take another. */
export const contentErrors: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "metadata_too_large",
  "invalid_metadata_format",
  "no_text",
  "invalid_attachments",
  "too_many_attachments",
]);

function outcomeOfCode(code: string): Exclude<SendOutcome, { kind: "sent" }> {
  const because = pauses.get(code);
  if (because !== undefined) return { kind: "pause", reason: because };
  if (contentErrors.has(code)) return { kind: "refused", reason: `Slack refuses the message (${code}).` };
  if (waits.has(code))
    return { kind: "retry", reason: `Slack asks to wait (${code}).`, afterSeconds: waits.get(code) ?? 60 };
  // A body that is no JSON is given as the error's name.
  if (ownFaults.has(code) || !/^[a-z][a-z0-9_]{1,60}$/.test(code)) {
    return { kind: "unknown", reason: "Slack had a fault of its own." };
  }
  return { kind: "retry", reason: `Slack refused the message (${code}).` };
}

const ownFaults: ReadonlySet<string> = new Set([
  "internal_error",
  "fatal_error",
  "request_timeout",
  "service_unavailable",
  "accesslimited",
]);

const waits: ReadonlyMap<string, number> = new Map([
  ["ratelimited", 60],
  ["rate_limited", 60],
  ["message_limit_exceeded", 600],
  ["org_login_required", 300],
  ["team_added_to_org", 300],
  ["token_expired", 5],
]);

const askBack = "Invite regwatch to the channel (/invite @regwatch)";
const pauses: ReadonlyMap<string, string> = new Map([
  ["channel_not_found", `Slack knows no such channel, or it became private without regwatch. ${askBack}, then resume.`],
  ["is_archived", "The channel is archived. Unarchive it, or watch from another channel."],
  ["not_in_channel", `regwatch is not in the channel. ${askBack}.`],
  ["restricted_action", "Only some people may post in the channel. Allow regwatch to, then resume."],
  ["restricted_action_read_only_channel", "The channel is read-only. Allow regwatch to post, then resume."],
  ["restricted_action_thread_only_channel", "New messages are not allowed in the channel. Allow them, then resume."],
  ["restricted_action_thread_locked", "The thread is locked. Unlock it, then resume."],
  ["restricted_action_non_threadable_channel", "Threads are not allowed in the channel. Choose `--thread channel`."],
  ["ekm_access_denied", "An administrator has suspended posting in the workspace."],
  ["no_permission", "regwatch's token may not post there. Install the app again."],
  [
    "missing_scope",
    "regwatch's token lacks a permission. Install the app again; regwatch doctor names what is missing.",
  ],
  ["not_allowed_token_type", "SLACK_BOT_TOKEN is not a bot's token. It begins with xoxb-."],
  ["account_inactive", "The app was removed from the workspace. Install it again."],
  ["token_revoked", "The app's token was revoked. Install the app again."],
  ["invalid_auth", "Slack does not accept the app's token. Install the app again."],
  ["not_authed", "There is no token for this workspace. Install the app."],
  ["team_access_not_granted", "The app may not act in this workspace. An administrator can allow it."],
  ["team_not_found", "Slack knows no such workspace."],
  ["messages_tab_disabled", "Direct messages of the app are switched off. Switch the Messages tab of its App Home on."],
  ["user_not_found", "Slack knows no such person."],
  ["cannot_dm_bot", "A bot cannot be sent messages."],
]);

// The connection was not made: nothing can have arrived.
const neverLeft: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

function causeCode(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(at.code)) return at.code;
  }
  return "";
}
