import { UsageError } from "../../model/errors.ts";
import type { Destination } from "../../model/subscription.ts";

/** A channel, a thread or a person. A person is told in a direct conversation. */
export interface DiscordAddress {
  readonly kind: "channel" | "user";
  readonly id: string;
}

/** Reads `CHANNEL`, `<#CHANNEL>`, a link to a channel, `user:PERSON` or `<@PERSON>`. Throws `UsageError`. */
export function readDestination(address: string): Destination {
  const text = address.trim();
  const person = /^(?:user:|<@!?)(\d{17,20})>?$/.exec(text)?.[1];
  if (person !== undefined) return { channel: "discord", address: `user:${person}` };
  const channel =
    /^(?:<#|https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(?:\d{17,20}|@me)\/)?(\d{17,20})[>/]?$/.exec(text)?.[1];
  if (channel !== undefined) return { channel: "discord", address: channel };
  throw new UsageError(
    "A Discord destination is a channel's id of 17 to 20 digits (Copy Channel ID in its menu), such as discord:81384788765712384, or user: and a person's id.",
  );
}

/** A destination's address, once it was read. */
export function addressOf({ address }: Destination): DiscordAddress {
  return address.startsWith("user:") ? { kind: "user", id: address.slice(5) } : { kind: "channel", id: address };
}
