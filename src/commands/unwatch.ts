import type { CommandCall, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import type { Subscription } from "../model/subscription.ts";
import { expectMayChange, subscriptionNamed, subscriptionsHere } from "./here.ts";
import { type Command, type DeskParts, nowOf } from "./parts.ts";

/** Ends one subscription of a place, or all of them. */
export const unwatch: Command = {
  summary: "end a subscription by its number, or all",
  example: "unwatch 2",
  async run(parts, call) {
    const name = call.options["id"] ?? call.text.trim();
    if (name === "") throw new UsageError("Which one? Give a number that list shows, or all.");
    const doomed =
      name.toLowerCase() === "all"
        ? await subscriptionsHere(parts, call.place)
        : [await subscriptionNamed(parts, call.place, name)];
    if (doomed.length === 0) throw new UsageError(`Nothing is watched in ${call.place.name}.`);
    for (const subscription of doomed) expectMayChange(call.actor, subscription);
    if (doomed.length > 1 && !call.confirmed) return confirm(doomed, call);
    return remove(parts, call, doomed);
  },
};

function confirm(doomed: readonly Subscription[], { place }: CommandCall): Reply {
  return {
    kind: "confirm",
    lines: [
      `All ${doomed.length} subscriptions of ${place.name} are about to end:`,
      ...doomed.map(({ query }) => `“${query}”`),
    ],
  };
}

async function remove(parts: DeskParts, call: CommandCall, doomed: readonly Subscription[]): Promise<Reply> {
  for (const { id } of doomed) await parts.store.removeSubscription(id, call.actor.id, nowOf(parts));
  const what = doomed.map(({ query }) => `“${query}”`).join(", ");
  return {
    kind: "done",
    lines: [`${call.place.name} is not told of ${what} any more.`],
    announce: `${call.actor.name} ended what this place was told of: ${what}.`,
  };
}
