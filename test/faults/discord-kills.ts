import { markerOf } from "../../src/channels/discord/marker.ts";
import type { Clock } from "../../src/model/time.ts";
import { startDiscord } from "../support/discord/discord.ts";
import { limited, refused, type Fault } from "../support/discord/faults.ts";
import { markIn } from "../support/discord/reading.ts";
import type { Channel } from "../support/discord/state.ts";
import type { Chance } from "./chance.ts";
import type { FaultyReceiver } from "./channel-kills.ts";

/**
 * A Discord that loses the answers to every third message. What follows in a thread stands in the thread, and counts for its channel. It
 * forgets a nonce after five minutes of the service's time, which is one real second: what was lost has to be looked for.
 */
export async function startFaultyDiscord(clock: Clock, chance: Chance, places: number): Promise<FaultyReceiver> {
  const discord = await startDiscord({
    now: () => clock.now().epochMilliseconds,
    // The library waits in real time; the limits have tests of their own.
    rates: { perBucket: 100_000, windowMs: 1000, perSecond: 100_000 },
  });
  const guild = discord.join("Faults");
  const channels = Array.from({ length: places }, (_, at) => discord.channel(guild, `faults-${at}`));
  const faults = { met: 0, lostAnswers: 0 };
  discord.faults.chance = (request) => {
    if (!isPost(request) || chance.between(0, 1) > 0.35) return null;
    const fault = chance.pick(troubles);
    faults.met += 1;
    if (fault.taken) faults.lostAnswers += 1;
    return fault;
  };
  const messagesOf = (channel: Channel) =>
    [...discord.state.channels.values()]
      .filter(({ id, parentId }) => id === channel.id || parentId === channel.id)
      .flatMap(({ messages }) => messages)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return {
    channel: "discord",
    environment: { DISCORD_API_URL: discord.url, DISCORD_TOKEN: discord.token },
    places: channels.map(({ id }) => id),
    requests: () => discord.rest.log.length,
    posts: () => discord.rest.log.filter(isPost).length,
    faults,
    beGood: () => void (discord.faults.chance = () => null),
    standing: (place) => {
      const channel = discord.state.channels.get(place);
      return channel ? messagesOf(channel).map(markIn) : [];
    },
    markOf: (deliveryId) => markerOf(deliveryId).reference,
    // Only what the faults brought about may be counted against the bot.
    problems: () => discord.rest.log.filter((line) => / (400|401|403|404)$/.test(line) && !isThread(line)),
    close: () => discord.close(),
  };
}

const troubles: readonly Fault[] = [
  { kind: "reset", taken: true },
  { kind: "reset", taken: true },
  { kind: "reset", taken: false },
  { kind: "status", status: 500, taken: true, body: { message: "500: Internal Server Error", code: 0 } },
  { kind: "status", status: 502, taken: true, body: "<html>Bad gateway</html>" },
  refused(503, 0, "Service unavailable"),
  limited(1, "shared"),
];

function isPost(request: string): boolean {
  return /^POST \/channels\/\d+\/messages\b(?!\/)/.test(request);
}

// A thread is tried before it is begun.
function isThread(line: string): boolean {
  return line.endsWith(" 404") && /\/channels\/\d+\/messages/.test(line);
}
