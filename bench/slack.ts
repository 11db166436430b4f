import { compose } from "../src/alerts/compose.ts";
import { createSlackChannel } from "../src/channels/slack.ts";
import { createInstallations } from "../src/channels/slack/installations.ts";
import { createOnceClient } from "../src/channels/slack/outbox.ts";
import { toInstant } from "../src/lib/time.ts";
import { createWakeUps, tick } from "../src/pipeline/schedule.ts";
import { openStore } from "../src/store/open.ts";
import { createWorldClock } from "../src/world/clock.ts";
import { openDeliveryDesk } from "../test/support/delivery-desk.ts";
import { slackSetup } from "../test/support/slack/setup.ts";
import { startSlack } from "../test/support/slack/slack.ts";
import { createChannel, standing, type SlackChannel } from "../test/support/slack/workspace.ts";
import type { Figure } from "./table.ts";

const [teams, channelsEach, perMinute] = [3, 100, 200];
const silent = { warn: () => {}, error: () => {} };

/**
 * A thousand alerts for 300 channels in three workspaces, in real time, against a Slack that takes one message a second and channel and
 * 200 a minute and workspace. Slack's rule is the measure: what it lets through first, then a minute's wait for the rest.
 */
export async function measureSlack(): Promise<readonly Figure[]> {
  const clock = createWorldClock(Temporal.Now.instant(), 1);
  const slack = await startSlack({ clock, rates: { channelGapMs: 1000, workspacePerMinute: perMinute } });
  const store = await openStore({ dataDir: "", inMemory: true, log: silent });
  const stop = new AbortController();
  try {
    const { clientId, clientSecret } = slack.app;
    const setup = slackSetup(slack.apiUrl, {
      botToken: null,
      oauth: { clientId, clientSecret },
      secret: "a secret of sixteen characters and more",
      vault: store,
      clock,
      sleep,
    });
    const channel = createSlackChannel({ compose, slack: setup });
    const desk = await openDeliveryDesk(store, clock, [channel]);
    const services = { ...desk.services, sleep };
    const installations = createInstallations({
      client: createOnceClient(slack.apiUrl, fetch),
      oauth: { clientId, clientSecret },
      secret: setup.secret ?? "",
      vault: store,
      clock,
      sleep,
    });
    const channels: SlackChannel[] = [];
    for (let team = 0; team < teams; team += 1) {
      const workspace = slack.addWorkspace(`T0LOAD${team}`, `load-${team}`, null);
      await installations.install(slack.app.code(workspace.id), "https://regwatch.example.org/slack/oauth_redirect");
      for (let at = 0; at < channelsEach; at += 1) {
        const place = createChannel(`C${team}LOAD${at}`, `load-${at}`);
        workspace.channels.set(place.id, place);
        channels.push(place);
        await desk.subscribe(place.id, {
          destination: { channel: "slack", address: `${workspace.id}/${place.id}` },
          // Every third channel hears of all four changes, the others of three: a thousand alerts.
          query: channels.length % 3 === 0 ? "*" : "topic:ai-chips",
        });
      }
    }
    for (let at = 0; at < 4; at += 1) {
      await desk.change(`load-${at}`, {
        change: { topics: at < 3 ? ["ai-chips"] : ["other"], threadKey: `load:${at}` },
      });
    }
    const expected = await store.pendingDeliveries();
    const count = (): number => channels.reduce((sum, one) => sum + standing(one).length, 0);
    let peak = 0;
    const began = performance.now();
    await store.listen(createWakeUps(services, stop.signal));
    await tick(services);
    const minutes = setInterval(() => void tick(services), 60_000);
    for (const deadline = Date.now() + 400_000; count() < expected && Date.now() < deadline;) {
      peak = Math.max(peak, process.memoryUsage.rss());
      await sleep(50);
    }
    clearInterval(minutes);
    const seconds = (performance.now() - began) / 1000;
    const least = leastSeconds(expected / teams);
    const posts = slack.calls.filter(({ method }) => method === "chat.postMessage").length;
    return [
      {
        what: `Slack: ${expected} alerts, ${channels.length} channels, ${teams} workspaces`,
        value: `${seconds.toFixed(0)} s, ${(seconds / least).toFixed(2)} × what Slack's rule allows`,
        note: `${count()} arrived; ${posts - count()} calls were refused; at ${toInstant(clock.now()).slice(0, 10)}`,
      },
      {
        what: "Slack: memory while sending them",
        value: `${Math.round(peak / 1e6)} MB`,
        note: "resident at its highest, with the database and the loopback Slack in the same process",
      },
    ];
  } finally {
    stop.abort();
    await store.close();
    await slack.close();
    clock.stop();
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}

/** Seconds a workspace needs at least: so many at once, a minute later so many more. */
function leastSeconds(messages: number): number {
  return 60 * Math.floor((messages - 1) / perMinute) + 2;
}
