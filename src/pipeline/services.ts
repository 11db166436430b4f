import type { TimeStamper } from "../lib/time-stamp.ts";
import type { Classification } from "../classify/classify.ts";
import type { Change } from "../model/change.ts";
import type { Letterhead } from "../model/client-digest.ts";
import type { Channel } from "../model/channel.ts";
import type { Feed } from "../model/feed.ts";
import type { Observe } from "../model/observe.ts";
import type { Fetch, Render } from "../model/snapshot.ts";
import type { Source } from "../model/source.ts";
import type { Store } from "../model/store.ts";
import type { TermRegister } from "../model/term.ts";
import type { Clock } from "../model/time.ts";
import type { Audience } from "./audience.ts";
import type { Difference } from "./draft.ts";

/** What happens, for whoever shows it: the terminal, the log, a test. */
export type Progress =
  | { readonly kind: "polling"; readonly feed: Feed }
  | { readonly kind: "polled"; readonly feed: Feed; readonly report: PollReport }
  | { readonly kind: "change"; readonly feed: Feed; readonly change: Change };

/** How one poll went. `error` is the plain sentence of why it failed, or null. */
export interface PollReport {
  readonly feedId: string;
  readonly baseline: boolean;
  readonly looked: number;
  readonly changes: number;
  readonly deliveries: number;
  /** Changes that a later look has to confirm. */
  readonly held: number;
  readonly warnings: readonly string[];
  readonly error: string | null;
  /** How long the feed has been ill, if it is. */
  readonly illSince: string | null;
  readonly nextDueAt: string;
  readonly milliseconds: number;
}

/** Sentences about a difference, every word of which stands in the texts or is one of our fixed phrases. */
export type Summarise = (
  input: Difference & {
    readonly classification: Classification;
    /** Found by a feed's first poll: nobody is told, and it may be hundreds of documents. */
    readonly baseline: boolean;
  },
) => Promise<{ readonly summary: string; readonly summarisedBy: "rules" | "model" }>;

/** The part of a logger the pipeline uses. */
export interface Log {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything the pipeline works with. Sources, channels and the store are seen as contracts only. */
export interface Services {
  readonly store: Store;
  readonly audience: Audience;
  readonly sources: ReadonlyMap<string, Source>;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly feeds: () => ReadonlyMap<string, Feed>;
  /** The words and thresholds that are followed. */
  readonly terms: () => TermRegister;
  readonly fetch: Fetch;
  readonly render: Render;
  /** The operator's keys for publishers, by source. */
  readonly keys: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Waits in the clock's time; ends early when the signal fires. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly publicUrl: string;
  /** What stands at the head of digests for clients. */
  readonly letterhead: Letterhead | null;
  /** Names this process in leases. */
  readonly worker: string;
  /** Writes a change's sentences: by rules, or by a model where one is configured. */
  readonly summarise: Summarise;
  /** Says outside when the evidence chains stood as they do; null where no authority is set. */
  readonly timeStamper: TimeStamper | null;
  readonly leaseSeconds: number;
  /** For how many years everything is kept; what nobody was told of may go after that. */
  readonly keepYears: number;
  /** Names what is being read now, for whoever notices that it never ends; empty when it has. */
  readonly reading: (what: string) => void;
  readonly progress: (event: Progress) => void;
  /** Lets operators follow each step of the work. */
  readonly observe: Observe;
  readonly log: Log;
}
