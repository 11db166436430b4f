import { toInstant } from "../lib/time.ts";
import type { Channel } from "../model/channel.ts";
import type { SendOutcome } from "../model/delivery.ts";
import type { Amendment } from "../model/store.ts";
import { notesOf } from "./delivery-notes.ts";
import { backoffSeconds, later } from "./patience.ts";
import { pause } from "./pause.ts";
import type { Services } from "./services.ts";

const triedAtMost = 20;

/** Makes the messages of a lane that stand say what is true now. Doing it twice changes nothing, so no attempt is committed before. */
export async function amendLane(services: Services, lane: string, signal: AbortSignal): Promise<void> {
  const { store, worker, leaseSeconds, clock } = services;
  while (!signal.aborted) {
    const amendment = await store.claimAmendment(lane, worker, toInstant(clock.now()), leaseSeconds);
    if (!amendment) return;
    try {
      await amend(services, amendment, signal);
    } finally {
      await store.releaseLane(lane, worker);
    }
  }
}

// Messages of a channel that cannot amend stay as they were sent.
async function amend(services: Services, amendment: Amendment, signal: AbortSignal): Promise<void> {
  const channel = services.channels.get(amendment.delivery.destination.channel);
  const outcome = await services.observe("amend", notesOf(amendment.delivery), async (note) => {
    const ended = channel?.amend ? await attempt(services, channel, amendment, signal) : ({ kind: "sent" } as const);
    note({ outcome: ended.kind });
    return ended;
  });
  await services.store.settleAmendment(amendment, postponed(services, amendment, outcome));
  if (outcome.kind === "refused") {
    const { id } = amendment.delivery;
    services.log.warn({ delivery: id, reason: outcome.reason }, "a message could not be amended and stays as it is");
  }
  if (outcome.kind === "pause") await pause(services, amendment.delivery, outcome.reason);
}

async function attempt(
  services: Services,
  channel: Channel,
  { delivery, reference }: Amendment,
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    const { clock, publicUrl } = services;
    const rendered = channel.render(delivery.alert, delivery, { now: clock.now(), publicUrl });
    return (await channel.amend?.(rendered, reference, delivery, signal)) ?? { kind: "sent" };
  } catch (error) {
    services.log.error({ err: error, delivery: delivery.id }, "an amendment failed unexpectedly");
    return { kind: "retry", reason: "An error of regwatch itself; it is in the log." };
  }
}

// What cannot be amended (the message was deleted) is left; what is to be tried again waits as long as a delivery would.
function postponed(
  services: Services,
  { attempts }: Amendment,
  outcome: SendOutcome,
): { readonly at: string; readonly error: string } | null {
  if (outcome.kind === "sent" || outcome.kind === "refused") return null;
  const now = services.clock.now();
  if (outcome.kind === "pause") return { at: toInstant(now), error: outcome.reason };
  if (attempts + 1 >= triedAtMost) return null;
  const asked = outcome.kind === "retry" ? (outcome.afterSeconds ?? 0) : 0;
  return { at: later(now, Math.max(backoffSeconds(services, attempts), asked)), error: outcome.reason };
}
