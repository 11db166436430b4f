import type { Channel, RenderContext } from "../../model/channel.ts";
import type { DiscordSettings } from "../discord.ts";
import { createApi } from "./api.ts";
import { serve } from "./app.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPublisher } from "./publisher.ts";

/** What works with Discord's own library, which is loaded only where there is a token. */
export interface Opened {
  readonly outbox: Outbox;
  readonly listen: NonNullable<Channel["listen"]>;
}

export function openDiscord({ compose, discord }: DiscordSettings, token: string): Opened {
  const { clock, publicUrl } = discord;
  const api = createApi({ ...discord, token });
  const publisher = createPublisher(api, clock);
  const context = (): RenderContext => ({ now: clock.now(), publicUrl });
  return {
    outbox: createOutbox({ ...discord, api, publisher }),
    listen: (desk, signal) => serve({ ...discord, token, api, publisher, compose, context }, desk, signal),
  };
}
