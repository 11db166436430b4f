import { hashJson } from "../lib/hash.ts";
import type { Alert } from "../model/alert.ts";
import type { PlannedAlert } from "../model/store.ts";
import { needsConsent, type Subscription } from "../model/subscription.ts";
import type { Services } from "./services.ts";

/** What the owner of a subscription is told of a digest that waits to be approved; null where nobody can be told. */
export async function draftNotice(
  services: Services,
  { id, owner, destination, query }: Subscription,
  digest: Extract<Alert, { kind: "digest" }>,
): Promise<PlannedAlert | null> {
  const channel = owner === null ? undefined : services.channels.get(owner.channel);
  if (owner === null || channel === undefined) return null;
  // An address is told nothing that its reader has not agreed to, or does not want any more.
  if (needsConsent(owner)) {
    const theirs = await services.store.subscriptions({ destination: owner });
    if (!theirs.some(({ state }) => state === "active")) return null;
  }
  const to = services.channels.get(destination.channel)?.describe(destination) ?? destination.channel;
  const changes = digest.digest.threads.reduce((sum, thread) => sum + thread.changes.length, 0);
  return {
    alert: {
      kind: "notice",
      id: hashJson(["draft", digest.id]).slice(0, 32),
      at: digest.at,
      notice: {
        subject: "draft",
        lines: [
          `A digest waits for your approval: “${query}”`,
          `It goes to ${to} when you approve it. It holds ${changes === 1 ? "1 change" : `${changes} changes`}.`,
          `Read it, approve or discard it: ${services.publicUrl}/drafts/${digest.id}`,
          `Or give the command: regwatch digest approve ${digest.id}`,
        ],
        changes: [],
      },
    },
    deliveries: [{ subscriptionId: id, lane: channel.lane(owner), eventKey: `draft:${digest.id}`, destination: owner }],
  };
}
