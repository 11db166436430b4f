import type { Channel } from "../../src/model/channel.ts";
import { unobserved } from "../../src/model/observe.ts";
import type { Store } from "../../src/model/store.ts";
import type { Subscription } from "../../src/model/subscription.ts";
import { toInstant } from "../../src/lib/time.ts";
import { deliverLane } from "../../src/pipeline/deliver.ts";
import { createAudience } from "../../src/pipeline/audience.ts";
import { plan } from "../../src/pipeline/plan.ts";
import type { Services } from "../../src/pipeline/services.ts";
import type { WorldClock } from "../../src/world/clock.ts";
import { sampleFeed, sampleRecording, sampleSubscription } from "../contract/store-samples.ts";

const quiet = () => {};

/** A store and channels with nothing around them: changes are recorded as if they had been polled, and delivered when the test says so. */
export interface DeliveryDesk {
  readonly services: Services;
  subscribe(id: string, changed?: Partial<Subscription>): Promise<Subscription>;
  /** Records a change of a document of its own and plans its alert for whoever asks for it. */
  change(key: string, changed?: Parameters<typeof sampleRecording>[3]): Promise<string>;
  /** Delivers what is due, as `worker`. */
  deliver(worker?: string): Promise<void>;
}

export async function openDeliveryDesk(
  store: Store,
  clock: WorldClock,
  channels: readonly Channel[],
): Promise<DeliveryDesk> {
  await store.syncFeeds([{ feed: sampleFeed("fr/rules"), host: "fr.example:443" }], toInstant(clock.now()));
  // Deliveries use this part of the services alone.
  const log = { debug: quiet, warn: quiet, error: quiet };
  const services = {
    store,
    audience: createAudience(store, log),
    clock,
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    random: () => 0,
    publicUrl: "https://regwatch.example.org",
    worker: "w1",
    leaseSeconds: 60,
    keepYears: 10,
    terms: () => ({ terms: [], hash: "" }),
    feeds: () => new Map([["fr/rules", sampleFeed("fr/rules")]]),
    observe: unobserved,
    log,
  } as unknown as Services;
  return {
    services,
    async subscribe(id, changed = {}) {
      const destination = { channel: channels[0]?.id ?? "", address: "general" };
      const createdAt = toInstant(clock.now());
      const subscription = sampleSubscription(id, { destination, query: "*", createdAt, ...changed });
      await store.addSubscription(subscription);
      return subscription;
    },
    async change(key, options = {}) {
      const now = toInstant(clock.now());
      const recording = sampleRecording("fr/rules", key, `Text of ${key}.`, {
        ...options,
        change: { detectedAt: now, occurredAt: now, ...options.change },
      });
      const { alert, change } = recording;
      if (!alert || !change) throw new Error("nothing was recorded");
      const planned = plan(services, alert.alert, change.eventKey, await services.audience.of(alert.alert));
      await store.record({ ...recording, at: now, alert: planned });
      return change.id;
    },
    async deliver(worker = "w1") {
      const hands = { ...services, worker };
      for (const lane of await store.dueLanes(toInstant(clock.now()))) {
        await deliverLane(hands, lane, new AbortController().signal);
      }
    },
  };
}
