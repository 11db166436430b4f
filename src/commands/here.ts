import type { Actor, Place } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import type { Subscription } from "../model/subscription.ts";
import type { DeskParts } from "./parts.ts";

/** The subscriptions of a place, in the order in which `list` numbers them. */
export function subscriptionsHere({ store }: DeskParts, place: Place): Promise<readonly Subscription[]> {
  return store.subscriptions({ destination: place.destination, tenant: place.tenant });
}

/** The one that a number of `list`, or an id, names. Throws `UsageError`. */
export async function subscriptionNamed(parts: DeskParts, place: Place, name: string): Promise<Subscription> {
  const here = await subscriptionsHere(parts, place);
  const [first = ""] = name.trim().replace(/^#/u, "").split(/\s/u, 1);
  const found = here.find(({ id }) => id === first) ?? (/^\d{1,4}$/.test(first) ? here[Number(first) - 1] : undefined);
  if (found) return found;
  if (here.length === 0) throw new UsageError(`Nothing is watched in ${place.name}.`);
  throw new UsageError(
    `“${first}” is no subscription in ${place.name}; there are ${here.length}, numbered as list shows them.`,
  );
}

/** Throws `UsageError` where the subscription may be changed by admins alone and the actor is none. */
export function expectMayChange(actor: Actor, subscription: Subscription): void {
  if (subscription.options.mayChange === "anyone" || actor.isAdmin || subscription.createdBy === actor.id) return;
  throw new UsageError(`“${subscription.query}” may be changed by admins alone; ask one of them.`);
}
