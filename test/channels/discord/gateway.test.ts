import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { keepConnected, type GatewayParts } from "../../../src/channels/discord/gateway.ts";
import { startDiscord, type Discord, type DiscordSettings } from "../../support/discord/discord.ts";
import { until } from "../../support/discord/discord-house.ts";
import { permissions, usualPermissions } from "../../support/discord/state.ts";

test("it connects with the one intent it needs, and registers its command once", async () => {
  const { discord, again } = await start();
  expect(discord.gateway.identifies).toEqual([1]);
  await until(() => discord.state.commands.has("global"), "the command");
  await again();
  await until(() => registrations(discord, "GET").length === 2, "the second look");
  expect(registrations(discord, "PUT")).toHaveLength(1);
});

test("a command that was registered otherwise is registered anew", async () => {
  const { discord } = await start({}, (discord) => {
    discord.state.commands.set("global", [{ name: "regwatch", description: "An older one", options: [] }]);
  });
  await until(() => registrations(discord, "PUT").length === 1, "the registration");
});

test("it resumes where it was after a reconnect that Discord asks for, and misses nothing", async () => {
  const { discord, answered } = await start();
  const guild = discord.join("Newsroom");
  const channel = discord.channel(guild, "rules");
  await until(() => discord.state.commands.has("global"), "the command");
  discord.gateway.askReconnect();
  await until(() => discord.gateway.open() === 0, "the end of the connection");
  void discord
    .person("ada")
    .command(channel, "help")
    .catch(() => {});
  await until(() => answered.length === 1, "the interaction");
  expect(discord.gateway.resumes()).toBe(1);
  expect(discord.gateway.identifies).toHaveLength(1);
});

test("a connection that is silently dead is noticed by its heartbeats and replaced", async () => {
  const { discord } = await start({ heartbeatMs: 150 });
  discord.gateway.goDeaf(true);
  await until(() => discord.gateway.connections() === 2, "a new connection");
  discord.gateway.goDeaf(false);
  await until(() => discord.gateway.resumes() > 0, "the resume");
});

test("a storm of broken connections ends after a handful, and is tried again later", async () => {
  const { discord, waits, go } = await start();
  discord.gateway.refuse(4002);
  discord.gateway.drop(4002);
  await until(() => waits.length === 1, "the end of the storm");
  const before = discord.gateway.connections();
  expect(before).toBeLessThan(9);
  expect(discord.gateway.open()).toBe(0);
  discord.gateway.refuse(null);
  go();
  await until(() => discord.gateway.open() === 1, "the connection");
  expect(waits[0]).toBe(5);
  // The library would have reconnected half a second after the last one broke.
  const since = performance.now();
  await until(() => performance.now() > since + 700, "the library's pause");
  expect(discord.gateway.connections()).toBe(before + 1);
  expect(discord.gateway.open()).toBe(1);
});

test("Discord that is away for a while is found again when it is back", async () => {
  const { discord, waits, go } = await start();
  const { token } = discord;
  const port = Number(new URL(discord.url).port);
  await discord.close();
  await until(() => waits.length > 0, "the first wait");
  go();
  await until(() => waits.length > 1, "the second wait");
  const back = await startDiscord({ port, token });
  onTestFinished(() => back.close());
  go();
  await until(() => back.gateway.open() === 1, "the connection");
});

test("a refused token is tried again after waits that double, not in a loop", async () => {
  const { discord, waits, go } = await start({}, undefined, "a.wrong.token");
  for (let count = 1; count <= 9; count++) {
    await until(() => waits.length === count, "the wait");
    go();
  }
  expect(waits.slice(0, 9)).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600]);
  expect(discord.gateway.connections()).toBe(0);
});

test("the end of the service closes the connection and stops every try", async () => {
  const { discord, stop } = await start();
  stop();
  await until(() => discord.gateway.open() === 0, "the end of the connection");
  expect(discord.gateway.connections()).toBe(1);
});

test("a connection that is refused after the end of the service is nobody's concern", async () => {
  const asked: Duplex[] = [];
  const gateway = createServer((_request, response) => {
    const limits = { total: 1000, remaining: 1000, reset_after: 1000, max_concurrency: 1 };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ url: url.replace("http", "ws"), shards: 1, session_start_limit: limits }));
  });
  gateway.on("upgrade", (_request, socket) => asked.push(socket));
  await once(gateway.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void gateway.close());
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const controller = new AbortController();
  const connected = keepConnected({ ...silent, token: "a.test.token", apiUrl: url }, controller.signal);
  await until(() => asked.length === 1, "the connection");
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on("uncaughtException", hear);
  onTestFinished(() => void process.off("uncaughtException", hear));
  controller.abort();
  await connected;
  asked[0]?.end("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
  await once(asked[0] as Duplex, "close");
  await new Promise((resolve) => setImmediate(resolve));
  expect(unheard).toEqual([]);
});

test("a channel that may be written to again is told of; one that may not is not", async () => {
  const { discord, mended, announcements } = await start();
  const guild = discord.join("Newsroom", permissions.viewChannel);
  const quiet = discord.channel(guild, "quiet");
  const news = discord.channel(guild, "news", "announcement");
  guild.permissions = usualPermissions;
  for (const channel of [quiet, news]) discord.tellRights(guild, channel);
  await until(() => mended.length === 2, "both channels");
  expect(mended).toEqual([quiet.id, news.id]);
  expect(announcements).toEqual([news.id]);
});

function registrations(discord: Discord, method: string): readonly string[] {
  return discord.rest.log.filter((line) => line.startsWith(`${method} /applications/`));
}

const silent: Omit<GatewayParts, "token" | "apiUrl"> = {
  log: { warn: () => {}, error: () => {} },
  sleep: async () => {},
  answer: async () => {},
  announcement: async () => {},
  mended: async () => {},
};

async function start(settings: DiscordSettings = {}, prepare: (discord: Discord) => void = () => {}, token?: string) {
  const discord = await startDiscord(settings);
  prepare(discord);
  const [answered, waits, mended, announcements]: [unknown[], number[], string[], string[]] = [[], [], [], []];
  let wake: (() => void) | undefined;
  const parts: GatewayParts = {
    token: token ?? discord.token,
    apiUrl: discord.url,
    log: { warn: () => {}, error: () => {} },
    sleep(milliseconds, signal) {
      waits.push(milliseconds / 1000);
      return new Promise((resolve) => {
        wake = resolve;
        signal.addEventListener("abort", () => resolve());
      });
    },
    answer: async (interaction) => void answered.push(interaction),
    announcement: async (id) => void announcements.push(id),
    mended: async (id) => void mended.push(id),
  };
  const controllers: AbortController[] = [];
  const connect = (): Promise<void> => {
    const controller = new AbortController();
    controllers.push(controller);
    return keepConnected(parts, controller.signal);
  };
  const stop = (): void => {
    for (const controller of controllers) controller.abort();
  };
  onTestFinished(async () => {
    stop();
    await discord.close();
  });
  await connect();
  return { discord, answered, waits, mended, announcements, stop, go: () => wake?.(), again: connect };
}
