import type { RenderContext, Channel } from "../model/channel.ts";
import type { Clock } from "../model/time.ts";
import { readDestination } from "./discord/address.ts";
import { createApi } from "./discord/api.ts";
import { serve } from "./discord/app.ts";
import type { DiscordLog } from "./discord/conversation.ts";
import { renderDelivery, type Compose, type Rendered } from "./discord/message.ts";
import { createOutbox, type Outbox } from "./discord/outbox.ts";
import { createPublisher } from "./discord/publisher.ts";
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
  const { outbox, listen } = open(settings);
  return {
    id: "discord",
    title: "Discord",
    destination: readDestination,
    lane: ({ address }) => `discord:${address}`,
    render: (alert, delivery, context) => renderDelivery(alert, delivery, context, settings.compose),
    send: (rendered, delivery, signal) => outbox.send(rendered, delivery, signal),
    look: {
      // Its own history does not lag, but a request that we gave up may still be under way.
      afterSeconds: 15,
      times: 2,
      at: (delivery, attempt, signal) => outbox.look(delivery, attempt, signal),
    },
    amend: (rendered, reference, delivery, signal) => outbox.amend(rendered, reference, delivery, signal),
    ...(listen && { listen }),
    describe: ({ address }) => `discord ${address}`,
  };
}

function open({ compose, discord }: DiscordSettings): {
  readonly outbox: Outbox;
  readonly listen?: NonNullable<Channel["listen"]>;
} {
  const { token, clock, publicUrl } = discord;
  if (token === null) return { outbox: closed };
  const api = createApi({ ...discord, token });
  const publisher = createPublisher(api, clock);
  const context = (): RenderContext => ({ now: clock.now(), publicUrl });
  return {
    outbox: createOutbox({ ...discord, api, publisher }),
    listen: (desk, signal) => serve({ ...discord, token, api, publisher, compose, context }, desk, signal),
  };
}

const noToken = {
  kind: "pause",
  reason: "This service has no Discord token. Set DISCORD_TOKEN, then resume.",
} as const;

const closed: Outbox = { send: async () => noToken, look: async () => noToken, amend: async () => noToken };
