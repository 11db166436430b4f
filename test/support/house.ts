import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readConfig } from "../../src/config.ts";
import { toInstant } from "../../src/lib/time.ts";
import type { Change } from "../../src/model/change.ts";
import { defaultOptions, type Subscription } from "../../src/model/subscription.ts";
import { deliverLane } from "../../src/pipeline/deliver.ts";
import { pollFeed } from "../../src/pipeline/poll.ts";
import type { PollReport } from "../../src/pipeline/services.ts";
import { openHouse, type Fittings, type House } from "../../src/wire.ts";
import type { WorldClock } from "../../src/world/clock.ts";
import { quickStore } from "./database.ts";
import { startWorld, type Story, type World } from "../../src/world/world.ts";

/** The whole house on an in-memory database, in a world of its own whose clock stands still until it is stepped. */
export interface TestHouse {
  readonly house: House;
  readonly world: World;
  readonly clock: WorldClock;
  /** Every change recorded so far, in order. */
  readonly changes: readonly Change[];
  /** Polls the feed now, as `regwatch check` does, and delivers what is due. */
  check(feedId?: string): Promise<PollReport>;
  deliver(): Promise<void>;
  subscribe(to: string, query?: string, extra?: Partial<Subscription>): Promise<Subscription>;
  close(): Promise<void>;
}

const bisFeed = (origin: string) => `source: federal-register
title: BIS rules and notices
topics: [export-controls]
timezone: America/New_York
params:
  baseUrl: ${origin}
  agencies: [industry-and-security-bureau]
mute:
  - { title: denying export privileges, why: denial orders name persons }
`;

export async function openTestHouse(
  clock: WorldClock,
  story: Story = {},
  options: {
    readonly feeds?: (origin: string, world: World) => Readonly<Record<string, string>>;
    readonly allow?: readonly string[];
    readonly fittings?: Fittings;
    /** More settings, as the environment gives them. */
    readonly settings?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestHouse> {
  const world = await startWorld({ clock, story });
  const { origin } = world.federalRegister;
  const dir = await writeFeeds(options.feeds?.(origin, world) ?? { "federal-register/bis": bisFeed(origin) });
  const changes: Change[] = [];
  const config = readConfig({
    REGWATCH_FEEDS: dir,
    REGWATCH_ALLOW_HOSTS: [...world.origins.map((own) => new URL(own).host), ...(options.allow ?? [])].join(","),
    LOG_LEVEL: "silent",
    ...options.settings,
  });
  const house = await openHouse(config, {
    clock,
    sleep: async () => {},
    requestGap: () => 0,
    store: (await quickStore()).store,
    write: () => {},
    progress: (event) => {
      if (event.kind === "change") changes.push(event.change);
    },
    ...options.fittings,
  });
  const { services } = house;
  const deliver = async (): Promise<void> => {
    for (const lane of await services.store.dueLanes(toInstant(clock.now()))) {
      await deliverLane(services, lane, house.stopping);
    }
  };
  return {
    house,
    world,
    clock,
    changes,
    async check(feedId = "federal-register/bis") {
      const now = toInstant(clock.now());
      const state = await services.store.claimFeed(feedId, services.worker, now, services.leaseSeconds);
      if (!state) throw new Error(`${feedId} cannot be claimed`);
      const report = await pollFeed(services, state, house.stopping);
      await deliver();
      return report;
    },
    deliver,
    async subscribe(to, query = "*", extra = {}) {
      const [channel = "", ...address] = to.split(":");
      const subscription: Subscription = {
        id: `s${Math.random().toString(16).slice(2, 14)}`,
        destination: { channel, address: address.join(":") },
        query,
        when: { kind: "instant" },
        minimum: "editorial",
        secret: null,
        state: "active",
        pausedBecause: null,
        createdAt: toInstant(clock.now()),
        createdBy: "test",
        options: defaultOptions,
        tenant: "local",
        owner: null,
        ...extra,
      };
      await services.store.addSubscription(subscription);
      return subscription;
    },
    async close() {
      await house.close();
      await world.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Writes feed files into a folder of their own and returns it. */
export async function writeFeeds(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "regwatch-feeds-"));
  for (const [id, text] of Object.entries(files)) {
    const file = join(dir, `${id}.yaml`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return dir;
}
