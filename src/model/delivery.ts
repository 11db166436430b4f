import type { Alert } from "./alert.ts";
import type { Standing } from "./standing.ts";
import type { Destination, Subscription } from "./subscription.ts";
import type { Instant } from "./time.ts";

/**
 * queued: waiting for its turn. sending: an attempt was begun and its end is not known. sent: accepted.
 * failed: refused for good. unknown: the attempt's end will never be known by itself and must be looked up. held: kept back by a mute, for
 * the digest or the end of the mute, or told by another message.
 */
export type DeliveryState = "queued" | "sending" | "sent" | "failed" | "unknown" | "held";

/** One alert on its way to one destination. `lane` is the ordering key: deliveries of a lane go out one after the other. */
export interface Delivery {
  readonly id: string;
  readonly lane: string;
  readonly subscription: Subscription;
  /** Where it goes: the subscription's destination, or its owner's where only the owner is to be told. */
  readonly destination: Destination;
  readonly alert: Alert;
  /** What became of the alert meanwhile; a message that stands is rendered again with it. */
  readonly standing: Standing;
  /** The channel's id of the first message about the same thread to the same destination, or null: this is the first. */
  readonly parent: string | null;
  readonly state: DeliveryState;
  /** Attempts begun so far. */
  readonly attempts: number;
  readonly createdAt: Instant;
  /** Since when it could go out: its creation, or the end of the last pause. */
  readonly waitingSince: Instant;
  /** Set where the receiver may have it already, from the time between a backup and its restore: then it is looked for first. */
  readonly maybeToldSince?: Instant | null;
}

/** An attempt that was made and whose end is not known. */
export interface UnsettledAttempt {
  readonly beganAt: Instant;
  /** When the first attempt began since the delivery could go out. */
  readonly triedSince: Instant;
  /** Looks that found nothing so far. */
  readonly looks: number;
}

/**
 * How an attempt ended. `reference` is the channel's own id of the message. `unknown`: the receiver may have taken it, and only a look
 * can tell.
 */
export type SendOutcome =
  | { readonly kind: "sent"; readonly reference?: string }
  | {
      readonly kind: "retry";
      readonly reason: string;
      readonly afterSeconds?: number;
      /** Nothing is wrong: the receiver's own rule says when, and that is when it is tried again. */
      readonly exact?: true;
    }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "pause"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** What a look at the receiver says about an attempt whose end is not known. `absent`: it was not there at this look. */
export type LookOutcome =
  /** Without a reference where it was told with others, in a message that is not its own. */
  | { readonly kind: "sent"; readonly reference: string | null }
  | { readonly kind: "absent" }
  | { readonly kind: "retry"; readonly reason: string; readonly afterSeconds?: number }
  | { readonly kind: "pause"; readonly reason: string };
