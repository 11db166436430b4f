import type { Change } from "./change.ts";
import type { Digest } from "./digest.ts";
import type { Deadline } from "./facts.ts";
import type { Instant } from "./time.ts";

/**
 * Whether a feed fell ill or recovered, its publisher stopped (`stale`) or goes on (`moving`), or documents of it cannot be read
 * (`set-aside`), for the subscriptions that ask for `kind:health`. Several feeds with one cause are one notice.
 */
export interface HealthNotice {
  readonly feedId: string;
  /** All the feeds it is about, where there are several; `feedId` is the first of them, and `feedTitle` names what they share. */
  readonly feedIds?: readonly string[];
  readonly feedTitle: string;
  /** The feed's source and topics, for queries such as `kind:health topic:ai-chips`. */
  readonly source?: string;
  readonly topics?: readonly string[];
  readonly state: "ill" | "recovered" | "stale" | "moving" | "set-aside";
  readonly since: Instant;
  /** What is wrong, in plain words, and what regwatch does about it. */
  readonly message: string;
  readonly visibility: "public" | "private";
}

/**
 * A word from regwatch itself to the people of one subscription: it was paused, a mute has ended, alerts wait to be acknowledged, dates
 * come near, an address is to be confirmed, a digest waits to be approved.
 */
export interface Notice {
  readonly subject: "paused" | "resumed" | "mute-ended" | "reminder" | "retraction" | "confirm" | "draft" | "deadline";
  /** Plain sentences, one a line. */
  readonly lines: readonly string[];
  /** The changes it is about, if it is about some. */
  readonly changes: readonly Change[];
  /** The dates people are reminded of, nearest first. */
  readonly deadlines?: readonly DeadlineAhead[];
}

/** A date of which people are reminded. `uid` stays the same wherever it moves; `daysLeft` counts in the subscriber's zone. */
export interface DeadlineAhead extends Pick<Deadline, "kind" | "date" | "sentence"> {
  readonly uid: string;
  readonly daysLeft: number;
  readonly documentId: string;
  readonly title: string;
  readonly sourceUrl: string;
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
      /** Alerts that waited for a receiver who was away, told together, oldest first: since when the first of them did. */
      readonly waitedSince?: Instant;
    }
  | { readonly kind: "health"; readonly id: string; readonly at: Instant; readonly notice: HealthNotice }
  | { readonly kind: "digest"; readonly id: string; readonly at: Instant; readonly digest: Digest }
  | { readonly kind: "notice"; readonly id: string; readonly at: Instant; readonly notice: Notice };
