import type { Change } from "./change.ts";
import type { Digest } from "./digest.ts";
import type { Instant } from "./time.ts";

/** Whether a feed fell ill or recovered, for the subscriptions that ask for `kind:health`. */
export interface HealthNotice {
  readonly feedId: string;
  readonly feedTitle: string;
  /** The feed's source and topics, for queries such as `kind:health topic:ai-chips`. */
  readonly source?: string;
  readonly topics?: readonly string[];
  readonly state: "ill" | "recovered";
  readonly since: Instant;
  /** What is wrong, in plain words, and what regwatch does about it. */
  readonly message: string;
  readonly visibility: "public" | "private";
}

/**
 * A word from regwatch itself to the people of one subscription: it was paused, a mute has ended, alerts wait to be acknowledged, an
 * address is to be confirmed, a digest waits to be approved.
 */
export interface Notice {
  readonly subject: "paused" | "resumed" | "mute-ended" | "reminder" | "retraction" | "confirm" | "draft";
  /** Plain sentences, one a line. */
  readonly lines: readonly string[];
  /** The changes it is about, if it is about some. */
  readonly changes: readonly Change[];
}

/** What people are told. No channel's word in it. */
export type Alert =
  | {
      readonly kind: "alert";
      readonly id: string;
      readonly at: Instant;
      readonly changes: readonly Change[];
      /** Sent because somebody asked to see what an alert looks like. */
      readonly test?: true;
    }
  | { readonly kind: "health"; readonly id: string; readonly at: Instant; readonly notice: HealthNotice }
  | { readonly kind: "digest"; readonly id: string; readonly at: Instant; readonly digest: Digest }
  | { readonly kind: "notice"; readonly id: string; readonly at: Instant; readonly notice: Notice };
