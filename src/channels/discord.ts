import type { Channel } from "../model/channel.ts";
import type { Digest } from "../model/digest.ts";
import { readDestination } from "./discord/address.ts";
import { createApi, type ApiSettings, type MessageFile } from "./discord/api.ts";
import { renderDelivery, type Compose, type Rendered } from "./discord/message.ts";
import { createOutbox, type Outbox } from "./discord/outbox.ts";
import { createPublisher } from "./discord/publisher.ts";

export interface DiscordSettings {
  readonly compose: Compose;
  readonly discord: Omit<ApiSettings, "token"> & {
    /** The bot's token; without one nothing can be sent. */
    readonly token: string | null;
    /** A digest to take away. */
    readonly digestFiles: (digest: Digest) => Promise<readonly MessageFile[]>;
  };
}

/** Alerts in Discord, each exactly once. */
export function createDiscordChannel({ compose, discord }: DiscordSettings): Channel<Rendered> {
  const outbox = openOutbox(discord);
  return {
    id: "discord",
    title: "Discord",
    destination: readDestination,
    lane: ({ address }) => `discord:${address}`,
    render: (alert, delivery, context) => renderDelivery(alert, delivery, context, compose),
    send: (rendered, delivery, signal) => outbox.send(rendered, delivery, signal),
    look: {
      // Its own history does not lag, but a request that we gave up may still be under way.
      afterSeconds: 15,
      times: 2,
      at: (delivery, attempt, signal) => outbox.look(delivery, attempt, signal),
    },
    amend: (rendered, reference, delivery, signal) => outbox.amend(rendered, reference, delivery, signal),
    describe: ({ address }) => `discord ${address}`,
  };
}

function openOutbox({ token, digestFiles, ...rest }: DiscordSettings["discord"]): Outbox {
  if (token === null) return closed;
  const api = createApi({ token, ...rest });
  return createOutbox({ api, publisher: createPublisher(api, rest.clock), files: digestFiles });
}

const noToken = { kind: "pause", reason: "This service has no Discord token. Set DISCORD_TOKEN, then resume." } as const;

const closed: Outbox = { send: async () => noToken, look: async () => noToken, amend: async () => noToken };
