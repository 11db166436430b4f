import { matchSubscriptions } from "../alerts/match.ts";
import type { Alert } from "../model/alert.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Subscription } from "../model/subscription.ts";
import type { Services } from "./services.ts";

/** An alert with its deliveries, each in the lane that its channel keeps in order. */
export function plan(
  services: Pick<Services, "channels">,
  alert: Alert,
  eventKey: string,
  subscriptions: readonly Subscription[],
): PlannedAlert {
  return {
    alert,
    deliveries: subscriptions.flatMap((subscription) => {
      const channel = services.channels.get(subscription.destination.channel);
      if (!channel) return [];
      return [{ subscriptionId: subscription.id, lane: channel.lane(subscription.destination), eventKey }];
    }),
  };
}

/** The subscriptions that ask for an alert. A stored query that cannot be read any more is logged and keeps nobody else from it. */
export async function asking(services: Services, alert: Alert): Promise<readonly Subscription[]> {
  return matchSubscriptions(alert, await services.store.subscriptions(), (subscription, problem) => {
    services.log.warn({ subscription: subscription.id, problem }, "a subscription's query cannot be read");
  });
}
