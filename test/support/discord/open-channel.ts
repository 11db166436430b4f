import { compose } from "../../../src/alerts/compose.ts";
import { createDiscordChannel, type DiscordSetup } from "../../../src/channels/discord.ts";
import { createLogger } from "../../../src/lib/log.ts";
import { systemClock } from "../../../src/lib/time.ts";
import type { Channel } from "../../../src/model/channel.ts";
import type { Clock } from "../../../src/model/time.ts";
import type { Discord } from "./discord.ts";

/** Our channel, with a loopback Discord behind it. */
export function openChannel(discord: Discord, clock: Clock = systemClock): Channel {
  const setup = discordSetup({ token: discord.token, apiUrl: discord.url, clock });
  return createDiscordChannel({ compose, discord: setup });
}

/** What regwatch's Discord channel is given, with nobody to serve. */
export function discordSetup(parts: Partial<DiscordSetup> = {}): DiscordSetup {
  return {
    token: null,
    apiUrl: "http://127.0.0.1:9/api",
    clock: systemClock,
    publicUrl: "https://regwatch.example.org",
    sleep: () => new Promise(() => {}),
    shelf: { redline: async () => null, digest: async () => [] },
    log: createLogger({ level: "silent" }),
    ...parts,
  };
}
