import type { AcknowledgeCall, Actor, Place, Reply } from "../model/command.ts";
import type { Delivery } from "../model/delivery.ts";
import { UsageError } from "../model/errors.ts";
import type { Acknowledgement, Decision } from "../model/standing.ts";
import { type DeskParts, nowOf } from "./parts.ts";

/** Records what somebody decided about an alert; its messages say so for everybody at the tenant. */
export async function acknowledge(parts: DeskParts, call: AcknowledgeCall): Promise<Reply> {
  const delivery = await deliveryOf(parts, call.deliveryId, call.place);
  const { actor, decision, owner, until, note } = call;
  if (hasPassed(until, parts)) {
    return { kind: "mistake", field: "until", lines: [`${until?.trim()} has passed. Give a day to come, or none.`] };
  }
  const acknowledgement: Acknowledgement = {
    by: actor.id,
    byName: actor.name,
    at: nowOf(parts),
    decision,
    owner: orNull(owner),
    until: orNull(until),
    note: orNull(note),
  };
  await decide(parts, delivery, actor, acknowledgement);
  return { kind: "done", lines: [`Acknowledged: ${words[decision]}.`] };
}

export async function unacknowledge(parts: DeskParts, deliveryId: string, place: Place, actor: Actor): Promise<Reply> {
  const delivery = await deliveryOf(parts, deliveryId, place);
  if (delivery.standing.acknowledgement === null) throw new UsageError("Nobody has acknowledged that alert.");
  await decide(parts, delivery, actor, null);
  return { kind: "done", lines: ["Taken back: the alert waits to be acknowledged again."] };
}

/** A delivery of the place's own tenant. Throws `UsageError` for any other. */
export async function deliveryOf({ store }: DeskParts, id: string, place: Place): Promise<Delivery> {
  const delivery = await store.delivery(id);
  if (delivery && delivery.subscription.tenant === place.tenant) return delivery;
  throw new UsageError("That alert is not known here.");
}

// Only where it is a day: people write “Friday” as well. A day has passed once it has everywhere on earth.
function hasPassed(until: string | null, { clock }: Pick<DeskParts, "clock">): boolean {
  const day = until?.trim() ?? "";
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && day < clock.now().toZonedDateTimeISO("-12:00").toPlainDate().toString();
}

function decide(
  parts: DeskParts,
  delivery: Delivery,
  actor: Actor,
  acknowledgement: Acknowledgement | null,
): Promise<void> {
  const { subscription, alert } = delivery;
  return parts.store.acknowledge(subscription.tenant, alert.id, acknowledgement, actor.id, nowOf(parts));
}

function orNull(text: string | null): string | null {
  const trimmed = text?.trim().slice(0, 500) ?? "";
  return trimmed === "" ? null : trimmed;
}

const words: Readonly<Record<Decision, string>> = {
  "no-impact": "no impact",
  "action-needed": "action needed",
  escalated: "escalated",
};
