import { hmacSha256, sha256 } from "../lib/hash.ts";
import { retryAfterSeconds } from "../lib/retry.ts";
import type { Alert, HealthNotice, Notice } from "../model/alert.ts";
import { type ChangeJson, toChangeJson } from "../model/change-json.ts";
import type { Change } from "../model/change.ts";
import type { Channel } from "../model/channel.ts";
import type { Delivery, SendOutcome } from "../model/delivery.ts";
import { type DigestJson, toDigestJson } from "../model/digest-json.ts";
import { ForbiddenAddressError, UsageError } from "../model/errors.ts";
import type { Destination } from "../model/subscription.ts";

/** What a POST is made of. */
interface PostRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For everything, from the connection to the end of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Makes exactly one POST: no second try, no redirect followed, at most 64 KB of the answer read and dropped. Header names of the
 * answer are in lower case. Throws `ForbiddenAddressError` for a private address, anything else when there is no answer.
 */
export type Post = (
  url: string,
  request: PostRequest,
) => Promise<{ readonly status: number; readonly headers: Readonly<Record<string, string>> }>;

export interface WebhookSettings {
  readonly post: Post;
}

/** A delivery as it goes out. The headers hold the signature, the url may hold a secret: neither is ever logged. */
interface RenderedWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: Temporal.Instant;
}

const timeoutMs = 10_000;
const waitedAtMost = 24 * 60 * 60;

/** Alerts as JSON, posted to an address and signed where the subscription has a secret. */
export function createWebhookChannel({ post }: WebhookSettings): Channel<RenderedWebhook> {
  return {
    id: "webhook",
    title: "Webhook",
    destination: readAddress,
    lane: ({ address }) => `webhook:${sha256(address).slice(0, 32)}`,
    render(alert, delivery, { now, publicUrl }) {
      const { destination, subscription } = delivery;
      // An owner's own address did not agree on the subscription's secret.
      const secret = destination.address === subscription.destination.address ? subscription.secret : null;
      const body = JSON.stringify(bodyOf(alert, delivery, publicUrl));
      const headers = {
        "Content-Type": "application/json",
        "Regwatch-Delivery": delivery.id,
        ...(secret === null ? {} : { "Regwatch-Signature": sign(secret, body, now) }),
      };
      return { url: destination.address, headers, body, at: now };
    },
    async send({ url, headers, body, at }, _delivery, signal) {
      try {
        const answer = await post(url, { headers, body, timeoutMs, signal });
        return outcomeOf(answer.status, answer.headers["retry-after"], at);
      } catch (error) {
        return outcomeOfError(error, signal);
      }
    },
    describe,
  };
}

interface WebhookBody {
  readonly deliveryId: string;
  readonly subscriptionId: string;
  readonly kind: Alert["kind"];
  readonly changes: readonly ChangeJson[];
  readonly test?: true;
  readonly health?: HealthNotice;
  readonly notice?: Omit<Notice, "changes">;
  readonly digest?: DigestJson;
}

function bodyOf(alert: Alert, delivery: Delivery, publicUrl: string): WebhookBody {
  const ids = { deliveryId: delivery.id, subscriptionId: delivery.subscription.id };
  const toJson = (changes: readonly Change[]) => changes.map((change) => toChangeJson(change, publicUrl));
  if (alert.kind === "health") return { ...ids, kind: "health", changes: [], health: alert.notice };
  if (alert.kind === "digest") {
    return { ...ids, kind: "digest", changes: [], digest: toDigestJson(alert.digest, publicUrl) };
  }
  if (alert.kind === "notice") {
    const { changes, ...notice } = alert.notice;
    return { ...ids, kind: "notice", changes: toJson(changes), notice };
  }
  return { ...ids, kind: "alert", changes: toJson(alert.changes), ...(alert.test && { test: alert.test }) };
}

function sign(secret: string, body: string, now: Temporal.Instant): string {
  const seconds = Math.floor(now.epochMilliseconds / 1000);
  return `t=${seconds},v1=${hmacSha256(secret, `${seconds}.${body}`)}`;
}

function readAddress(address: string): Destination {
  const url = URL.parse(address.trim());
  const isWeb = url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.hostname !== "";
  if (!isWeb) throw new UsageError("A webhook needs a whole address, such as webhook:https://example.org/hook");
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      `The webhook address for ${url.host} holds a user name or password; leave them out and sign with --secret instead.`,
    );
  }
  if (url.href.length > 2000)
    throw new UsageError(`The webhook address for ${url.host} is longer than 2,000 characters.`);
  url.hash = "";
  return { channel: "webhook", address: url.href };
}

function describe({ address }: Destination): string {
  return `webhook ${sha256(address).slice(0, 8)} (${URL.parse(address)?.host ?? "no address"})`;
}

function outcomeOf(status: number, retryAfter: string | undefined, at: Temporal.Instant): SendOutcome {
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 410) return { kind: "pause", reason: "The receiver answered 410: it wants no more deliveries." };
  const reason = `The receiver answered ${status}${status >= 300 && status < 400 ? " (redirects are not followed)" : ""}.`;
  const asked = retryAfterSeconds(retryAfter, at);
  if (asked === undefined) return { kind: "retry", reason };
  return { kind: "retry", reason, afterSeconds: Math.min(asked, waitedAtMost) };
}

// The messages of errors may name the address, so only their class and code are used.
function outcomeOfError(error: unknown, signal: AbortSignal): SendOutcome {
  if (error instanceof ForbiddenAddressError) {
    return {
      kind: "pause",
      reason:
        "The receiver's address is private. Add its host:port to REGWATCH_ALLOW_HOSTS if that is meant, then resume.",
    };
  }
  if (signal.aborted) return { kind: "retry", reason: "regwatch was stopped while it was sending." };
  return { kind: "retry", reason: `The receiver gave no answer${causeOf(error)}.` };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if (error.name === "TimeoutError" || error.name === "LimitError") return ` within ${timeoutMs / 1000} seconds`;
  const code =
    "code" in error ? error.code : error.cause instanceof Error && "code" in error.cause ? error.cause.code : "";
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : "";
}
