import type { z } from "zod";
import type { Facts } from "./facts.ts";
import type { Rhythm } from "./feed.ts";
import type { Json } from "./json.ts";
import type { Reconciliation, SignOfLife } from "./pulse.ts";
import type { Fetch, Fetched, Render } from "./snapshot.ts";
import type { Instant } from "./time.ts";
import type { Extraction } from "./version.ts";

/** What the store remembers of a document for its source. */
export interface KnownDocument {
  readonly key: string;
  /** The source's own notes from the last capture, kept verbatim (hashes, validators, form). */
  readonly state: Json;
  readonly facts: Facts;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
}

/** What a poll is given. `baseline` is true on a feed's first poll. */
export interface PollContext<Params> {
  readonly params: Params;
  readonly cursor: Json | null;
  readonly baseline: boolean;
  readonly now: () => Temporal.Instant;
  readonly fetch: Fetch;
  /** Loads a page in a browser. Throws `UsageError` with what to do where there is none. */
  readonly render: Render;
  /** The operator's keys for publishers that ask for one, by source: `congress`. */
  readonly keys: Readonly<Record<string, string>>;
  readonly known: ReadonlyMap<string, KnownDocument>;
  readonly signal: AbortSignal;
}

/** One served answer that a version is made from. `role` tells extraction which is which (`metadata`, `text`, `page`). */
export interface CapturePart {
  readonly role: string;
  readonly response: Fetched;
}

/**
 * What a poll says about one document, oldest document first:
 * `unchanged` - seen, and what was looked at (`facts` alone or `all`, text included) equals what is known;
 * `captured` - new or perhaps changed, with the answers it is made from, and `state` to be remembered;
 * `vanished` - it is gone, with the sentence for people. Where the publisher itself says so, or the source has seen it gone a day apart,
 * it is `sure`; else it is told when it is gone a day later still.
 */
export type Sighting =
  | { readonly kind: "unchanged"; readonly key: string; readonly looked: "facts" | "all"; readonly state?: Json }
  | { readonly kind: "captured"; readonly key: string; readonly parts: readonly CapturePart[]; readonly state: Json }
  | {
      readonly kind: "vanished";
      readonly key: string;
      readonly reason: string;
      readonly state: Json;
      readonly sure?: true;
    };

/** Where the next poll goes on, and what the publisher could not give this time though the poll as a whole succeeded. */
export interface PollEnd {
  readonly cursor: Json;
  readonly warnings?: readonly string[];
  /** There is more to look at than this poll's budget allowed: the next one comes in so many minutes, if it is not due before. */
  readonly againInMinutes?: number;
  /** What the publisher showed of itself, whether it concerns the feed or not. */
  readonly life?: SignOfLife;
}

/** What extraction sees: the snapshots' answers by role, and the document's key. */
export interface Captured {
  readonly key: string;
  readonly parts: readonly CapturePart[];
}

/** The code that knows one publisher or page kind. `poll` is the only impure part; `extract` is pure. */
export interface Source<Params = unknown> {
  readonly id: string;
  readonly title: string;
  /** Default cron lines, read in `timezone`. */
  readonly schedule: readonly string[];
  readonly timezone: string;
  /** The days its publishers work, and for how many of them they may show no sign of life; no rhythm where it is left out. */
  readonly rhythm?: Pick<Rhythm, "calendar" | "publisherDays">;
  /** Validates a feed file's `params`. */
  readonly params: z.ZodType<Params>;
  /** Raised whenever `extract` would read the same bytes differently. */
  readonly revision: number;
  /**
   * How many minutes later a second look must see the same before a change of a known document counts; 0 or left out: the first look
   * is enough. A page that flips and flips back in between stays silent.
   */
  confirmMinutes?(params: Params): number;
  /** The same text that came into, or went from, several documents during one poll is told as one alert. */
  readonly gathers?: boolean;
  /** It tells of what other sources publish: what it says of a thread that was just told joins it quietly. */
  readonly secondHand?: boolean;
  /** The host the params make it poll, `host:port`, for politeness and wake-ups. */
  host(params: Params): string;
  /** The part of the params that `extract` reads, and so belongs to the recipe. */
  recipeParams(params: Params): Json;
  poll(context: PollContext<Params>): AsyncGenerator<Sighting, PollEnd, void>;
  /**
   * Compares what the publisher counts with what is held (`known`), and captures what is missing; once a day, after a poll that went
   * well. For interfaces that hide something when they are asked for much.
   */
  reconcile?(context: PollContext<Params>): AsyncGenerator<Sighting, Omit<Reconciliation, "at" | "problem">, void>;
  extract(captured: Captured, params: Params): Extraction | Promise<Extraction>;
}
