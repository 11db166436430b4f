import type { WorldClock } from "../../../src/world/clock.ts";
import type { Story } from "../../../src/world/world.ts";
import { compose } from "../../../src/alerts/compose.ts";
import { createDiscordChannel } from "../../../src/channels/discord.ts";
import { discordSetup } from "./open-channel.ts";
import { openTestHouse, type TestHouse } from "../house.ts";
import { startDiscord, type Discord } from "./discord.ts";
import type { Person } from "./people.ts";
import { permissions, usualPermissions, type Guild } from "./state.ts";

/** The whole house with its bot connected to a Discord on loopback, in a server with an editor and a member. */
export interface DiscordHouse extends TestHouse {
  readonly discord: Discord;
  readonly guild: Guild;
  /** May manage the server. */
  readonly ada: Person;
  /** May only read and write. */
  readonly bob: Person;
  /** Lets what the bot does every minute be done once, at the clock's time. */
  minute(): Promise<void>;
  /** The bot is started anew, and remembers nothing of what was in its memory. */
  restartBot(): Promise<void>;
}

export async function openDiscordHouse(
  clock: WorldClock,
  story: Story,
  settings: Readonly<Record<string, string>> = {},
): Promise<DiscordHouse> {
  const discord = await startDiscord({
    now: () => clock.now().epochMilliseconds,
    // The clock stands still, and with it the windows of the limits.
    rates: { perBucket: 10_000, windowMs: 1000, perSecond: 10_000 },
  });
  const guild = discord.join("Newsroom", usualPermissions);
  const minutes = createMinutes();
  const home = await openTestHouse(clock, story, {
    settings: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url, ...settings },
    fittings: { sleep: (milliseconds, signal) => (milliseconds === 60_000 ? minutes.wait(signal) : Promise.resolve()) },
  });
  const { house } = home;
  let stop = new AbortController();
  const listen = async (channel = house.services.channels.get("discord")): Promise<void> => {
    stop.abort();
    stop = new AbortController();
    await channel?.listen?.(house.desk, stop.signal);
  };
  await listen();
  await until(() => discord.state.commands.has("global"), "the commands to be registered");
  return {
    ...home,
    discord,
    guild,
    ada: discord.person("ada", permissions.manageGuild | permissions.manageMessages),
    bob: discord.person("bob", permissions.viewChannel | permissions.sendMessages),
    minute: () => minutes.next(),
    async restartBot() {
      const { publicUrl, clock, sleep } = house.services;
      const setup = discordSetup({
        token: discord.token,
        apiUrl: discord.url,
        publicUrl,
        clock,
        sleep: (ms, signal) => sleep(ms, signal),
      });
      const scans = (): number => discord.rest.log.filter((line) => /^GET .*\/messages /.test(line)).length;
      const before = scans();
      await listen(createDiscordChannel({ compose, discord: setup }));
      await until(() => scans() > before, "the look for what waits");
    },
    async close() {
      stop.abort();
      await home.close();
      await discord.close();
    },
  };
}

/** Waits for something that another connection brings about, without guessing how long it takes. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 10_000; !isSo(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() > end) throw new Error(`${what}: that did not come within ten seconds`);
  }
}

// Somebody waits for a minute; the test says when it is over, and goes on when the next wait begins.
function createMinutes(): { wait(signal?: AbortSignal): Promise<void>; next(): Promise<void> } {
  let over: (() => void) | undefined;
  let waiting = Promise.withResolvers<void>();
  return {
    wait(signal) {
      return new Promise((resolve) => {
        over = resolve;
        signal?.addEventListener("abort", () => resolve());
        waiting.resolve();
      });
    },
    async next() {
      await waiting.promise;
      waiting = Promise.withResolvers();
      over?.();
      await waiting.promise;
    },
  };
}
