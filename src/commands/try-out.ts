import type { Change } from "../model/change.ts";
import type { Place } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import type { Subscription } from "../model/subscription.ts";
import { subscriptionsHere } from "./here.ts";
import { unknownName } from "./known-names.ts";
import { type Command, type DeskParts, nowOf } from "./parts.ts";
import { past } from "./past.ts";
import { lastMonth } from "./preview.ts";

/** Sends a real change, marked as a test, the way alerts go, to this place alone. */
export const tryOut: Command = {
  summary: "send a recent change here, marked as a test",
  example: "test",
  async run(parts, { place, actor }) {
    await parts.store.resumeMended(place.destination, actor.id, nowOf(parts));
    const subscription = (await subscriptionsHere(parts, place)).find(({ state }) => state === "active");
    const lane = parts.lane(place.destination);
    if (!subscription || lane === null) {
      throw new UsageError(
        `Nothing is told in ${place.name} at the moment, so there is nothing to test; begin with watch.`,
      );
    }
    const change = await recent(parts, subscription, place);
    if (!change) throw new UsageError("Nothing is recorded yet; the first look at the feeds is under way.");
    const [id, at] = [parts.newId(), nowOf(parts)];
    const alert = { kind: "alert", id, at, changes: [change], test: true } as const;
    const deliveries = [{ subscriptionId: subscription.id, lane, eventKey: `test:${id}` }];
    await parts.store.queue({ alert, deliveries }, at);
    const unknown = unknownName(parts, place, subscription.query);
    return {
      kind: "done",
      lines: ["On its way: a real change, marked as a test.", ...(unknown === null ? [] : [unknown])],
    };
  },
};

async function recent(parts: DeskParts, subscription: Subscription, place: Place): Promise<Change | undefined> {
  const { found } = await past(parts.store, subscription, lastMonth(parts, place));
  if (found[0]) return found[0];
  return (await parts.store.timeline({ includePrivate: false, limit: 1 })).rows[0];
}
