import type { Change } from "./change.ts";
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

/** What people are told. No channel's word in it. */
export type Alert =
  | { readonly kind: "alert"; readonly id: string; readonly at: Instant; readonly changes: readonly Change[] }
  | { readonly kind: "health"; readonly id: string; readonly at: Instant; readonly notice: HealthNotice };
