import { toInstant } from "../lib/time.ts";
import type { DeliveryRecord, Store } from "../model/store.ts";
import type { Destination, Subscription } from "../model/subscription.ts";

export interface SubscriptionView {
  readonly subscription: Subscription;
  readonly deliveries: readonly DeliveryRecord[];
  /** Alerts of the last 30 days that nobody has acknowledged. */
  readonly unacknowledged: number;
}

const deliveriesShown = 10;

export async function readSubscriptions(store: Store, now: Temporal.Instant): Promise<readonly SubscriptionView[]> {
  const subscriptions = await store.subscriptions();
  const ids = subscriptions.map(({ id }) => id);
  const figures = await store.subscriptionFigures(ids, toInstant(now));
  return Promise.all(
    subscriptions.map(async (subscription) => ({
      subscription,
      deliveries: await store.deliveriesOf(subscription.id, deliveriesShown),
      unacknowledged: figures.get(subscription.id)?.unacknowledged ?? 0,
    })),
  );
}

/** A destination without what may be a secret: of an address on the web only the host is shown. */
export function shownDestination({ channel, address }: Destination): string {
  if (address === "") return channel;
  if (!URL.canParse(address)) return `${channel}: ${address}`;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) ? `${channel}: ${url.host}` : channel;
}
