import { createSubscriptionIndex } from "../alerts/match.ts";
import type { Alert } from "../model/alert.ts";
import type { Store } from "../model/store.ts";
import type { Subscription } from "../model/subscription.ts";
import type { Log } from "./services.ts";

/** Who is told of an alert. */
export interface Audience {
  /** The subscriptions that ask for an alert, as they stand now; paused ones as well: for them it is kept. */
  of(alert: Alert): Promise<readonly Subscription[]>;
}

/** Keeps the subscriptions in memory, and before each answer takes in what was written to them since, by any process. */
export function createAudience(store: Store, log: Log): Audience {
  const index = createSubscriptionIndex((subscription, problem) => {
    log.warn({ subscription: subscription.id, problem }, "a subscription's query cannot be read");
  });
  let mark: string | null = null;
  let refreshing: Promise<void> = Promise.resolve();
  const refresh = async (): Promise<void> => {
    const since = await store.subscriptionsSince(mark);
    for (const id of since.removed) index.remove(id);
    for (const subscription of since.present) index.put(subscription);
    mark = since.mark;
  };
  return {
    async of(alert) {
      // One after the other: an older answer must not come after a newer one. Each begins after its caller asked.
      refreshing = refreshing.catch(() => {}).then(refresh);
      await refreshing;
      return index.match(alert);
    },
  };
}
