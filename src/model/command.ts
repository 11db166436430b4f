import type { Change } from "./change.ts";
import type { DeadlineRecord } from "./store.ts";
import type { Consents } from "./consent.ts";
import type { Digest } from "./digest.ts";
import type { Decision, Standing } from "./standing.ts";
import type { Destination, Subscription } from "./subscription.ts";
import type { Instant } from "./time.ts";

export const commandNames = [
  "watch",
  "list",
  "unwatch",
  "preview",
  "digest",
  "mute",
  "deadlines",
  "test",
  "help",
] as const;
export type CommandName = (typeof commandNames)[number];

/** Where a command was given: a channel, a thread or a direct conversation of one tenant. */
export interface Place {
  readonly destination: Destination;
  /** Whose data it is: `slack:T024BE7LD`, `discord:81384788765712384`. One tenant never sees another's. */
  readonly tenant: string;
  /** As people there call it: `#export-controls`. */
  readonly name: string;
  readonly isDirect: boolean;
}

/** Who gives a command. `id` is unique across channels: `slack:T024BE7LD/U2147483697`. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  /** May change what admins keep to themselves. */
  readonly isAdmin: boolean;
  /** Where this person can be told something alone, or null. */
  readonly destination: Destination | null;
}

/**
 * A command as given: the words after its name, and what was given by name: `query`, `when`, `min`, `thread`, `publish`, `desk`, `at`, `mention`, `remind`
 * (hours or `off`), `change` (`anyone`, `admins`), `id` (with `watch`: change that subscription instead of adding one).
 * The same may stand in the words: `watch topic:ai-chips --when 'weekly mon 08:00 Europe/London'`.
 */
export interface CommandCall {
  readonly name: CommandName;
  readonly text: string;
  readonly options: Readonly<Record<string, string>>;
  readonly place: Place;
  readonly actor: Actor;
  /** True once the person has confirmed what the reply before asked for. */
  readonly confirmed: boolean;
}

/** A subscription as `list` shows it. */
export interface ListedSubscription {
  readonly subscription: Subscription;
  /** `instant`, `weekly mon 08:00 America/New_York`. */
  readonly when: string;
  /** In plain words: active, paused and why, muted until when. */
  readonly health: string;
  readonly lastSentAt: Instant | null;
  readonly unacknowledged: number;
}

/** What answers a command. A channel shows all that is there, in this order. Foreign text is not escaped. */
export interface Reply {
  readonly kind: "done" | "answer" | "mistake" | "confirm";
  /** Plain sentences, one a line. */
  readonly lines: readonly string[];
  /** The field that a mistake stands in, where a form asked. */
  readonly field?: "until";
  /** What to type instead, where it was a mistake. */
  readonly example?: string;
  readonly subscriptions?: readonly ListedSubscription[];
  readonly changes?: readonly Change[];
  /** How many more there are than `changes` shows. */
  readonly more?: number;
  readonly deadlines?: readonly DeadlineRecord[];
  readonly digest?: Digest;
  /** What everybody at the place is told (a mute, a new subscription); the rest is for the caller alone. */
  readonly announce?: string;
}

/** What a person decided about an alert. `owner` and `until` are as they wrote them. */
export interface AcknowledgeCall {
  readonly deliveryId: string;
  readonly decision: Decision;
  readonly owner: string | null;
  readonly until: string | null;
  readonly note: string | null;
  readonly place: Place;
  readonly actor: Actor;
}

/** The words a completion can offer, most likely first. */
export type Suggested = "topic" | "feed" | "agency" | "bill" | "source" | "subscription";

/**
 * What people do with regwatch from where they talk: one table that every channel with people in it serves. Mistakes are answered with
 * what was understood, never thrown; what throws is a fault of ours.
 */
export interface Desk {
  run(call: CommandCall): Promise<Reply>;
  acknowledge(call: AcknowledgeCall): Promise<Reply>;
  /** Takes an acknowledgement back. */
  unacknowledge(deliveryId: string, place: Place, actor: Actor): Promise<Reply>;
  /** Subscribes the place to the thread (docket, bill, page) of the alert that was delivered. */
  follow(deliveryId: string, place: Place, actor: Actor): Promise<Reply>;
  /** Mutes the subscription that a delivery belongs to; asks for confirmation unless `confirmed`. */
  mute(deliveryId: string, until: string, place: Place, actor: Actor, confirmed: boolean): Promise<Reply>;
  suggest(what: Suggested, typed: string, place: Place, limit: number): Promise<readonly string[]>;
  /** The delivery's alert and where it stands, for a place of its own tenant; null otherwise. */
  delivered(deliveryId: string, place: Place): Promise<Delivered | null>;
  /** Alerts of the place's tenant that nobody has acknowledged yet, newest first. */
  waiting(place: Place, limit: number): Promise<readonly Waiting[]>;
  /** The place can be reached again (invited back, unarchived): what regwatch itself paused there goes on. Returns how many did. */
  mended(place: Place): Promise<number>;
  /** For channels whose readers agree to what is sent, and end it, by links. */
  readonly consents: Consents;
}

/** An alert that waits to be acknowledged. */
export interface Waiting {
  readonly deliveryId: string;
  readonly sentAt: Instant;
  readonly changes: readonly Change[];
}

/** A delivered alert as people there see it now. */
export interface Delivered {
  readonly changes: readonly Change[];
  readonly standing: Standing;
  /** The whole digest, where one was delivered. */
  readonly digest?: Digest;
}
