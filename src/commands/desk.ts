import type { Desk, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import { acknowledge, deliveryOf, unacknowledge } from "./acknowledge.ts";
import { follow } from "./follow.ts";
import { muteAll } from "./mute.ts";
import { type DeskParts, nowOf } from "./parts.ts";
import { createSuggest } from "./suggest.ts";
import { commands } from "./table.ts";

/** The one table of commands, over the store: what every channel with people in it serves. */
export function createDesk(parts: DeskParts): Desk {
  return {
    run: (call) => answered(() => commands[call.name].run(parts, call), commands[call.name].example),
    acknowledge: (call) => answered(() => acknowledge(parts, call)),
    unacknowledge: (deliveryId, place, actor) => answered(() => unacknowledge(parts, deliveryId, place, actor)),
    follow: (deliveryId, place, actor) => answered(() => follow(parts, deliveryId, place, actor)),
    mute: (deliveryId, until, place, actor, confirmed) =>
      answered(async () => {
        const { subscription } = await deliveryOf(parts, deliveryId, place);
        return muteAll(parts, { actor, place, confirmed }, [subscription], until.trim().toLowerCase(), false);
      }),
    suggest: createSuggest(parts),
    async delivered(deliveryId, place) {
      const delivery = await parts.store.delivery(deliveryId);
      if (!delivery || delivery.subscription.tenant !== place.tenant) return null;
      const { alert, standing } = delivery;
      if (alert.kind === "digest") return { changes: [], standing, digest: alert.digest };
      return alert.kind === "alert" ? { changes: alert.changes, standing } : null;
    },
    async waiting(place, limit) {
      const found = await parts.store.unacknowledged(place.tenant, nowOf(parts), limit);
      return found.map(({ delivery, sentAt }) => ({
        deliveryId: delivery.id,
        sentAt,
        changes: delivery.alert.kind === "alert" ? delivery.alert.changes : [],
      }));
    },
    consents: {
      subscription: (id) => parts.store.subscription(id),
      agree: async (id) => void (await parts.store.confirmSubscription(id, "the address", nowOf(parts))),
      leave: async (id) => void (await parts.store.removeSubscription(id, "the address", nowOf(parts))),
    },
    mended: async ({ destination }) => (await parts.store.resumeMended(destination, "regwatch", nowOf(parts))).length,
  };
}

async function answered(work: () => Promise<Reply>, example?: string): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { kind: "mistake", lines: [error.message], ...(example !== undefined && { example }) };
  }
}
