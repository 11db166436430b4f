import { toInstant } from "../lib/time.ts";
import { StoreAwayError } from "../model/errors.ts";
import type { Channel } from "../model/channel.ts";
import type { Delivery, SendOutcome } from "../model/delivery.ts";
import type { Attempt, Settlement } from "../model/store.ts";
import { amendLane } from "./amend.ts";
import { lagsOf, notesOf } from "./delivery-notes.ts";
import { lookUp } from "./look-up.ts";
import { backoffSeconds, isHopeless, later } from "./patience.ts";
import { isForOwner, pause } from "./pause.ts";
import type { Services } from "./services.ts";

/**
 * Sends what a lane holds, one after the other, until nothing more may go out now, then amends what stands and has to. An attempt is
 * committed before it is made and settled after it, so that a killed worker leaves a trace and never a gap. Returns how many were sent.
 */
export async function deliverLane(services: Services, lane: string, signal: AbortSignal): Promise<number> {
  const { store, worker, leaseSeconds, clock } = services;
  let sent = 0;
  while (!signal.aborted) {
    const deliveries = await store.claimLane(lane, worker, toInstant(clock.now()), leaseSeconds, 20);
    if (deliveries.length === 0) break;
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
  await amendLane(services, lane, signal);
  return sent;
}

// True when the lane may go on with the next one.
function deliver(services: Services, delivery: Delivery, signal: AbortSignal): Promise<boolean> {
  return services.observe("deliver", notesOf(delivery), () => turn(services, delivery, signal));
}

async function turn(services: Services, delivery: Delivery, signal: AbortSignal): Promise<boolean> {
  if (delivery.state === "unknown") return lookUp(services, delivery, signal);
  const look = services.channels.get(delivery.destination.channel)?.look;
  if (!delivery.maybeToldSince || !look) return send(services, delivery, signal);
  const { store, worker, clock } = services;
  // What was told before a restore is long in the receiver's view: one look tells.
  const doubted = await store.beginDoubt(delivery.id, worker, toInstant(clock.now()), look.times - 1);
  return doubted && lookUp(services, { ...delivery, state: "unknown", attempts: delivery.attempts + 1 }, signal);
}

async function send(services: Services, delivery: Delivery, signal: AbortSignal): Promise<boolean> {
  const { store, clock, worker, leaseSeconds } = services;
  const channel = services.channels.get(delivery.destination.channel);
  const began = clock.now();
  const lookAt = channel?.look && later(began, channel.look.afterSeconds);
  const begun = await store.beginAttempt(delivery.id, worker, toInstant(began), lookAt);
  if (!begun) return false;
  const { number: attempts, alert, parent, standing } = begun;
  const outcome = await services.observe("send", { ...notesOf(delivery), attempts }, async (note) => {
    const sending = { ...delivery, state: "sending", attempts, alert, parent, standing } as const;
    // A process that stood still, or waited long for the database, may not be the only one with the lane any more.
    const isLate = clock.now().since(began).total("seconds") > leaseSeconds / 2;
    const ended = isLate ? tooLate : await attempt(services, channel, sending, signal);
    note({ outcome: ended.kind, ...(ended.kind === "sent" && lagsOf(delivery, clock.now())) });
    return ended;
  });
  const now = clock.now();
  const settled = settlement(services, channel, { ...delivery, triedSince: begun.triedSince }, outcome, now);
  await store.settleDelivery(delivery.id, settled, toInstant(now), attempts);
  if (outcome.kind === "pause") await pause(services, delivery, outcome.reason);
  if (outcome.kind === "retry" && outcome.exact) ringAt(services, delivery.lane, outcome.afterSeconds ?? 0, signal);
  if (outcome.kind === "retry" && isHopeless(begun, now)) {
    await pause(services, delivery, `Not delivered for three days: ${outcome.reason}`);
  }
  return outcome.kind === "sent" || outcome.kind === "refused";
}

const tooLate: SendOutcome = { kind: "retry", reason: "regwatch stood still before it was sent." };

// The minute tick would ring as well, only later.
function ringAt({ sleep, store, log }: Services, lane: string, seconds: number, signal: AbortSignal): void {
  if (seconds > 120) return;
  const ring = async (): Promise<void> => {
    await sleep(1000 * seconds, signal);
    if (!signal.aborted) await store.wake({ lanes: [lane] });
  };
  ring().catch((error: unknown) => {
    // The store has said so itself.
    if (!(error instanceof StoreAwayError))
      log.warn({ err: error, lane }, "a lane could not be woken; the next tick does it");
  });
}

async function attempt(
  services: Services,
  channel: Channel | undefined,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<SendOutcome> {
  if (!channel) return { kind: "pause", reason: `This service has no channel ${delivery.destination.channel}.` };
  let isSending = false;
  try {
    const { clock, publicUrl } = services;
    const rendered = channel.render(delivery.alert, delivery, { now: clock.now(), publicUrl });
    isSending = true;
    return await channel.send(rendered, delivery, signal);
  } catch (error) {
    services.log.error({ err: error, delivery: delivery.id }, "a delivery failed unexpectedly");
    return { kind: isSending ? "unknown" : "retry", reason: "An error of regwatch itself; it is in the log." };
  }
}

function settlement(
  services: Services,
  channel: Channel | undefined,
  delivery: Delivery & Pick<Attempt, "triedSince">,
  outcome: SendOutcome,
  now: Temporal.Instant,
): Settlement {
  if (outcome.kind === "sent") return { state: "sent", reference: outcome.reference ?? null };
  if (outcome.kind === "refused") return { state: "failed", error: outcome.reason };
  const error = outcome.reason;
  // Nobody else is told that an owner cannot be told.
  if (isForOwner(delivery) && (outcome.kind === "pause" || isHopeless(delivery, now)))
    return { state: "failed", error };
  if (outcome.kind === "pause") return { state: "queued", nextAttemptAt: toInstant(now), error };
  if (outcome.kind === "unknown" && channel?.look) {
    return { state: "unknown", lookAt: later(now, channel.look.afterSeconds), looks: 0, error };
  }
  const asked = outcome.kind === "retry" ? (outcome.afterSeconds ?? 0) : 0;
  const isExact = outcome.kind === "retry" && outcome.exact === true;
  const seconds = isExact ? asked : Math.max(backoffSeconds(services, delivery.attempts), asked);
  return { state: "queued", nextAttemptAt: later(now, seconds), error };
}
