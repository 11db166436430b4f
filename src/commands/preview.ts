import type { Change } from "../model/change.ts";
import type { Place, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import { seesPrivate } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { subscriptionNamed } from "./here.ts";
import type { Command, DeskParts } from "./parts.ts";
import { past } from "./past.ts";
import { readCall } from "./read-call.ts";
import { readWish } from "./wish.ts";

const shown = 3;

/** Says what a query, or a subscription, would have sent in the last 30 days. */
export const preview: Command = {
  summary: "what a query would have sent in the last 30 days",
  example: "preview agency:bis AND significance:>=substantive",
  async run(parts, call) {
    const { text } = readCall(call);
    if (/^#?\d{1,4}$/.test(text)) {
      const subscription = await subscriptionNamed(parts, call.place, text);
      return wouldHaveSent(await past(parts.store, subscription, lastMonth(parts, call.place)));
    }
    const { query, minimum = "editorial" } = readWish(call);
    if (query === undefined) throw new UsageError("Which query? Give one, or a number that list shows.");
    return wouldHaveSent(await past(parts.store, { query, minimum }, lastMonth(parts, call.place)));
  },
};

/** The reply that shows what would have been sent, the newest of it as examples. */
export function wouldHaveSent({
  found,
  looked,
}: {
  readonly found: readonly Change[];
  readonly looked: number;
}): Reply {
  const none = "A query that asks too much at once is the usual reason: try fewer words, or a topic.";
  return {
    kind: "answer",
    lines: [
      `Of ${looked} changes of the last 30 days it would have told ${found.length}.`,
      ...(found.length === 0 && looked > 0 ? [none] : []),
    ],
    changes: found.slice(0, shown),
    more: Math.max(0, found.length - shown),
  };
}

/** The last 30 days, as a place may see them. */
export function lastMonth(parts: Pick<DeskParts, "clock">, { tenant }: Place): Parameters<typeof past>[2] {
  return { since: daysAgo(parts, 30), includePrivate: seesPrivate(tenant) };
}

/** The instant so many days before now. */
export function daysAgo({ clock }: Pick<DeskParts, "clock">, days: number): Instant {
  return new Date(clock.now().epochMilliseconds - days * 24 * 3600_000).toISOString();
}
