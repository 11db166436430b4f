import type { Alert } from "./alert.ts";
import type { Subscription } from "./subscription.ts";
import type { Instant } from "./time.ts";

/**
 * queued: waiting for its turn. sending: an attempt was begun and its end is not known. sent: accepted.
 * failed: refused for good. unknown: the attempt's end will never be known by itself and must be looked up.
 */
export type DeliveryState = "queued" | "sending" | "sent" | "failed" | "unknown";

/** One alert on its way to one destination. `lane` is the ordering key: deliveries of a lane go out one after the other. */
export interface Delivery {
  readonly id: string;
  readonly lane: string;
  readonly subscription: Subscription;
  readonly alert: Alert;
  readonly state: DeliveryState;
  /** Attempts begun so far. */
  readonly attempts: number;
  readonly createdAt: Instant;
}

/** How an attempt ended. `reference` is the channel's own id of the message. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly reference?: string }
  | { readonly kind: "retry"; readonly reason: string; readonly afterSeconds?: number }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "pause"; readonly reason: string };
