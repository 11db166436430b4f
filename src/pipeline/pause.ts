import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { Delivery } from "../model/delivery.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Instant } from "../model/time.ts";
import { channelToOwner } from "./owner.ts";
import type { Services } from "./services.ts";

/** Whether a delivery goes to the owner of its subscription alone. */
export function isForOwner({ destination, subscription }: Delivery): boolean {
  return (
    destination.channel !== subscription.destination.channel || destination.address !== subscription.destination.address
  );
}

/** Pauses the subscription whose receiver wants or takes no more, and tells its owner once, in plain words. */
export async function pause(services: Services, delivery: Delivery, because: string): Promise<void> {
  if (isForOwner(delivery)) return;
  const at = toInstant(services.clock.now());
  const notice = await pauseNotice(services, delivery, because, at);
  await services.store.setSubscriptionState(delivery.subscription.id, "paused", because, "regwatch", at, notice);
}

async function pauseNotice(
  services: Services,
  delivery: Delivery,
  because: string,
  at: Instant,
): Promise<PlannedAlert | undefined> {
  const { id, owner, destination, query } = delivery.subscription;
  const channel = await channelToOwner(services, owner);
  if (!owner || !channel || channel.lane(owner) === delivery.lane) return undefined;
  const where = services.channels.get(destination.channel)?.describe(destination) ?? destination.channel;
  const alert: Alert = {
    kind: "notice",
    id: hashJson(["paused", id, at]).slice(0, 32),
    at,
    notice: {
      subject: "paused",
      lines: [
        `Nothing more can be sent to ${where}: ${because}`,
        `The subscription “${query}” is paused. What it asks for is kept and will be told when it goes on.`,
        "Once that is mended, give the command list there, or resume the subscription.",
      ],
      changes: [],
    },
  };
  return {
    alert,
    deliveries: [{ subscriptionId: id, lane: channel.lane(owner), eventKey: alert.id, destination: owner }],
  };
}
