import { toInstant } from "../lib/time.ts";
import type { FeedState, WakeUps } from "../model/store.ts";
import { gatherBacklogs } from "./backlog.ts";
import { mendFuture } from "./clock-set-back.ts";
import { askConsent } from "./consent.ts";
import { deliverLane } from "./deliver.ts";
import { remindOfDeadlines } from "./deadline-reminders.ts";
import { tellDigests } from "./digests.ts";
import { tellLeftGathered } from "./gather.ts";
import { remind, tellHeld } from "./gathered.ts";
import { keepHouse } from "./keep-house.ts";
import { pollFeed } from "./poll.ts";
import { openRound } from "./round.ts";
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
  tellLeftGathered,
  gatherBacklogs,
  tellHeld,
  remind,
  remindOfDeadlines,
  tellDigests,
  stampHeads,
  readTerms,
  keepHouse,
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

/** Few enough that several workers share a host with many feeds, and that their leases are easily kept. */
const feedsAtOnce = 50;

async function pollHost(services: Services, host: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = services.clock.now();
    const { store, worker, leaseSeconds } = services;
    const claimed = await store.claimDueFeeds(host, worker, toInstant(now), leaseSeconds, feedsAtOnce);
    if (claimed.length === 0) return;
    // More may be due, and another worker may have time for it.
    if (claimed.length === feedsAtOnce) await store.wake({ hosts: [host] });
    const isWell = await pollClaimed(services, claimed, now, signal);
    const wasWell = claimed.every(({ illSince }) => illSince === null);
    if (!signal.aborted && !(isWell && wasWell)) await tellHealth(services);
  }
}

// Where the publisher fails, the rest is given back: it may want to be left alone, and only the next claim looks at that.
async function pollClaimed(
  services: Services,
  claimed: readonly FeedState[],
  claimedAt: Temporal.Instant,
  signal: AbortSignal,
): Promise<boolean> {
  const round = openRound(services, claimed, claimedAt);
  let isWell = true;
  try {
    for (const state of claimed) {
      if (!isWell || signal.aborted) await round.release(state.feedId);
      // Those before it may have taken longer than the lease, and another worker may have polled it meanwhile.
      else if (await round.holds(state.feedId))
        isWell = (await pollFeed(services, state, signal, { round })).error === null;
    }
  } finally {
    await round.close();
  }
  return isWell;
}
