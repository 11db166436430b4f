import type { Channel } from "../model/channel.ts";
import type { Clock } from "../model/time.ts";
import { readDestination } from "./discord/address.ts";
import type { DiscordLog } from "./discord/conversation.ts";
import { renderDelivery, type Compose, type Rendered } from "./discord/message.ts";
import type { Opened } from "./discord/open.ts";
import type { Outbox } from "./discord/outbox.ts";
import type { Shelf } from "./shelf.ts";

export interface DiscordSettings {
  readonly compose: Compose;
  readonly discord: DiscordSetup;
}

export interface DiscordSetup {
  /** The bot's token; without one nothing can be sent. */
  readonly token: string | null;
  /** Without `/v10`. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly shelf: Shelf;
  readonly log: DiscordLog;
}

/** Alerts in Discord, each exactly once, and a conversation about them. */
export function createDiscordChannel(settings: DiscordSettings): Channel<Rendered> {
  const { token } = settings.discord;
  let opening: Promise<Opened> | undefined;
  const opened = (own: string): Promise<Opened> => (opening ??= load(settings, own));
  const outbox = async (): Promise<Outbox> => (token === null ? closed : (await opened(token)).outbox);
  return {
    id: "discord",
    title: "Discord",
    gathersBacklog: true,
    ...(token === null && { lacks: "There is no Discord token here: set DISCORD_TOKEN for the service." }),
    destination: readDestination,
    lane: ({ address }) => `discord:${address}`,
    render: (alert, delivery, context) => renderDelivery(alert, delivery, context, settings.compose),
    send: async (rendered, delivery, signal) => (await outbox()).send(rendered, delivery, signal),
    look: {
      // Its own history does not lag, but a request that we gave up may still be under way.
      afterSeconds: 15,
      times: 2,
      at: async (delivery, attempt, signal) => (await outbox()).look(delivery, attempt, signal),
    },
    amend: async (rendered, reference, delivery, signal) =>
      (await outbox()).amend(rendered, reference, delivery, signal),
    ...(token !== null && { listen: async (desk, signal) => (await opened(token)).listen(desk, signal) }),
    describe: ({ address }) => `discord ${address}`,
  };
}

// Discord's library takes half a second to load, which commands without a bot need not wait for.
async function load(settings: DiscordSettings, token: string): Promise<Opened> {
  const { openDiscord } = await import("./discord/open.ts");
  return openDiscord(settings, token);
}

const noToken = {
  kind: "pause",
  reason: "This service has no Discord token. Set DISCORD_TOKEN, then resume.",
} as const;

const closed: Outbox = { send: async () => noToken, look: async () => noToken, amend: async () => noToken };
