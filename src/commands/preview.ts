import { parseQuery, type Query } from "../alerts/query.ts";
import type { Place, Reply } from "../model/command.ts";
import { UsageError } from "../model/errors.ts";
import { seesPrivate, type Subscription } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import { subscriptionNamed } from "./here.ts";
import { unknownName } from "./known-names.ts";
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
      return wouldHaveSent(parts, call.place, subscription);
    }
    const { query, minimum = "editorial" } = readWish(call);
    if (query === undefined) throw new UsageError("Which query? Give one, or a number that list shows.");
    return wouldHaveSent(parts, call.place, { query, minimum });
  },
};

/** The reply that shows what would have been sent, the newest of it as examples. */
export async function wouldHaveSent(
  parts: DeskParts,
  place: Place,
  wish: Pick<Subscription, "query" | "minimum">,
): Promise<Reply> {
  const { found, looked } = await past(parts.store, wish, lastMonth(parts, place));
  const unknown = unknownName(parts, place, wish.query);
  const hint = found.length > 0 || looked === 0 ? null : whyNothing(parseQuery(wish.query));
  return {
    kind: "answer",
    lines: [
      `Of ${looked} changes of the last 30 days it would have told ${found.length}.`,
      ...[unknown ?? hint].filter((line) => line !== null),
    ],
    changes: found.slice(0, shown),
    more: Math.max(0, found.length - shown),
  };
}

function whyNothing(query: Query): string | null {
  if (query.kind === "and")
    return "A query that asks too much at once is the usual reason: try fewer words, or a topic.";
  if (query.kind !== "words" || query.prefix || !/^[a-z]+$/.test(query.text)) return null;
  return `Words are found whole; ${query.text}* finds all that begin like that.`;
}

/** The last 30 days, as a place may see them. */
export function lastMonth(parts: Pick<DeskParts, "clock">, { tenant }: Place): Parameters<typeof past>[2] {
  return { since: daysAgo(parts, 30), includePrivate: seesPrivate(tenant) };
}

/** The instant so many days before now. */
export function daysAgo({ clock }: Pick<DeskParts, "clock">, days: number): Instant {
  return new Date(clock.now().epochMilliseconds - days * 24 * 3600_000).toISOString();
}
