import type { Subscription } from "../../src/model/subscription.ts";

/** What a service under test is started with, as JSON on its command line. */
export interface ServiceSettings {
  readonly environment: Readonly<Record<string, string>>;
  /** It is `epochMs` at `realStartMs`, and time runs `speed` times as fast. */
  readonly clock: { readonly epochMs: number; readonly realStartMs: number; readonly speed: number };
  /** Of the service's own time. */
  readonly leaseSeconds: number;
  /** How long the database server may be silent. */
  readonly silenceMs?: number;
  /** Milliseconds between two ticks; 100 if left out. */
  readonly bellMs?: number;
  readonly subscriptions: readonly Subscription[];
}
