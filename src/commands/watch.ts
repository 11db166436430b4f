import { printRemind } from "../alerts/remind.ts";
import { printWhen } from "../alerts/when.ts";
import type { CommandCall, Reply } from "../model/command.ts";
import type { SubscriptionUpdate } from "../model/desk-store.ts";
import { UsageError } from "../model/errors.ts";
import { defaultOptions, type Subscription } from "../model/subscription.ts";
import { expectMayChange, subscriptionNamed, subscriptionsHere } from "./here.ts";
import { type Command, type DeskParts, nowOf, whoAndWhere } from "./parts.ts";
import { wouldHaveSent } from "./preview.ts";
import { readCall } from "./read-call.ts";
import { readWish } from "./wish.ts";

/** Subscribes a place: says first what the last 30 days would have sent. With an id it changes that subscription. */
export const watch: Command = {
  summary: "tell this place when something changes",
  example: 'watch topic:ai-chips AND "license exception" --min substantive --when weekly mon 08:00 America/New_York',
  async run(parts, call) {
    const wish = readWish(call);
    const { id } = readCall(call).options;
    if (id !== undefined && id !== "") return change(parts, call, id, wish);
    if (wish.query === undefined) throw new UsageError("What is to be watched? Give a query; * asks for everything.");
    return add(parts, call, drafted(parts, call, wish));
  },
};

/** A subscription of the place for these wishes, not stored yet. */
export function drafted(parts: DeskParts, { place, actor }: CommandCall, wish: SubscriptionUpdate): Subscription {
  return {
    id: parts.newId(),
    destination: place.destination,
    query: wish.query ?? "*",
    when: wish.when ?? { kind: "instant" },
    minimum: wish.minimum ?? "editorial",
    secret: null,
    state: "active",
    pausedBecause: null,
    options: { ...defaultOptions, ...wish.options },
    tenant: place.tenant,
    createdAt: nowOf(parts),
    createdBy: actor.id,
    owner: actor.destination,
  };
}

// One person with a script must not fill the lists of everybody else.
const mostInOnePlace = 100;

/** Adds a subscription, once it is confirmed, and tells the place. */
export async function add(parts: DeskParts, call: CommandCall, subscription: Subscription): Promise<Reply> {
  const here = await subscriptionsHere(parts, call.place);
  if (
    here.some(({ query, when }) => query === subscription.query && printWhen(when) === printWhen(subscription.when))
  ) {
    throw new UsageError(`${call.place.name} is told of “${subscription.query}” already.`);
  }
  if (here.length >= mostInOnePlace) {
    throw new UsageError(`${call.place.name} has ${here.length} subscriptions already; end one of them with unwatch.`);
  }
  if (!call.confirmed) return confirm(parts, call, subscription);
  await parts.store.addSubscription(subscription);
  return {
    kind: "done",
    lines: [`${call.place.name} is told from now on: ${described(subscription)}.`],
    announce: `${call.actor.name} has this place told of ${described(subscription)}.`,
  };
}

async function confirm(parts: DeskParts, { place }: CommandCall, subscription: Subscription): Promise<Reply> {
  const seen = await wouldHaveSent(parts, place, subscription);
  return {
    ...seen,
    kind: "confirm",
    lines: [`To be told in ${place.name}: ${described(subscription)}.`, ...seen.lines],
  };
}

async function change(parts: DeskParts, call: CommandCall, id: string, wish: SubscriptionUpdate): Promise<Reply> {
  const subscription = (await parts.store.subscription(id)) ?? (await subscriptionNamed(parts, call.place, id));
  if (subscription.tenant !== call.place.tenant) throw new UsageError("That subscription is gone.");
  expectMayChange(call.actor, subscription);
  const changed = await parts.store.updateSubscription(subscription.id, wish, "change", call.actor.id, nowOf(parts));
  if (!changed) throw new UsageError("That subscription is gone.");
  return {
    kind: "done",
    lines: [`Changed: ${described(changed)}.`],
    announce: `${whoAndWhere(call.actor, call.place)} changed what is told: ${described(changed)}.`,
  };
}

function described({ query, when, minimum, options }: Subscription): string {
  const deadlines = options.remindOfDeadlines;
  const reminded = deadlines === null ? "" : `, reminded of deadlines (${printRemind(deadlines)})`;
  return `“${query}”, at least ${minimum}, ${when.kind === "instant" ? "at once" : `as a digest (${printWhen(when)})`}${reminded}`;
}
