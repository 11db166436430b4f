import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { composeClientDigest } from "./alerts/client-digest.ts";
import { compose } from "./alerts/compose.ts";
import { channels as channelList } from "./channels/index.ts";
import { createDesk } from "./commands/desk.ts";
import type { Config } from "./config.ts";
import { createApiConnections } from "./lib/api-fetch.ts";
import { createFetch, type DoorSettings } from "./lib/fetch-door.ts";
import { createLogger, type Logger } from "./lib/log.ts";
import { openBrowser, type SharedBrowser } from "./lib/browser.ts";
import { createPost } from "./lib/post.ts";
import { createTimeStamper, type TimeStamper } from "./lib/time-stamp.ts";
import { systemClock, toInstant } from "./lib/time.ts";
import { version } from "./lib/version.ts";
import { createWatchdog, type Watchdog } from "./lib/watchdog.ts";
import type { Channel } from "./model/channel.ts";
import type { Letterhead } from "./model/client-digest.ts";
import type { Desk } from "./model/command.ts";
import type { Feed, FeedProblem } from "./model/feed.ts";
import type { Observe } from "./model/observe.ts";
import type { Fetch } from "./model/snapshot.ts";
import type { Source } from "./model/source.ts";
import type { Store } from "./model/store.ts";
import type { Clock } from "./model/time.ts";
import { createAudience } from "./pipeline/audience.ts";
import { readCatalogue, type Catalogue } from "./pipeline/catalogue.ts";
import { gatherDigest } from "./pipeline/digest.ts";
import { createGate } from "./pipeline/gate.ts";
import { readLetterhead } from "./pipeline/letterhead.ts";
import type { Log, Progress, Services } from "./pipeline/services.ts";
import { createTakeAway } from "./pipeline/take-away.ts";
import { upcoming } from "./pipeline/upcoming.ts";
import { sources } from "./sources/index.ts";
import { holdDataDir } from "./store/hold.ts";
import { openStore } from "./store/open.ts";
import { summarise } from "./summarise/by-rules.ts";
import { openTelemetry, type Telemetry } from "./telemetry/open.ts";
import { fileStyle } from "./web/style.ts";

/** The service's parts, put together: what every command and the end-to-end tests work with. */
export interface House {
  readonly config: Config;
  readonly services: Services;
  readonly problems: () => readonly FeedProblem[];
  /** What people do from where they talk, for the channels that listen. */
  readonly desk: Desk;
  readonly log: Log;
  readonly telemetry: Telemetry;
  /** Ends the process when it stands still, once it is started. */
  readonly watchdog: Watchdog;
  /** Fires when the house is about to close; work in progress ends at the next safe point. */
  readonly stopping: AbortSignal;
  /** Closing twice does no harm. */
  close(): Promise<void>;
}

/** What the demo and the tests replace. */
export interface Fittings {
  readonly clock?: Clock;
  readonly sleep?: Services["sleep"];
  readonly leaseSeconds?: number;
  /** How long a database server may be silent while it is asked something. */
  readonly silenceMs?: number;
  /** The least time between two requests to one host, by host. */
  readonly requestGap?: (host: string) => number;
  /** How long publishers may take to answer. */
  readonly timeouts?: DoorSettings["timeouts"];
  /** A store that is open already; the data directory is then left alone. */
  readonly store?: Store;
  readonly inMemory?: boolean;
  /** Sources besides ours. */
  readonly sources?: readonly Source[];
  /** Changes the feeds that were read: the demo points them at its world. */
  readonly adapt?: (feeds: readonly Feed[]) => readonly Feed[];
  readonly progress?: (event: Progress) => void;
  /** Where the terminal channel writes. */
  readonly write?: (text: string) => void;
  readonly colour?: boolean;
  readonly columns?: number;
}

/** Opens the data (held against a second process), reads the catalogue and puts the parts together. */
export async function openHouse(config: Config, fittings: Fittings = {}): Promise<House> {
  const worker = `${hostname()}-${process.pid}-${randomBytes(3).toString("hex")}`;
  const log = createLogger({ level: config.logLevel, process: worker });
  const letterhead = config.letterhead === null ? null : await readLetterhead(config.letterhead);
  const isEmbedded = config.databaseUrl === null && !fittings.inMemory && !fittings.store;
  const hold = isEmbedded ? holdDataDir(config.dataDir) : null;
  let opened: Store | undefined;
  try {
    const [store, catalogue] = await Promise.all([
      fittings.store ??
        openStore({
          databaseUrl: config.databaseUrl,
          dataDir: config.dataDir,
          inMemory: fittings.inMemory ?? false,
          log,
          ...(fittings.silenceMs !== undefined && { silenceMs: fittings.silenceMs }),
          onBroken: (error) => end(log, error),
        }),
      readCatalogue(config.feedsDir, allSources(fittings)),
    ]);
    opened = store;
    return await furnish(config, fittings, store, catalogue, letterhead, { log, worker }, () => hold?.release());
  } catch (error) {
    await opened?.close();
    hold?.release();
    throw error;
  }
}

// Nothing that was promised is lost by it, and whoever supervises the process starts it again; going on would only spin.
function end(log: Log, error: unknown): void {
  log.error(
    { err: error },
    "the embedded database broke, perhaps because its disk is full or failing: this process ends",
  );
  process.exit(1);
}

/** Milliseconds between requests to a host of the operator's own: polite, but not as to a stranger. */
const ownHostGap = 200;

/** A fetch without a database behind it: polite within this process only. For `feeds check --live`. */
export function createDirectFetch(config: Config): Fetch {
  const booked = new Map<string, number>();
  return fetchDoor(config, {
    clock: systemClock,
    log: createLogger({ level: config.logLevel }),
    gate: {
      async reserve(host, gapMs = 1000) {
        const at = Math.max(Date.now(), (booked.get(host) ?? 0) + gapMs);
        booked.set(host, at);
        await sleepReal(at - Date.now());
      },
      hold: async () => {},
    },
  });
}

/** A browser for pages whose text comes by script; what it loads comes through `fetch` and under its address rules. */
export function createBrowser(config: Config, fetch: Fetch, signal: AbortSignal): SharedBrowser {
  const { contact, httpsProxy, noProxy, extraCa, allowHosts } = config;
  return openBrowser({ fetch, contact, proxy: httpsProxy, noProxy, extraCa, allowHosts, signal });
}

async function furnish(
  config: Config,
  fittings: Fittings,
  store: Store,
  catalogue: Catalogue,
  letterhead: Letterhead | null,
  { log, worker }: { readonly log: Logger; readonly worker: string },
  release: () => void,
): Promise<House> {
  const clock = fittings.clock ?? systemClock;
  const sleep = fittings.sleep ?? sleepReal;
  const leaseSeconds = fittings.leaseSeconds ?? 120;
  const stop = new AbortController();
  const telemetry = await openTelemetry({ ...config, leaseSeconds, version, process: worker, log });
  const { observe } = telemetry;
  const adapted = fittings.adapt?.(catalogue.feeds) ?? catalogue.feeds;
  const feeds = new Map(adapted.map((feed) => [feed.id, feed]));
  const bySource = new Map(allSources(fittings).map((source) => [source.id, source]));
  const watchdog = createWatchdog();
  await store.syncFeeds(
    adapted.map((feed) => ({ feed, host: bySource.get(feed.source)?.host(feed.params) ?? "" })),
    toInstant(clock.now()),
  );
  await store.fillCalendar(toInstant(clock.now()));
  const fetch = fetchDoor(config, {
    clock,
    log,
    gate: createGate(
      store,
      clock,
      (milliseconds) => sleep(milliseconds, stop.signal),
      fittings.requestGap ?? ((host) => (config.allowHosts.includes(host) ? ownHostGap : undefined)),
    ),
    signal: stop.signal,
    observe,
    ...(fittings.timeouts && { timeouts: fittings.timeouts }),
  });
  const browser = createBrowser(config, fetch, stop.signal);
  const services: Services = {
    store,
    audience: createAudience(store, log),
    sources: bySource,
    channels: openChannels(config, fittings, { store, clock, sleep, feeds: () => feeds, log, letterhead }),
    letterhead,
    feeds: () => feeds,
    terms: () => catalogue.terms,
    fetch,
    render: browser.render,
    keys: config.keys,
    clock,
    sleep,
    random: Math.random,
    publicUrl: config.publicUrl,
    worker,
    timeStamper: timeStamper(config),
    leaseSeconds,
    keepYears: config.keepYears,
    summarise: await summaries(config, clock, log, observe, stop.signal),
    reading: (what) => watchdog.note(what),
    progress: fittings.progress ?? (() => {}),
    observe,
    log,
  };
  let closed: Promise<void> | undefined;
  return {
    config,
    services,
    problems: () => catalogue.problems,
    desk: openDesk(services),
    log,
    telemetry,
    watchdog,
    stopping: stop.signal,
    close: () => (closed ??= close()),
  };

  async function close(): Promise<void> {
    stop.abort();
    await watchdog.stop();
    await browser.close();
    await store.close();
    await telemetry.close();
    release();
  }
}

function allSources({ sources: more = [] }: Fittings): readonly Source[] {
  return [...sources, ...more];
}

function timeStamper({ tsaUrl, httpsProxy: proxy, noProxy, extraCa }: Config): TimeStamper | null {
  if (tsaUrl === null) return null;
  return createTimeStamper(tsaUrl, createApiConnections({ apiUrl: tsaUrl, proxy, noProxy, extraCa }).fetch);
}

function openDesk(services: Services): Desk {
  const { store, clock, channels } = services;
  return createDesk({
    store,
    clock,
    feeds: () => [...services.feeds().values()],
    lane: (destination) => channels.get(destination.channel)?.lane(destination) ?? null,
    newId: () => randomBytes(6).toString("hex"),
    digest: (wish) => gatherDigest(services, wish),
    upcoming: (asked, days) => upcoming(services, asked, days),
  });
}

async function summaries(
  config: Config,
  clock: Clock,
  log: Log,
  observe: Observe,
  signal: AbortSignal,
): Promise<Services["summarise"]> {
  const { summaryModel, httpsProxy, noProxy, extraCa } = config;
  if (summaryModel === null) return async (input) => ({ summary: summarise(input), summarisedBy: "rules" });
  const network = { proxy: httpsProxy, noProxy, extraCa };
  const { createModelSummaries } = await import("./summarise/by-model.ts");
  return createModelSummaries({ ...summaryModel, network, clock, log, observe, signal }).summarise;
}

function openChannels(
  config: Config,
  fittings: Fittings,
  {
    store,
    clock,
    sleep,
    feeds,
    log,
    letterhead,
  }: Pick<Services, "store" | "clock" | "sleep" | "feeds" | "log" | "letterhead">,
): ReadonlyMap<string, Channel> {
  const { slack, discord, mail, secret, publicUrl, extraCa } = config;
  const shelf = createTakeAway({ store, feeds, style: fileStyle, clock, publicUrl, letterhead });
  const opened = channelList({
    write: fittings.write ?? ((text) => void process.stdout.write(text)),
    colour: fittings.colour ?? false,
    ...(fittings.columns && { columns: fittings.columns }),
    compose,
    post: createPost({ ...config, proxy: config.httpsProxy }),
    slack: {
      ...slack,
      secret,
      publicUrl,
      connections: createApiConnections({ ...config, apiUrl: slack.apiUrl, proxy: config.httpsProxy }),
      vault: store,
      clock,
      sleep,
      shelf,
      log,
    },
    discord: { ...discord, publicUrl, clock, sleep, shelf, log },
    email: {
      server: mail,
      secret,
      publicUrl,
      extraCa,
      clock,
      composeClient: (digest, context) => composeClientDigest(digest, context, letterhead),
      word: (digest, form) => shelf.word(digest, form),
    },
  });
  return new Map(opened.map((channel) => [channel.id, channel]));
}

function fetchDoor(config: Config, parts: Pick<DoorSettings, "clock" | "log" | "gate" | "signal" | "observe">): Fetch {
  const { contact, httpsProxy, noProxy, extraCa, allowHosts } = config;
  return createFetch({ contact, proxy: httpsProxy, noProxy, extraCa, allowHosts, ...parts });
}

function sleepReal(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, Math.max(0, milliseconds));
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();

    function end(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    }
  });
}
