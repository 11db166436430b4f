import type { Alert } from "./alert.ts";
import type { Delivery, SendOutcome } from "./delivery.ts";
import type { Destination } from "./subscription.ts";

/** What rendering may know besides the alert. */
export interface RenderContext {
  readonly now: Temporal.Instant;
  /** Without a trailing slash; links into regwatch start with it. */
  readonly publicUrl: string;
}

/** Where alerts go. `render` is pure; `send` makes exactly one attempt and never throws for what a receiver does. */
export interface Channel<Rendered = unknown> {
  readonly id: string;
  readonly title: string;
  /** Checks and normalises an address as a person wrote it. Throws `UsageError` with what is wrong. */
  destination(address: string): Destination;
  /** Deliveries with the same lane keep their order and never run side by side. */
  lane(destination: Destination): string;
  render(alert: Alert, delivery: Delivery, context: RenderContext): Rendered;
  send(rendered: Rendered, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
  /** Named in errors and logs instead of an address that may be a secret. */
  describe(destination: Destination): string;
}
