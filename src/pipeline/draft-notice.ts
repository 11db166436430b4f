import { hashJson } from "../lib/hash.ts";
import type { Alert } from "../model/alert.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Subscription } from "../model/subscription.ts";
import { channelToOwner } from "./owner.ts";
import type { Services } from "./services.ts";

/** What the owner of a subscription is told of a digest that waits to be approved; null where nobody can be told. */
export async function draftNotice(
  services: Services,
  { id, owner, destination, query }: Subscription,
  digest: Extract<Alert, { kind: "digest" }>,
): Promise<PlannedAlert | null> {
  const channel = await channelToOwner(services, owner);
  if (owner === null || channel === null) return null;
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
