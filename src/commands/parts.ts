import type { Actor, CommandCall, Place, Reply } from "../model/command.ts";
import type { Digest } from "../model/digest.ts";
import type { Feed } from "../model/feed.ts";
import type { Significance } from "../model/significance.ts";
import type { DeadlineRecord, Store } from "../model/store.ts";
import type { Destination } from "../model/subscription.ts";
import type { Clock, Instant } from "../model/time.ts";

/** What a digest on request is to hold. `query` is valid; `zone` is an IANA name. */
export interface DigestWish {
  readonly query: string;
  readonly minimum: Significance;
  readonly from: Instant;
  readonly to: Instant;
  readonly zone: string;
  readonly includePrivate: boolean;
}

/** What the commands work with. */
export interface DeskParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly feeds: () => readonly Pick<Feed, "id" | "title" | "source" | "topics" | "visibility">[];
  /** The lane of a destination, or null where this service has no such channel. */
  readonly lane: (destination: Destination) => string | null;
  readonly newId: () => string;
  readonly digest: (wish: DigestWish) => Promise<Digest>;
  /** Dates to come that a query asks for, earliest first. */
  readonly upcoming: (
    asked: { readonly query: string; readonly includePrivate: boolean },
    days: number,
  ) => Promise<readonly DeadlineRecord[]>;
}

/** One command: what it does and how to write it. Mistakes are thrown as `UsageError`. */
export interface Command {
  readonly summary: string;
  readonly example: string;
  run(parts: DeskParts, call: CommandCall): Promise<Reply>;
}

/** Now, in the model's form. */
export function nowOf({ clock }: Pick<DeskParts, "clock">): Instant {
  return new Date(clock.now().epochMilliseconds).toISOString();
}

/** `Ada in #export-controls`, for announcements. */
export function whoAndWhere(actor: Actor, place: Place): string {
  return `${actor.name} in ${place.name}`;
}
