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
  /** Digests for the house, or in the form in which a firm sends them on to its clients. */
  readonly form: "house" | "client";
  /** Digests by mail bring their Word file along. */
  readonly attach: boolean;
  /** A digest waits as a draft until somebody approves it. */
  readonly approve: boolean;
  /** When whoever reads the address agreed to it, where that has to be asked (`needsConsent`). */
  readonly consentedAt: Instant | null;
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
  form: "house",
  attach: false,
  approve: false,
  consentedAt: null,
};

/** pending: whoever reads the address has not agreed to it yet, and nothing but that question goes there. */
export type SubscriptionState = "active" | "paused" | "pending";

/** Whether anybody can name an address of this kind, so that its reader has to agree first. */
export function needsConsent({ channel }: Destination): boolean {
  return channel === "email";
}

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

/**
 * Whether a tenant is told of private feeds. What was subscribed by whoever runs regwatch is; a workspace or a server that let regwatch in
 * by itself is a stranger.
 */
export function seesPrivate(tenant: string): boolean {
  return tenant === "local";
}

/** A subscription as somebody wants it. `query` and `when` are as typed. */
export interface SubscriptionWish {
  readonly to: Destination;
  readonly query: string;
  readonly when: string;
  readonly minimum: Significance;
  readonly secret: string | null;
  readonly owner: Destination | null;
  readonly options: Partial<SubscriptionOptions>;
}
