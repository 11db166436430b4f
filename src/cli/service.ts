import { randomBytes } from "node:crypto";
import cron from "node-cron";
import { parseDestination } from "../channels/index.ts";
import { reread } from "../pipeline/reread.ts";
import { createWakeUps, tick } from "../pipeline/schedule.ts";
import { StoreAwayError } from "../model/errors.ts";
import { workOffSearchBacklog } from "../pipeline/search-backlog.ts";
import { subscribe } from "../pipeline/subscribe.ts";
import type { Self, WebDeps } from "../web/deps.ts";
import { createOperations, createWeb } from "../web/server.ts";
import { redline } from "../redline/redline.ts";
import { freeBytes } from "../lib/free-bytes.ts";
import { toInstant } from "../lib/time.ts";
import { version } from "../lib/version.ts";
import { whenThere } from "./when-there.ts";
import type { Door } from "../model/channel.ts";
import type { House } from "../wire.ts";

/** A running service. */
export interface Service {
  /** Where the web answers, or null when this process does not serve it. */
  readonly url: string | null;
  stop(): Promise<void>;
}

/** How the minute tick is rung: by node-cron, or faster where the clock is sped up. */
export type Bell = (ring: () => Promise<void>) => () => void | Promise<void>;

/** Starts what this process's roles ask for. `stop` ends it within ten seconds and leaves every cursor where the data is. */
export async function startService(
  house: House,
  bell: Bell,
  opened: (url: string | null) => void = () => {},
  doors: Readonly<Record<string, Door>> = {},
): Promise<Service> {
  const ending: (() => unknown)[] = [];
  try {
    return await open(house, bell, opened, doors, ending);
  } catch (error) {
    // What listens already would keep a process alive that does nothing.
    for (const end of ending.toReversed()) await end();
    throw error;
  }
}

async function open(
  house: House,
  bell: Bell,
  opened: (url: string | null) => void,
  doors: Readonly<Record<string, Door>>,
  ending: (() => unknown)[],
): Promise<Service> {
  const { config, services } = house;
  let ready = false;
  let url: string | null = null;
  const self = await selfOf(house);
  if (config.roles.has("web")) {
    const web = await openWeb(house, self, () => ready, doors);
    url = web.url;
    ending.push(() => web.close());
  }
  if (config.metricsAddress !== null) {
    const { host, port } = config.metricsAddress;
    const operations = await createOperations(webDeps(house, self, () => ready)).listen(host, port);
    ending.push(() => operations.close());
  }
  opened(url);
  const stop = new AbortController();
  if (config.roles.has("worker")) await whenThere(() => services.store.listen(createWakeUps(services, stop.signal)));
  if (config.roles.has("bots")) await openBots(house, stop.signal);
  if (config.roles.has("scheduler")) {
    const ring = quietly(house, () => services.observe("tick", {}, () => tick(services)));
    ending.push(bell(ring));
    await ring();
    const indexing = workOffSearchBacklog(services, stop.signal);
    ending.push(() => indexing);
  }
  ready = true;
  return {
    url,
    async stop() {
      stop.abort();
      for (const end of ending.toReversed()) await end();
      await house.close();
    },
  };
}

// A bot that cannot connect must not keep the others, the polls and the pages from starting.
async function openBots(house: House, signal: AbortSignal): Promise<void> {
  const { channels } = house.services;
  await Promise.all(
    Array.from(channels.values(), async (channel) => {
      try {
        await channel.listen?.(house.desk, signal);
      } catch (error) {
        house.log.error({ err: error, channel: channel.id }, "the channel cannot be listened to");
      }
    }),
  );
}

async function openWeb(
  house: House,
  self: Self,
  ready: () => boolean,
  doors: Readonly<Record<string, Door>>,
): Promise<{ url: string; close(): Promise<void> }> {
  const { config } = house;
  const web = createWeb(webDeps(house, self, ready, doors));
  return web.listen(config.host, config.port);
}

/** What the web is given of a house. */
function webDeps(house: House, self: Self, ready: () => boolean, doors: Readonly<Record<string, Door>> = {}): WebDeps {
  const { config, services } = house;
  return {
    store: services.store,
    feeds: () => ({ feeds: [...services.feeds().values()], problems: house.problems() }),
    terms: () => services.terms().terms,
    clock: services.clock,
    publicUrl: config.publicUrl,
    read: config.read,
    adminToken: config.adminToken,
    trustedProxies: config.trustedProxies,
    ready,
    letterhead: services.letterhead,
    version,
    redline,
    reread: (known) => reread(services, known),
    doors: Object.assign(
      { ...doors },
      ...Array.from(services.channels.values(), (channel) => channel.doors?.(house.desk) ?? {}),
    ),
    subscriptions: {
      destination: (text) => parseDestination(text, services.channels),
      add: (wish, by) => subscribe(services, wish, randomBytes(6).toString("hex"), by),
    },
    self,
    // That the database is away is logged once, by the store.
    logError: (error, request) => {
      if (!isAway(error)) house.log.error({ err: error, request }, "a request failed unexpectedly");
    },
  };
}

async function selfOf({ config, services, telemetry }: House): Promise<Self> {
  const { observe, standstill } = telemetry;
  const meters = await telemetry.meters([...services.channels.keys()]);
  return {
    observe,
    meters: meters.registry,
    standstill: () =>
      standstill.reason(async () => {
        const { unclaimedFeedSeconds, unclaimedLaneSeconds } = await services.store.backlog(
          toInstant(services.clock.now()),
        );
        return { feedSeconds: unclaimedFeedSeconds, laneSeconds: unclaimedLaneSeconds };
      }),
    freeBytes: async () => (config.databaseUrl === null ? freeBytes(config.dataDir) : null),
    countsStore: config.roles.has("web") || config.roles.has("scheduler"),
  };
}

/** Rings at every full minute of UTC; what is due by whose clock is worked out from the rows. */
export function minuteBell(ring: () => Promise<void>): () => void | Promise<void> {
  const task = cron.schedule("* * * * *", ring, { timezone: "UTC", noOverlap: true });
  return () => task.destroy();
}

function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isAway);
  return error instanceof StoreAwayError;
}

// A tick that fails (the database is away) must not end the service; the next one tries again.
function quietly(house: House, work: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await work();
    } catch (error) {
      if (!isAway(error)) house.log.error({ err: error }, "the scheduler's tick failed; the next one tries again");
    }
  };
}
