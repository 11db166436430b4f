import type { Delivery } from "../model/delivery.ts";
import type { Notes } from "../model/observe.ts";

/** What operators see of a delivery: which one, by what channel, of which alert. Never where it goes. */
export function notesOf({ id, destination, subscription, alert }: Delivery): Notes {
  const { channel } = destination;
  const changes: Notes =
    alert.kind === "alert" ? { changes: alert.changes.slice(0, mostChanges).map((change) => change.id) } : {};
  return { delivery: id, channel, subscription: subscription.id, alert: alert.id, kind: alert.kind, ...changes };
}

const mostChanges = 20;

/**
 * Seconds from the detection and from the publication of an alert's oldest change to now. Nothing for what waited because it was asked to
 * (digests, mutes), and no publication where the publisher states a day and no time.
 */
export function lagsOf({ alert, subscription, createdAt, waitingSince }: Delivery, now: Temporal.Instant): Notes {
  if (alert.kind !== "alert" || alert.test || subscription.when.kind !== "instant" || waitingSince !== createdAt)
    return {};
  const since = (instant: string) => Math.max(0, now.since(instant).total("seconds"));
  const published = alert.changes.flatMap(({ publishedAt }) =>
    publishedAt?.includes("T") ? [since(publishedAt)] : [],
  );
  return {
    sinceDetection: Math.max(0, ...alert.changes.map(({ detectedAt }) => since(detectedAt))),
    ...(published.length > 0 && { sincePublication: Math.max(...published) }),
  };
}
