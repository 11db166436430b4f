import { toInstant } from "../lib/time.ts";
import type { FeedState, WakeUps } from "../model/store.ts";
import { gatherBacklogs } from "./backlog.ts";
import { mendFuture } from "./clock-set-back.ts";
import { askConsent } from "./consent.ts";
import { deliverLane } from "./deliver.ts";
import { remindOfDeadlines } from "./deadline-reminders.ts";
import { tellDigests } from "./digests.ts";
import { remind, tellHeld } from "./gathered.ts";
import { pollFeed } from "./poll.ts";
import { stampHeads } from "./stamp.ts";
import { readTerms } from "./terms.ts";
import type { Services } from "./services.ts";
import { tellHealth } from "./tell-health.ts";

/**
 * Queues what is to be told together, and rings the bell for every host and destination that has something due. Called by the minute tick,
 * and once at the start.
 */
export async function tick(services: Services): Promise<void> {
  await mendFuture(services);
  const now = toInstant(services.clock.now());
  const hosts = await services.store.dueHosts(now);
  const lanes = await services.store.dueLanes(now);
  if (hosts.length + lanes.length > 0) await services.store.wake({ hosts, lanes });
  const problems: unknown[] = [];
  for (const step of steps) await step(services).catch((error: unknown) => problems.push(error));
  if (problems.length > 0)
    throw problems.length === 1 ? problems[0] : new AggregateError(problems, "steps of the tick failed");
}

// Where one fails, the others are done all the same.
const steps: readonly ((services: Services) => Promise<void>)[] = [
  askConsent,
  tellHealth,
  gatherBacklogs,
  tellHeld,
  remind,
  remindOfDeadlines,
  tellDigests,
  stampHeads,
  readTerms,
];

/** What a worker does when the bell rings. The rows decide what is due; a bell rung twice finds nothing the second time. */
export function createWakeUps(services: Services, signal: AbortSignal): WakeUps {
  return {
    async onHost(host) {
      await pollHost(services, host, signal);
    },
    async onLane(lane) {
      await deliverLane(services, lane, signal);
    },
  };
}

async function pollHost(services: Services, host: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = toInstant(services.clock.now());
    const claimed = await services.store.claimDueFeeds(host, services.worker, now, services.leaseSeconds);
    if (claimed.length === 0) return;
    const isWell = await pollClaimed(services, claimed, signal);
    const wasWell = claimed.every(({ illSince }) => illSince === null);
    if (!signal.aborted && !(isWell && wasWell)) await tellHealth(services);
  }
}

// Where the publisher fails, the rest is given back: it may want to be left alone, and only the next claim looks at that.
async function pollClaimed(services: Services, claimed: readonly FeedState[], signal: AbortSignal): Promise<boolean> {
  let isWell = true;
  for (const state of claimed) {
    if (!isWell || signal.aborted) await services.store.releaseFeed(state.feedId, services.worker);
    else isWell = await pollIfHeld(services, state, signal);
  }
  return isWell;
}

// The feeds claimed before it may have taken longer than the lease, and another worker may have polled it meanwhile.
async function pollIfHeld(services: Services, state: FeedState, signal: AbortSignal): Promise<boolean> {
  const { store, worker, clock, leaseSeconds } = services;
  const held = await store.renewFeedLease(state.feedId, worker, toInstant(clock.now()), leaseSeconds);
  return !held || (await pollFeed(services, state, signal)).error === null;
}
