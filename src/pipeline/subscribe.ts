import { parseQuery } from "../alerts/query.ts";
import { parseWhen } from "../alerts/when.ts";
import { toInstant } from "../lib/time.ts";
import { UsageError } from "../model/errors.ts";
import {
  defaultOptions,
  type Destination,
  type Subscription,
  type SubscriptionOptions,
  type SubscriptionWish,
  type When,
} from "../model/subscription.ts";
import { askEach } from "./consent.ts";
import { channelToOwner } from "./owner.ts";
import type { Services } from "./services.ts";

/** Makes a subscription and, where its address has to agree first, asks it. Throws `UsageError` for a wish that cannot be met. */
export async function subscribe(
  services: Services,
  wish: SubscriptionWish,
  id: string,
  by: string,
): Promise<Subscription> {
  const { to, query, minimum, secret, owner } = wish;
  parseQuery(query);
  const when = parseWhen(wish.when);
  if (secret !== null && to.channel !== "webhook") {
    throw new UsageError("The secret (--secret) signs webhook deliveries; it has no meaning for another destination.");
  }
  expectDigest(wish.options, when, to);
  if (owner !== null && (await channelToOwner(services, owner)) === null) {
    throw new UsageError(
      "The owner's address has to agree first: give it a subscription of its own, and confirm that.",
    );
  }
  await services.store.addSubscription({
    id,
    destination: to,
    query,
    when,
    minimum,
    secret,
    state: "active",
    pausedBecause: null,
    createdAt: toInstant(services.clock.now()),
    createdBy: by,
    options: { ...defaultOptions, ...wish.options },
    tenant: services.channels.get(to.channel)?.tenant?.(to) ?? "local",
    owner,
  });
  const added = await services.store.subscription(id);
  if (added === null) throw new Error(`the subscription ${id} is gone as soon as it was made`);
  if (added.state === "pending") await askEach(services, [added]);
  return added;
}

function expectDigest(options: Partial<SubscriptionOptions>, { kind }: When, { channel }: Destination): void {
  const isForMail = options.form === "client" || options.attach === true;
  if (isForMail && channel !== "email") {
    throw new UsageError("The form for clients and attachments are for digests by mail.");
  }
  if (kind !== "instant" || !(isForMail || options.approve === true)) return;
  throw new UsageError("That is for digests; say when (--when), such as 'weekly mon 08:00 UTC'.");
}
