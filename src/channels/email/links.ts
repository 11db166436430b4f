import { hmacSha256, sameSecret } from "../../lib/hash.ts";
import type { Subscription } from "../../model/subscription.ts";

/** What the links in mails are for. Each is good for that alone. */
export type LinkPurpose = "confirm" | "unsubscribe";

type Linked = Pick<Subscription, "id" | "destination" | "secret">;

/** How long an address may take to confirm. */
const confirmableDays = 7;

/**
 * Links that only the reader of a mail has. Nothing of them is stored: they are made of the subscription's own key and, where it is set, of
 * the operator's secret, so that neither the database nor the address alone is enough to make one.
 */
export function createLinks(publicUrl: string, secret: string | null) {
  return {
    confirm: (subscription: Linked, askedAt: Temporal.Instant): string => {
      const end = Math.floor(askedAt.add({ hours: 24 * confirmableDays }).epochMilliseconds / 1000);
      return link("confirm", subscription, `${end}.${proof("confirm", subscription, end)}`);
    },
    unsubscribe: (subscription: Linked): string =>
      link("unsubscribe", subscription, proof("unsubscribe", subscription, 0)),
    check,
  };

  /** Whether a token is genuine and in time. */
  function check(
    purpose: LinkPurpose,
    subscription: Linked,
    token: string,
    now: Temporal.Instant,
  ): "good" | "late" | "wrong" {
    const [, end = "0", shown = ""] = /^(?:(\d{1,12})\.)?([0-9a-f]{64})$/.exec(token) ?? [];
    if (subscription.secret === null) return "wrong";
    if (!sameSecret(shown, proof(purpose, subscription, Number(end)))) return "wrong";
    return purpose === "confirm" && Number(end) * 1000 < now.epochMilliseconds ? "late" : "good";
  }

  function proof(purpose: LinkPurpose, { id, destination, secret: own }: Linked, end: number): string {
    const key = hmacSha256(`regwatch mail ${secret ?? ""}`, own ?? "");
    return hmacSha256(key, JSON.stringify([purpose, id, destination.address, end]));
  }

  function link(purpose: LinkPurpose, { id }: Linked, token: string): string {
    return `${publicUrl}/mail/${purpose}/${encodeURIComponent(id)}/${token}`;
  }
}
