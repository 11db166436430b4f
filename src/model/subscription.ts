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
  readonly createdAt: Instant;
  readonly createdBy: string;
}
