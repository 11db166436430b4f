import type { Channel } from "../model/channel.ts";
import { needsConsent, type Destination } from "../model/subscription.ts";
import type { Services } from "./services.ts";

/** The channel in which an owner can be told something; null where there is none, or where the reader of an address has not agreed to it. */
export async function channelToOwner(
  { channels, store }: Pick<Services, "channels" | "store">,
  owner: Destination | null,
): Promise<Channel | null> {
  const channel = owner === null ? undefined : channels.get(owner.channel);
  if (owner === null || channel === undefined) return null;
  if (!needsConsent(owner)) return channel;
  const theirs = await store.subscriptions({ destination: owner });
  return theirs.some(({ state }) => state === "active") ? channel : null;
}
