import type { Alert } from "./alert.ts";
import type { Desk } from "./command.ts";
import type { Delivery, LookOutcome, SendOutcome, UnsettledAttempt } from "./delivery.ts";
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
  /** People read it: what waited there for long is told together, or it would flood them. */
  readonly gathersBacklog?: true;
  /** Why nothing can be sent by this process, and what to set. */
  readonly lacks?: string;
  /** Checks and normalises an address as a person wrote it. Throws `UsageError` with what is wrong. */
  destination(address: string): Destination;
  /** Whose data it is what goes there, as `Place.tenant` has it, so that people there can act on it. Left out: `local`. */
  tenant?(destination: Destination): string;
  /** Deliveries with the same lane keep their order and never run side by side. */
  lane(destination: Destination): string;
  render(alert: Alert, delivery: Delivery, context: RenderContext): Rendered;
  send(rendered: Rendered, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
  /** For receivers that can be asked what they took. Left out: an attempt whose end is not known is made again. */
  readonly look?: Look;
  /** Makes a message that stands say what `rendered` says. Doing it twice changes nothing. Left out: messages stay as they were sent. */
  amend?(rendered: Rendered, reference: string, delivery: Delivery, signal: AbortSignal): Promise<SendOutcome>;
  /** Doors in our own web, by path: for channels that are told by HTTP what people do. */
  doors?(desk: Desk): Readonly<Record<string, Door>>;
  /** Begins to serve the people of this channel; ends when the signal fires. Resolves once it is connected or keeps trying. */
  listen?(desk: Desk, signal: AbortSignal): Promise<void>;
  /** Named in errors and logs instead of an address that may be a secret. */
  describe(destination: Destination): string;
}

/** Answers requests of one path of our own web. */
export type Door = (request: Request) => Promise<Response>;

/** How a channel finds out whether a message was taken. */
export interface Look {
  /** The receiver's own view lags: seconds between the attempt and the first look, and between looks. */
  readonly afterSeconds: number;
  /** How many looks must find nothing before the message is sent again. */
  readonly times: number;
  at(delivery: Delivery, attempt: UnsettledAttempt, signal: AbortSignal): Promise<LookOutcome>;
}
