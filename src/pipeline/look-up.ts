import { toInstant } from "../lib/time.ts";
import type { Look } from "../model/channel.ts";
import type { Delivery, LookOutcome, UnsettledAttempt } from "../model/delivery.ts";
import type { Settlement } from "../model/store.ts";
import { notesOf } from "./delivery-notes.ts";
import { backoffSeconds, isHopeless, later } from "./patience.ts";
import { isForOwner, pause } from "./pause.ts";
import type { Services } from "./services.ts";

/**
 * Asks the receiver whether it took a message whose attempt has no known end. Only when it was not there so many times, with time between,
 * may it be sent again. True when the lane may go on with the next one.
 */
export async function lookUp(services: Services, delivery: Delivery, signal: AbortSignal): Promise<boolean> {
  const { store, worker, clock } = services;
  const unsettled = await store.beginLook(delivery.id, worker, toInstant(clock.now()));
  if (!unsettled) return false;
  const look = services.channels.get(delivery.destination.channel)?.look;
  const outcome = await services.observe("look", notesOf(delivery), async (note) => {
    const ended = await found(services, look, delivery, unsettled, signal);
    note({ outcome: ended.kind });
    return ended;
  });
  const now = clock.now();
  const settled = settlement(services, look, delivery, unsettled, outcome, now);
  await store.settleDelivery(delivery.id, settled, toInstant(now), delivery.attempts);
  if (outcome.kind === "pause") await pause(services, delivery, outcome.reason);
  if (outcome.kind === "retry" && isHopeless(unsettled, now)) {
    await pause(services, delivery, `Whether it arrived could not be found out for three days: ${outcome.reason}`);
  }
  return outcome.kind === "sent";
}

async function found(
  services: Services,
  look: Look | undefined,
  delivery: Delivery,
  unsettled: UnsettledAttempt,
  signal: AbortSignal,
): Promise<LookOutcome> {
  if (!look)
    return { kind: "pause", reason: `This service has no channel ${delivery.destination.channel} to look in.` };
  try {
    return await look.at(delivery, unsettled, signal);
  } catch (error) {
    services.log.error({ err: error, delivery: delivery.id }, "looking for a message failed unexpectedly");
    return { kind: "retry", reason: "An error of regwatch itself; it is in the log." };
  }
}

function settlement(
  services: Services,
  look: Look | undefined,
  delivery: Delivery,
  { looks, triedSince }: UnsettledAttempt,
  outcome: LookOutcome,
  now: Temporal.Instant,
): Settlement {
  const { afterSeconds = 0, times = 1 } = look ?? {};
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", reference: outcome.reference };
    case "absent": {
      const error = "It did not arrive.";
      if (looks + 1 >= times) return { state: "queued", nextAttemptAt: toInstant(now), error };
      return { state: "unknown", lookAt: later(now, afterSeconds), looks: looks + 1, error };
    }
    case "retry": {
      const error = outcome.reason;
      if (isForOwner(delivery) && isHopeless({ triedSince }, now)) return { state: "failed", error };
      const seconds = Math.max(backoffSeconds(services, delivery.attempts), outcome.afterSeconds ?? 0, afterSeconds);
      return { state: "unknown", lookAt: later(now, seconds), looks, error };
    }
    default:
      if (isForOwner(delivery)) return { state: "failed", error: outcome.reason };
      return { state: "unknown", lookAt: toInstant(now), looks, error: outcome.reason };
  }
}
