import type { Significance } from "./significance.ts";
import type { Instant } from "./time.ts";

/** When a subscription is told: at once, or by a digest at a local time of its own zone. `weekday` 1 is Monday (ISO). */
export type When =
  | { readonly kind: "instant" }
  | { readonly kind: "daily"; readonly time: string; readonly zone: string }
  | { readonly kind: "weekly" | "biweekly"; readonly weekday: number; readonly time: string; readonly zone: string }
  | { readonly kind: "monthly"; readonly day: number; readonly time: string; readonly zone: string };

/** Where a subscription's alerts go: `channel` is the id of a channel, `address` what that channel makes of it. */
export interface Destination {
  readonly channel: string;
  readonly address: string;
}

/** How the people of a subscription want to be told. */
export interface SubscriptionOptions {
  /** Follow-ups of a thread: under its first alert, in the channel, or both. */
  readonly thread: "thread" | "channel" | "both";
  /** Nothing but urgent changes goes out before this instant (`urgentToo`: not even those); what is held back stands in the next digest. */
  readonly mute: { readonly until: Instant; readonly urgentToo: boolean; readonly by: string } | null;
  /** Hours after which alerts that nobody has acknowledged are called to mind, or null. */
  readonly remindAfterHours: number | null;
  /** How many days before a date that is stated people are reminded of it, and at what local time of theirs; null: not. */
  readonly remindOfDeadlines: {
    readonly days: readonly number[];
    readonly time: string;
    readonly zone: string;
  } | null;
  /** Who may change the subscription from where it is told. */
  readonly mayChange: "anyone" | "admins";
  /** Announcement channels: whether messages go out to followers by themselves, when an editor says so, or not. */
  readonly publish: "auto" | "hold" | "off";
  /** Where the editors sit who publish what is held: an address of the same channel as the subscription's, or null. */
  readonly desk: string | null;
  /** A local time at which what is held goes out by itself, or null. */
  readonly publishAt: { readonly time: string; readonly zone: string } | null;
  /** A role that urgent changes call, as the channel names it, or null. */
  readonly mention: string | null;
}

export const defaultOptions: SubscriptionOptions = {
  thread: "thread",
  mute: null,
  remindAfterHours: null,
  remindOfDeadlines: null,
  mayChange: "anyone",
  publish: "off",
  desk: null,
  publishAt: null,
  mention: null,
};

export type SubscriptionState = "active" | "paused";

/** Who wants which changes, where, when. `query` is the text as written, in the query language. */
export interface Subscription {
  readonly id: string;
  readonly destination: Destination;
  readonly query: string;
  readonly when: When;
  readonly minimum: Significance;
  /** Signs webhook deliveries. */
  readonly secret: string | null;
  readonly state: SubscriptionState;
  /** Why it is paused, in plain words. */
  readonly pausedBecause: string | null;
  readonly options: SubscriptionOptions;
  /** Whose it is: `slack:T024BE7LD`; `local` for what was made on this machine. */
  readonly tenant: string;
  readonly createdAt: Instant;
  /** A person's id, and where that person can be told something alone. */
  readonly createdBy: string;
  readonly owner: Destination | null;
}
