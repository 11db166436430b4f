import { holdsBack } from "../alerts/mute.ts";
import type { Alert } from "../model/alert.ts";
import type { Change } from "../model/change.ts";
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
  const threadKey = threadOf(alert);
  return {
    alert,
    deliveries: subscriptions.flatMap((subscription) => {
      const channel = services.channels.get(subscription.destination.channel);
      if (!channel) return [];
      const { id, destination, options } = subscription;
      return [
        {
          subscriptionId: id,
          lane: channel.lane(destination),
          eventKey,
          ...(threadKey !== null && { threadKey }),
          ...(holdsBack(options.mute, alert) && { held: true as const }),
        },
      ];
    }),
  };
}

// Several changes that belong to different threads follow none of them. What takes a change back follows what told it.
function threadOf(alert: Alert): string | null {
  const [first, ...others] = new Set(changesTold(alert).map(({ threadKey }) => threadKey));
  return others.length === 0 ? (first ?? null) : null;
}

function changesTold(alert: Alert): readonly Change[] {
  if (alert.kind === "alert") return alert.changes;
  return alert.kind === "notice" && alert.notice.subject === "retraction" ? alert.notice.changes : [];
}
