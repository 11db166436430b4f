import { toInstant } from "../lib/time.ts";
import type { Delivery, SendOutcome } from "../model/delivery.ts";
import type { Store } from "../model/store.ts";
import type { Services } from "./services.ts";

const givenUpAfter = Temporal.Duration.from({ hours: 72 });

/**
 * Sends what a lane holds, one after the other, until nothing more may go out now. An attempt is committed before it is made and settled
 * after it, so that a killed worker leaves a trace and never a gap. Returns how many were sent.
 */
export async function deliverLane(services: Services, lane: string, signal: AbortSignal): Promise<number> {
  const { store, worker, leaseSeconds, clock } = services;
  let sent = 0;
  while (!signal.aborted) {
    const deliveries = await store.claimLane(lane, worker, toInstant(clock.now()), leaseSeconds, 20);
    if (deliveries.length === 0) return sent;
    try {
      for (const delivery of deliveries) {
        if (signal.aborted || !(await deliver(services, delivery, signal))) break;
        sent += 1;
      }
    } finally {
      // Claimed once more by the loop: what was queued while the lease was held has rung its bell in vain.
      await store.releaseLane(lane, worker);
    }
  }
  return sent;
}

// True when the lane may go on with the next one.
async function deliver(services: Services, delivery: Delivery, signal: AbortSignal): Promise<boolean> {
  const { store, clock, worker } = services;
  if (!(await store.beginAttempt(delivery.id, worker, toInstant(clock.now())))) return false;
  const outcome = await attempt(services, delivery, signal);
  const now = clock.now();
  await store.settleDelivery(delivery.id, settlement(services, delivery, outcome, now), toInstant(now));
  if (outcome.kind === "pause") await pause(services, delivery, outcome.reason);
  if (outcome.kind === "retry" && isHopeless(delivery, now)) {
    await pause(services, delivery, `Not delivered for three days: ${outcome.reason}`);
  }
  return outcome.kind === "sent" || outcome.kind === "refused";
}

function settlement(
  services: Services,
  delivery: Delivery,
  outcome: SendOutcome,
  now: Temporal.Instant,
): Parameters<Store["settleDelivery"]>[1] {
  if (outcome.kind === "sent") return { state: "sent", reference: outcome.reference ?? null };
  if (outcome.kind === "refused") return { state: "failed", error: outcome.reason };
  const seconds = outcome.kind === "retry" ? retrySeconds(services, delivery, outcome) : 0;
  const nextAttemptAt = toInstant(now.add({ milliseconds: Math.round(1000 * seconds) }));
  return { state: "queued", nextAttemptAt, error: outcome.reason };
}

async function attempt(services: Services, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome> {
  const channel = services.channels.get(delivery.subscription.destination.channel);
  if (!channel)
    return { kind: "pause", reason: `This service has no channel ${delivery.subscription.destination.channel}.` };
  try {
    const rendered = channel.render(delivery.alert, delivery, {
      now: services.clock.now(),
      publicUrl: services.publicUrl,
    });
    return await channel.send(rendered, delivery, signal);
  } catch (error) {
    services.log.error({ err: error, delivery: delivery.id }, "a delivery failed unexpectedly");
    return { kind: "retry", reason: "An error of regwatch itself; it is in the log." };
  }
}

async function pause(services: Services, delivery: Delivery, because: string): Promise<void> {
  await services.store.setSubscriptionState(
    delivery.subscription.id,
    "paused",
    because,
    "regwatch",
    toInstant(services.clock.now()),
  );
}

// Five seconds, doubling up to an hour, and never sooner than the receiver asked.
function retrySeconds(
  services: Services,
  delivery: Delivery,
  outcome: Extract<SendOutcome, { kind: "retry" }>,
): number {
  const backoff = Math.min(3600, 5 * 2 ** Math.min(delivery.attempts, 12)) * (1 + services.random() / 10);
  return Math.max(backoff, outcome.afterSeconds ?? 0);
}

function isHopeless(delivery: Delivery, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(delivery.createdAt).add(givenUpAfter), now) < 0;
}
