import type { html } from "hono/html";
import type { TrustedProxies } from "../lib/client-address.ts";
import type { Registry } from "prom-client";
import type { Letterhead } from "../model/client-digest.ts";
import type { Feed, FeedProblem } from "../model/feed.ts";
import type { Observe } from "../model/observe.ts";
import type { Redline } from "../model/redline.ts";
import type { Store } from "../model/store.ts";
import type { Term } from "../model/term.ts";
import type { Block } from "../model/text.ts";
import type { Destination, Subscription, SubscriptionWish } from "../model/subscription.ts";
import type { Clock } from "../model/time.ts";
import type { Version } from "../model/version.ts";
import type { Reader } from "./reader.ts";

/** What is watched now: the feeds that can be polled, and the files that cannot be used. */
export interface WatchedFeeds {
  readonly feeds: readonly Feed[];
  readonly problems: readonly FeedProblem[];
}

/** Who may read: `open` is for loopback, `public` lets anyone read public feeds, `token` asks everyone for the admin token. */
export type ReadPolicy = "open" | "public" | "token";

/** What the web is given. `publicUrl` has no trailing slash; `ready` is true, or says what is still missing. */
export interface WebDeps {
  readonly store: Store;
  readonly feeds: () => WatchedFeeds;
  /** The words and thresholds that are followed. */
  readonly terms?: () => readonly Term[];
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly read: ReadPolicy;
  readonly adminToken: string | null;
  /** Proxies that say whom a request comes from. */
  readonly trustedProxies?: TrustedProxies;
  readonly ready: () => boolean | string;
  /** What stands at the head of digests for clients. */
  readonly letterhead?: Letterhead | null;
  readonly version: string;
  readonly redline: (before: readonly Block[], after: readonly Block[]) => Redline;
  /** How subscriptions are made. Both throw `UsageError`. */
  readonly subscriptions: {
    destination(text: string): Destination;
    add(wish: SubscriptionWish, by: string): Promise<Subscription>;
  };
  /** What today's recipe makes of the bytes of a version; null where that cannot be said, or the recipe is the same. */
  readonly reread?: (version: Version) => Promise<Version | null>;
  /** Doors of channels that are told by HTTP what people do, by path. They check for themselves who knocks. */
  readonly doors?: Readonly<Record<string, (request: Request) => Promise<Response>>>;
  /** What this process tells operators of itself. */
  readonly self?: Self;
  /** Called once for every error that is a bug; what people get to see says nothing of it. */
  readonly logError: (error: unknown, request: string) => void;
}

/** A process, as it tells operators of itself. */
export interface Self {
  readonly observe: Observe;
  /** What it has done since its start. */
  readonly meters: Registry;
  /** Why its work stands still, as a sentence, or null. Throws where the database cannot be asked. */
  readonly standstill: () => Promise<string | null>;
  /** Bytes free where the embedded database lies; null with a server. */
  readonly freeBytes: () => Promise<number | null>;
  /** Whether it counts what is in the store as well. */
  readonly countsStore: boolean;
}

/** What a request knows besides its address. */
export interface WebEnv {
  Variables: { reader: Reader };
}

export type Html = ReturnType<typeof html>;
