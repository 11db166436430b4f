import type { DeliveryRecord, Store } from "../model/store.ts";
import type { Destination, Subscription } from "../model/subscription.ts";

export interface SubscriptionView {
  readonly subscription: Subscription;
  readonly deliveries: readonly DeliveryRecord[];
}

const deliveriesShown = 10;

export async function readSubscriptions(store: Store): Promise<readonly SubscriptionView[]> {
  return Promise.all((await store.subscriptions()).map((subscription) => readSubscription(store, subscription)));
}

export async function readSubscription(store: Store, subscription: Subscription): Promise<SubscriptionView> {
  return { subscription, deliveries: await store.deliveriesOf(subscription.id, deliveriesShown) };
}

/** A destination without what may be a secret: of an address on the web only the host is shown. */
export function shownDestination({ channel, address }: Destination): string {
  if (address === "") return channel;
  if (!URL.canParse(address)) return `${channel}: ${address}`;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) ? `${channel}: ${url.host}` : channel;
}
