import {
  ChannelType,
  Client,
  Events,
  GatewayIntentBits,
  Options,
  PermissionFlagsBits,
  type Channel,
  type Interaction,
  type NonThreadGuildBasedChannel,
} from "discord.js";
import { isRegistered, regwatchCommand } from "./command-table.ts";
import type { DiscordLog } from "./conversation.ts";
import { makeRequest } from "./requests.ts";

export interface GatewayParts {
  readonly token: string;
  readonly apiUrl: string;
  readonly log: DiscordLog;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly answer: (interaction: Interaction) => Promise<void>;
  /** An announcement channel was seen. */
  readonly announcement: (id: string) => Promise<void>;
  /** A channel that could not be written to may be written to now: regwatch was invited, or was given rights. */
  readonly mended: (id: string, guildId: string) => Promise<void>;
}

type End = "stopped" | "storm" | "refused" | "unreachable";

/** Waits in seconds between one connection that failed and the next: doubling, until one has lasted as long as the longest of them. */
const shortestWait = 5;
const longestWait = 600;
/** The library reconnects twice a second without end, and Discord takes a token away for 1,000 identifies a day. */
const reconnectsAtMost = 5;
const withinMs = 60_000;

/**
 * Keeps one connection to Discord's gateway until the signal fires. Resolves when it is connected for the first time, or when the first
 * try has failed and others will follow.
 */
export async function keepConnected(parts: GatewayParts, signal: AbortSignal): Promise<void> {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  await Promise.race([begun, reconnect(parts, signal, resolve)]);
}

async function reconnect(parts: GatewayParts, signal: AbortSignal, begun: () => void): Promise<void> {
  let wait = shortestWait;
  while (!signal.aborted) {
    const since = performance.now();
    const end = await connect(parts, signal, begun);
    if (end === "stopped") return;
    if (performance.now() - since > 1000 * longestWait) wait = shortestWait;
    begun();
    parts.log[end === "unreachable" ? "warn" : "error"]({ end, seconds: wait }, endings[end]);
    await parts.sleep(1000 * wait, signal);
    wait = Math.min(longestWait, 2 * wait);
  }
}

const endings: Readonly<Record<Exclude<End, "stopped">, string>> = {
  storm: "Discord breaks one connection after another; regwatch leaves it alone for a while",
  refused: "Discord refuses DISCORD_TOKEN; see regwatch doctor",
  unreachable: "Discord cannot be reached; regwatch tries again",
};

async function connect(parts: GatewayParts, signal: AbortSignal, connected: () => void): Promise<End> {
  const client = createClient(parts.apiUrl);
  const { promise, resolve } = Promise.withResolvers<End>();
  const stop = (): void => resolve("stopped");
  signal.addEventListener("abort", stop);
  watchReconnects(client, resolve);
  client.once(Events.ClientReady, (ready) => {
    connected();
    quietly(parts, "the commands could not be registered", () => register(ready));
    for (const channel of ready.channels.cache.values()) see(parts, channel, false);
  });
  client.on(Events.GuildCreate, (guild) => {
    for (const channel of guild.channels.cache.values()) see(parts, channel, true);
  });
  client.on(Events.ChannelCreate, (channel) => see(parts, channel, false));
  client.on(Events.ChannelUpdate, (_before, channel) => see(parts, channel, true));
  client.on(Events.InteractionCreate, (interaction) => void parts.answer(interaction));
  client.on(Events.Error, (error) => parts.log.warn({ err: error }, "the connection to Discord had an error"));
  client.on(Events.ShardError, (error) => parts.log.warn({ err: error }, "the connection to Discord had an error"));
  try {
    if (signal.aborted) return "stopped";
    client.login(parts.token).catch((error: unknown) => resolve(isRefusal(error) ? "refused" : "unreachable"));
    return await promise;
  } finally {
    signal.removeEventListener("abort", stop);
    letGo(client);
    await client.destroy();
  }
}

interface Shard {
  internalConnect: () => Promise<void>;
  readonly connection: { on(event: "error", hear: () => void): void; terminate(): void; readyState: number } | null;
}

// The library's own end does not reach a connection that is being made, or is to be made again in half a second: that one would go on
// beside its successor, and answer everything a second time. What became of it nobody would hear, which ends the process.
function letGo(client: Client): void {
  const { _ws: manager } = client.ws as unknown as {
    readonly _ws: { readonly strategy: { readonly shards: ReadonlyMap<number, Shard> } } | null;
  };
  for (const shard of manager?.strategy.shards.values() ?? []) {
    shard.internalConnect = async () => {};
    shard.connection?.on("error", () => {});
    if (shard.connection?.readyState === connecting) shard.connection.terminate();
  }
}

/** `WebSocket.CONNECTING`. */
const connecting = 0;

// Only what is needed is kept in memory: guilds and channels, no messages, no members but ourselves.
function createClient(apiUrl: string): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    shards: "auto",
    allowedMentions: { parse: [] },
    // A reply that is sent twice is seen twice.
    rest: { api: apiUrl, makeRequest, retries: 0, timeout: 10_000 },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      VoiceStateManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: (member) => member.id === member.client.user.id },
      UserManager: { maxSize: 0, keepOverLimit: (user) => user.id === user.client.user?.id },
    }),
  });
}

function watchReconnects(client: Client, resolve: (end: End) => void): void {
  const times: number[] = [];
  client.on(Events.ShardReconnecting, () => {
    const now = performance.now();
    times.push(now);
    if (times.filter((at) => at > now - withinMs).length > reconnectsAtMost) resolve("storm");
  });
  client.on(Events.ShardDisconnect, () => resolve("refused"));
}

/** Registers the commands where what is registered differs: Discord allows 200 a day. */
async function register({ application }: Client<true>): Promise<void> {
  const { client } = application;
  const there = await client.rest.get(`/applications/${application.id}/commands`);
  if (isRegistered([regwatchCommand], there)) return;
  await client.rest.put(`/applications/${application.id}/commands`, { body: [regwatchCommand] });
}

function see(parts: GatewayParts, channel: Channel, isChanged: boolean): void {
  if (channel.type !== ChannelType.GuildText && channel.type !== ChannelType.GuildAnnouncement) return;
  const { id, guildId, guild, type } = channel as NonThreadGuildBasedChannel;
  const me = guild.members.me;
  const may = me === null ? null : (channel as NonThreadGuildBasedChannel).permissionsFor(me);
  if (may?.has(PermissionFlagsBits.SendMessages | PermissionFlagsBits.ViewChannel) !== true) return;
  if (type === ChannelType.GuildAnnouncement) {
    quietly(parts, "an announcement channel could not be looked at", () => parts.announcement(id));
  }
  if (isChanged) quietly(parts, "a channel could not be resumed", () => parts.mended(id, guildId));
}

function quietly(parts: GatewayParts, message: string, work: () => Promise<void>): void {
  work().catch((error: unknown) => parts.log.warn({ err: error }, message));
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "TokenInvalid";
}
