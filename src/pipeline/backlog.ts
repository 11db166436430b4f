import { hashJson } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { Alert } from "../model/alert.ts";
import type { Delivery } from "../model/delivery.ts";
import { later } from "./patience.ts";
import { plan } from "./plan.ts";
import type { Services } from "./services.ts";

/** More than so many alerts, the oldest of which has waited for so long, would be a flood when their receiver is back. */
const fewEnough = 10;
const longWaitSeconds = 3600;

/**
 * Makes one alert of those that wait for a receiver who has been away, in channels that people read. What is urgent stays alone, and
 * so does what is no alert. What was gathered before and could not go out either is gathered again with the rest.
 */
export async function gatherBacklogs(services: Services): Promise<void> {
  const { store, clock, channels } = services;
  const now = clock.now();
  const forPeople = [...channels.values()].filter(({ gathersBacklog }) => gathersBacklog).map(({ id }) => id);
  const limits = { channels: forPeople, moreThan: fewEnough, waitingSince: later(now, -longWaitSeconds) };
  for (const { subscription, deliveries } of await store.backlogs(limits)) {
    const together = deliveries.filter(isGathered);
    if (together.length < 2) continue;
    await store.gatherBacklog({ subscription, deliveries: together }, planned(services, together, now), toInstant(now));
  }
}

type Waiting = Delivery & { readonly alert: Extract<Alert, { kind: "alert" }> };

// Nothing of an attempt that may have arrived: only what is known to have failed is queued.
function isGathered(delivery: Delivery): delivery is Waiting {
  const { alert } = delivery;
  return alert.kind === "alert" && !alert.test && alert.changes.every(({ significance }) => significance !== "urgent");
}

function planned(services: Services, deliveries: readonly Waiting[], now: Temporal.Instant): ReturnType<typeof plan> {
  const [first] = deliveries;
  if (first === undefined) throw new Error("nothing waits");
  const { subscription } = first;
  const id = hashJson(["backlog", subscription.id, deliveries.map((delivery) => delivery.id)]).slice(0, 32);
  const waitedSince = deliveries.map(({ alert, createdAt }) => alert.waitedSince ?? createdAt).toSorted()[0];
  const changes = deliveries.flatMap(({ alert }) => alert.changes);
  const alert = { kind: "alert", id, at: toInstant(now), changes, ...(waitedSince && { waitedSince }) } as const;
  return plan(services, alert, id, [subscription]);
}
