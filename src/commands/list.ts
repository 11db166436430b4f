import { printWhen } from "../alerts/when.ts";
import type { ListedSubscription } from "../model/command.ts";
import type { Subscription } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { subscriptionsHere } from "./here.ts";
import { type Command, type DeskParts, nowOf } from "./parts.ts";

/** Shows what a place is told and how that fares; what was paused because the place could not be reached goes on. */
export const list: Command = {
  summary: "what this place is told (list mine: all that you made)",
  example: "list",
  async run(parts, { text, place, actor }) {
    const isMine = text.trim().toLowerCase() === "mine";
    const resumed = isMine ? [] : await parts.store.resumeMended(place.destination, actor.id, nowOf(parts));
    const subscriptions = isMine
      ? (await parts.store.subscriptions({ tenant: place.tenant })).filter(({ createdBy }) => createdBy === actor.id)
      : await subscriptionsHere(parts, place);
    if (subscriptions.length === 0) {
      return {
        kind: "answer",
        lines: [isMine ? "You have made no subscription yet." : `Nothing is watched in ${place.name} yet.`],
        example: "watch topic:ai-chips",
        subscriptions: [],
      };
    }
    const count = subscriptions.length === 1 ? "1 subscription" : `${subscriptions.length} subscriptions`;
    return {
      kind: "answer",
      lines: [
        isMine ? `You made ${count}.` : `${count} in ${place.name}.`,
        ...(resumed.length === 0 ? [] : [`${resumed.length} that could not be sent here is tried again now.`]),
      ],
      subscriptions: await listed(parts, subscriptions),
    };
  },
};

async function listed(
  parts: DeskParts,
  subscriptions: readonly Subscription[],
): Promise<readonly ListedSubscription[]> {
  const now = nowOf(parts);
  const figures = await parts.store.subscriptionFigures(
    subscriptions.map(({ id }) => id),
    now,
  );
  return subscriptions.map((subscription) => ({
    subscription,
    when: printWhen(subscription.when),
    health: health(subscription, now),
    lastSentAt: figures.get(subscription.id)?.lastSentAt ?? null,
    unacknowledged: figures.get(subscription.id)?.unacknowledged ?? 0,
  }));
}

function health({ state, pausedBecause, options }: Subscription, now: Instant): string {
  if (state === "pending") return "waits for its address to confirm";
  if (state === "paused") return `paused: ${pausedBecause ?? "no reason given"}`;
  const { mute } = options;
  if (mute === null || mute.until <= now) return "active";
  const urgent = mute.urgentToo ? "urgent changes too" : "urgent changes are told";
  return `muted until ${mute.until.slice(0, 16).replace("T", " ")} UTC by ${mute.by} (${urgent})`;
}
