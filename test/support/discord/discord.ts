import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createBuckets, usualRates, type Rates } from "./buckets.ts";
import { createFaults, type Faults } from "./faults.ts";
import { createGateway, type Gateway } from "./gateway.ts";
import { createInteractions, type Interactions } from "./interactions.ts";
import { createPerson, type Person } from "./people.ts";
import { createRest, type Rest } from "./rest.ts";
import {
  addChannel,
  channelJson,
  createState,
  usualPermissions,
  type Channel,
  type ChannelKind,
  type Guild,
  type Now,
  type State,
} from "./state.ts";

/** A Discord on loopback that the real client talks to, as strict as the real one. */
export interface Discord {
  /** For DISCORD_API_URL. */
  readonly url: string;
  readonly token: string;
  readonly state: State;
  readonly gateway: Gateway;
  readonly rest: Pick<Rest, "log" | "invalid">;
  readonly faults: Faults;
  readonly interactions: Pick<Interactions, "complaints">;
  /** The bot is invited to a new guild. */
  join(name: string, may?: bigint): Guild;
  kick(guild: Guild): void;
  channel(guild: Guild, name: string, kind?: ChannelKind): Channel;
  deleteChannel(channel: Channel): void;
  /** The bot hears that its rights in a guild and channel are other ones. */
  tellRights(guild: Guild, channel: Channel): void;
  person(name: string, rights?: bigint): Person;
  close(): Promise<void>;
}

export interface DiscordSettings {
  readonly now?: Now;
  readonly rates?: Rates;
  readonly heartbeatMs?: number;
  /** The port and token of an earlier one that was closed. */
  readonly port?: number;
  readonly token?: string;
}

export async function startDiscord(settings: DiscordSettings = {}): Promise<Discord> {
  const now = settings.now ?? Date.now;
  const token = settings.token ?? `${Buffer.from(String(now())).toString("base64url")}.loopback.token`;
  const state = createState(now, token);
  const faults = createFaults();
  const server = createServer();
  const port = (): number => (server.address() as AddressInfo).port;
  const gatewayUrl = (): string => `ws://127.0.0.1:${port()}`;
  const gateway = createGateway(state, settings.heartbeatMs ?? 41_250, gatewayUrl);
  const interactions = createInteractions(state, (type, data) => gateway.dispatch(type, data));
  const limit = createBuckets(now, settings.rates ?? usualRates);
  const rest = createRest({ state, interactions, faults, limit, gatewayUrl });
  server.on("request", (request, response) => {
    // A request that breaks off half-way is nobody's fault.
    rest.handle(request, response).catch(() => response.destroy());
  });
  server.on("upgrade", (request, socket, head) => gateway.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(settings.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${port()}/api`,
    token,
    state,
    gateway,
    rest,
    faults,
    interactions,
    join(name, may = usualPermissions) {
      const guild: Guild = { id: state.newId(), name, ownerId: state.newId(), permissions: may };
      state.guilds.set(guild.id, guild);
      gateway.dispatch("GUILD_CREATE", gateway.guildJson(guild));
      return guild;
    },
    kick(guild) {
      state.guilds.delete(guild.id);
      gateway.dispatch("GUILD_DELETE", { id: guild.id });
    },
    channel(guild, name, kind = "text") {
      const channel = addChannel(state, { kind, name, guildId: guild.id });
      gateway.dispatch("CHANNEL_CREATE", channelJson(channel));
      return channel;
    },
    deleteChannel(channel) {
      state.channels.delete(channel.id);
      gateway.dispatch("CHANNEL_DELETE", channelJson(channel));
    },
    tellRights(guild, channel) {
      const [role] = gateway.guildJson(guild)["roles"] as readonly unknown[];
      gateway.dispatch("GUILD_ROLE_UPDATE", { guild_id: guild.id, role });
      gateway.dispatch("CHANNEL_UPDATE", channelJson(channel));
    },
    person: (name, rights) => createPerson(state, interactions, name, rights),
    async close() {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
