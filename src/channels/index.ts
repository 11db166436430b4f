import type { Channel } from "../model/channel.ts";
import { UsageError } from "../model/errors.ts";
import type { Destination } from "../model/subscription.ts";
import { createDiscordChannel, type DiscordSettings } from "./discord.ts";
import { createEmailChannel, type EmailSettings } from "./email.ts";
import { createSlackChannel, type SlackSettings } from "./slack.ts";
import { createTerminalChannel, type TerminalSettings } from "./terminal.ts";
import { createWebhookChannel, type WebhookSettings } from "./webhook.ts";

/** The list of channels. A new one is a file here and a name in this list. */
export const channelFactories = [
  createDiscordChannel,
  createEmailChannel,
  createSlackChannel,
  createTerminalChannel,
  createWebhookChannel,
] as const;

/** All channels, ready to send. */
export function channels(
  settings: DiscordSettings & EmailSettings & SlackSettings & TerminalSettings & WebhookSettings,
): readonly Channel[] {
  return channelFactories.map((create) => create(settings));
}

/** Reads `terminal`, `webhook:URL`, … Throws `UsageError`; the address may be a secret and is not repeated. */
export function parseDestination(text: string, channels: ReadonlyMap<string, Channel>): Destination {
  const [name = ""] = text.trim().split(":", 1);
  const id = name.toLowerCase();
  const address = text
    .trim()
    .slice(name.length + 1)
    .trim();
  const channel = channels.get(id);
  if (channel !== undefined) return channel.destination(address);
  const there = [...channels.keys()].join(", ");
  if (id === "http" || id === "https") {
    throw new UsageError(`A destination begins with its channel; write webhook: before the ${id} address.`);
  }
  const named = /^[a-z][a-z-]{0,19}$/.test(id) ? `There is no channel ${id}` : "That is no destination";
  throw new UsageError(`${named}; there are: ${there}. For example: webhook:https://example.org/hook`);
}
