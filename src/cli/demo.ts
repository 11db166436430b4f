import { createServer } from "node:net";
import { join } from "node:path";
import type { Command } from "commander";
import { environment, readConfig, type Config } from "../config.ts";
import { compose } from "../alerts/compose.ts";
import { alertMessage as discordMessage } from "../channels/discord/message.ts";
import { alertMessage } from "../channels/slack/message.ts";
import { toInstant } from "../lib/time.ts";
import type { Change } from "../model/change.ts";
import { UsageError } from "../model/errors.ts";
import { defaultOptions } from "../model/subscription.ts";
import { createWorldClock, type WorldClock } from "../world/clock.ts";
import { discordPage, type ShownEmbed } from "../world/discord-page.ts";
import { mailPage } from "../world/mail-page.ts";
import { messagePage, type ShownMessage } from "../world/message-page.ts";
import { demoStart, demoStory } from "../world/stories/demo.ts";
import { startWorld, type World } from "../world/world.ts";
import { openHouse, type House } from "../wire.ts";
import type { CommandContext } from "./context.ts";
import { demoMails } from "./demo-mails.ts";
import { playedFeeds } from "./demo-feeds.ts";
import { createReporter } from "./report.ts";
import { startService, type Bell } from "./service.ts";
import { endWithin, untilStopped } from "./start.ts";

/** World seconds in a real second: the working week of the story in a minute. */
const defaultSpeed = 6300;

/** `regwatch demo`: the service on an in-memory database, against publishers played on loopback, with a sped-up clock. */
export function addDemo(program: Command, context: CommandContext): void {
  program
    .command("demo")
    .summary("see it work without network or account")
    .description(
      "Plays the publishers on loopback with a sped-up clock: real alerts here and on the page, no network, no account.",
    )
    .option("--speed <factor>", "seconds of the played world in a real second", String(defaultSpeed))
    .action(async (options: { speed: string }) => {
      const speed = readSpeed(options.speed);
      const clock = createWorldClock(demoStart);
      const world = await startWorld({ clock, story: demoStory, links: "own" });
      const config = await demoConfig(world);
      const changes: Change[] = [];
      const house = await openDemo(config, context, clock, world, changes);
      await subscribeTerminal(house);
      const doors = {
        "/messages": async () => messages(changes, house),
        "/messages/discord": async () => discordMessages(changes, house),
        "/messages/email": async () => page(mailPage(await demoMails(changes, house))),
      };
      const service = await startService(house, quickBell, undefined, doors);
      context.io.stdout(
        `regwatch demo · ${service.url} · ${service.url}/messages shows the alerts as Slack does, /messages/discord as Discord does, /messages/email as mail · the played world begins on ${demoStart.toString()} and runs ${speed} times as fast · Ctrl+C ends it\n`,
      );
      await baselinesDone(house);
      clock.run(speed);
      await untilStopped();
      clock.stop();
      await endWithin(service, 9000);
      await world.close();
    });
}

function readSpeed(text: string): number {
  const speed = Number(text);
  if (Number.isFinite(speed) && speed > 0) return speed;
  throw new UsageError(`--speed ${text} is no number above 0, such as ${defaultSpeed}.`);
}

async function openDemo(
  config: Config,
  context: CommandContext,
  clock: WorldClock,
  world: World,
  changes: Change[],
): Promise<House> {
  const report = createReporter((line) => {
    if (/baseline|^ {2}|✗/.test(line)) context.io.stdout(`${line}\n`);
  });
  return openHouse(config, {
    clock,
    sleep: async () => {},
    requestGap: () => 0,
    // In the played world a minute passes in the blink of an eye; nobody else is there to take a lease over.
    leaseSeconds: 10 * 24 * 3600,
    inMemory: true,
    adapt: (feeds) => playedFeeds(feeds, world),
    colour: context.io.colour,
    ...(context.io.columns && { columns: context.io.columns }),
    write: context.io.stdout,
    progress(event) {
      if (event.kind === "change" && isNews(event.change, changes)) changes.push(event.change);
      report(event);
    },
  });
}

// Two feeds that see one event tell it once.
function isNews({ baseline, muted, eventKey }: Change, told: readonly Change[]): boolean {
  return !baseline && muted === null && told.every((one) => one.eventKey !== eventKey);
}

const shownAtOnce = 30;

/** The latest alerts as messages in Slack. */
function messages(changes: readonly Change[], { services }: House): Response {
  const context = { now: services.clock.now(), publicUrl: services.publicUrl };
  const shown = changes
    .slice(-shownAtOnce)
    .toReversed()
    .map((change): ShownMessage => {
      const alert = { kind: "alert", id: change.id, at: change.detectedAt, changes: [change] } as const;
      const { blocks } = alertMessage(alert, change.id, context, compose);
      return { at: change.detectedAt, blocks, page: change.permalink };
    });
  return page(messagePage(shown));
}

/** The latest alerts as messages in Discord. */
function discordMessages(changes: readonly Change[], { services }: House): Response {
  const context = { now: services.clock.now(), publicUrl: services.publicUrl };
  const shown = changes
    .slice(-shownAtOnce)
    .toReversed()
    .map((change): ShownEmbed => {
      const alert = { kind: "alert", id: change.id, at: change.detectedAt, changes: [change] } as const;
      const { content, embeds, components } = discordMessage(alert, change.id, context, compose);
      return { at: change.detectedAt, content, embeds, components, page: change.permalink };
    });
  return page(discordPage(shown));
}

function page(html: string): Response {
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    },
  });
}

// The played world stands still until everything that lay before it is recorded, so that its first news is news.
async function baselinesDone(house: House): Promise<void> {
  for (;;) {
    const states = await house.services.store.feedStates();
    const played = states.filter(({ feedId }) => house.services.feeds().get(feedId)?.enabled === true);
    if (house.stopping.aborted || played.every((state) => state.baselineAt !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function subscribeTerminal(house: House): Promise<void> {
  await house.services.store.addSubscription({
    id: "demo",
    destination: { channel: "terminal", address: "" },
    query: "* OR kind:health",
    when: { kind: "instant" },
    minimum: "editorial",
    secret: null,
    state: "active",
    pausedBecause: null,
    createdAt: toInstant(house.services.clock.now()),
    createdBy: "demo",
    options: defaultOptions,
    tenant: "local",
    owner: null,
  });
}

async function demoConfig(world: World): Promise<Config> {
  // What is shipped with it is what the world plays, wherever the demo is started.
  const config = readConfig({ REGWATCH_FEEDS: join(import.meta.dirname, "../../feeds"), ...environment() });
  const port = await freePort(config.host, config.port);
  const hosts = world.origins.map((origin) => new URL(origin).host);
  return {
    ...config,
    port,
    databaseUrl: null,
    publicUrl: `http://${config.host}:${port}`,
    allowHosts: [...config.allowHosts, ...hosts],
    keys: { ...config.keys, congress: "demo", "regulations-gov": "demo" },
    httpsProxy: null,
    summaryModel: null,
    // The operator's bots are not to speak of a played world.
    slack: { ...config.slack, botToken: null, appToken: null, signingSecret: null, oauth: null },
    discord: { ...config.discord, token: null },
    mail: null,
  };
}

// A demo should run beside the real thing: where the port is taken, any free one will do.
function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(freePort(host, 0)));
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : port));
    });
  });
}

const quickBell: Bell = (ring) => {
  const stop = new AbortController();
  const running = ringUntil(stop.signal, ring);
  return async () => {
    stop.abort();
    await running;
  };
};

async function ringUntil(signal: AbortSignal, ring: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await ring();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
