import type { Subscription } from "../../model/subscription.ts";
import { advice, well, wrong, type Finding } from "./finding.ts";

/** Whether anybody is told anything. */
export function checkSubscriptions(subscriptions: readonly Subscription[]): readonly Finding[] {
  if (subscriptions.length === 0) {
    return [advice("Nobody is told anything yet: npx regwatch subscriptions add --to … --query …")];
  }
  const paused = subscriptions.filter(({ state }) => state === "paused");
  const stopped = paused.filter(({ pausedBecause }) => pausedBecause !== null);
  return [
    well(`${subscriptions.length} subscriptions, ${subscriptions.length - paused.length} of them active.`),
    ...stopped
      .slice(0, mostNamed)
      .map(({ id, pausedBecause }) =>
        wrong(
          `Subscription ${id} is paused: ${pausedBecause} Mend that, then: npx regwatch subscriptions resume ${id}`,
        ),
      ),
    ...(stopped.length > mostNamed ? [wrong(`${stopped.length - mostNamed} more are paused.`)] : []),
    ...(paused.length > stopped.length
      ? [advice(`Paused by somebody: ${paused.length - stopped.length}. What they ask for is kept.`)]
      : []),
  ];
}

const mostNamed = 10;
