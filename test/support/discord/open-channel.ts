import { compose } from "../../../src/alerts/compose.ts";
import { createDiscordChannel } from "../../../src/channels/discord.ts";
import { createLogger } from "../../../src/lib/log.ts";
import { systemClock } from "../../../src/lib/time.ts";
import type { Channel } from "../../../src/model/channel.ts";
import type { Clock } from "../../../src/model/time.ts";
import type { Discord } from "./discord.ts";

/** Our channel, with a loopback Discord behind it. */
export function openChannel(discord: Discord, clock: Clock = systemClock): Channel {
  return createDiscordChannel({
    compose,
    shelf: { redline: async () => null, digest: async () => [] },
    discord: {
      token: discord.token,
      apiUrl: discord.url,
      clock,
      publicUrl: "https://regwatch.example.org",
      sleep: () => new Promise(() => {}),
      log: createLogger({ level: "silent" }),
    },
  }) as Channel;
}
