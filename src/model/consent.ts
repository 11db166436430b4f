import type { Subscription } from "./subscription.ts";

/** What the readers of an address decide about what is sent there. Doing it twice changes nothing. */
export interface Consents {
  /** The subscription as it stands, or null: there is none any more. */
  subscription(id: string): Promise<Subscription | null>;
  /** The reader agrees: what waited for that goes on. */
  agree(id: string): Promise<void>;
  /** The reader wants no more: the subscription is removed. */
  leave(id: string): Promise<void>;
}
