import { printWhen } from "../alerts/when.ts";
import { hashJson, sha256 } from "../lib/hash.ts";
import { toInstant } from "../lib/time.ts";
import type { PlannedAlert } from "../model/store.ts";
import type { Subscription } from "../model/subscription.ts";
import type { Instant } from "../model/time.ts";
import type { Services } from "./services.ts";

const askedADay = 3;
const forgottenAfterDays = 7;

/**
 * Asks the address of each new subscription that has to agree, once, and no address more than three times a day, whoever wants it told.
 * Who has not agreed after a week is forgotten.
 */
export async function askConsent(services: Services): Promise<void> {
  await askEach(services, await services.store.subscriptions({ state: "pending" }));
}

/** The same for some of those that wait. */
export async function askEach(services: Services, pending: readonly Subscription[]): Promise<void> {
  const now = services.clock.now();
  const full = new Set<string>();
  for (const subscription of pending) {
    const { address } = subscription.destination;
    if (isForgotten(subscription, now)) {
      await services.store.removeSubscription(subscription.id, "regwatch", toInstant(now));
    } else if (!full.has(address) && !(await isAsked(services, subscription))) {
      if (await mayAsk(services, subscription, now)) {
        await services.store.queue(question(services, subscription, toInstant(now)), toInstant(now));
      } else {
        full.add(address);
      }
    }
  }
}

function isForgotten({ createdAt }: Subscription, now: Temporal.Instant): boolean {
  const end = Temporal.Instant.from(createdAt).add({ hours: 24 * (forgottenAfterDays + 1) });
  return Temporal.Instant.compare(end, now) < 0;
}

async function isAsked({ store }: Services, { id, createdAt }: Subscription): Promise<boolean> {
  return (await store.deliveriesOf(id, 1)).some((delivery) => delivery.createdAt >= createdAt);
}

async function mayAsk({ store }: Services, { destination }: Subscription, now: Temporal.Instant): Promise<boolean> {
  const today = toInstant(now).slice(0, 10);
  const address = sha256(destination.address.toLowerCase()).slice(0, 32);
  for (let nth = 1; nth <= askedADay; nth += 1) {
    const until = toInstant(now.add({ hours: 48 }));
    if (await store.useOnce(`confirm:${destination.channel}:${address}:${today}:${nth}`, toInstant(now), until))
      return true;
  }
  return false;
}

function question({ channels, publicUrl }: Services, subscription: Subscription, at: Instant): PlannedAlert {
  const { id, destination, query, when, createdBy, createdAt } = subscription;
  const where = URL.parse(publicUrl)?.host ?? publicUrl;
  const lines = [
    "Please confirm: shall this address be told?",
    `${createdBy} asked regwatch at ${where} to tell this address when rules change.`,
    `About: ${query}`,
    `When: ${when.kind === "instant" ? "at once" : printWhen(when)}`,
    `Nothing else is sent before you confirm. If you did not expect this, do nothing: the request is forgotten after ${forgottenAfterDays} days.`,
  ];
  return {
    alert: {
      kind: "notice",
      id: hashJson(["confirm", id, createdAt]).slice(0, 32),
      at,
      notice: { subject: "confirm", lines, changes: [] },
    },
    deliveries: [
      {
        subscriptionId: id,
        lane: channels.get(destination.channel)?.lane(destination) ?? destination.channel,
        eventKey: `confirm:${createdAt}`,
        destination,
      },
    ],
  };
}
