import { systemClock } from "../src/lib/time.ts";
import { createWakeUps, tick } from "../src/pipeline/schedule.ts";
import { openStore } from "../src/store/open.ts";
import { createWorldClock } from "../src/world/clock.ts";
import { openDeliveryDesk } from "../test/support/delivery-desk.ts";
import { usualRates } from "../test/support/discord/buckets.ts";
import { startDiscord } from "../test/support/discord/discord.ts";
import { openChannel } from "../test/support/discord/open-channel.ts";
import type { Figure } from "./table.ts";

const channelCount = 300;
const silent = { warn: () => {}, error: () => {} };

/**
 * A thousand alerts for 300 channels, in real time, against a Discord that takes five messages in five seconds and channel and fifty
 * requests a second in all. Its rule is the measure: a thousand requests at fifty a second.
 */
export async function measureDiscord(): Promise<readonly Figure[]> {
  const clock = createWorldClock(Temporal.Now.instant(), 1);
  const discord = await startDiscord();
  const store = await openStore({ dataDir: "", inMemory: true, log: silent });
  const stop = new AbortController();
  try {
    const desk = await openDeliveryDesk(store, clock, [openChannel(discord, systemClock)]);
    const guild = discord.join("Load");
    const channels = Array.from({ length: channelCount }, (_, at) => discord.channel(guild, `load-${at}`));
    for (const [at, { id }] of channels.entries()) {
      // Every third channel hears of all four changes, the others of three: a thousand alerts.
      const query = at % 3 === 0 ? "*" : "topic:ai-chips";
      await desk.subscribe(id, { destination: { channel: "discord", address: id }, query });
    }
    for (let at = 0; at < 4; at += 1) {
      await desk.change(`load-${at}`, {
        change: { topics: at < 3 ? ["ai-chips"] : ["other"], threadKey: `load:${at}` },
      });
    }
    const expected = await store.pendingDeliveries();
    const count = (): number => channels.reduce((sum, { messages }) => sum + messages.length, 0);
    const before = process.memoryUsage().rss;
    const began = performance.now();
    await store.listen(createWakeUps(desk.services, stop.signal));
    await tick(desk.services);
    for (let turn = 1; count() < expected && performance.now() - began < 300_000; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (turn % 1200 === 0) await tick(desk.services);
    }
    const seconds = (performance.now() - began) / 1000;
    const least = expected / usualRates.perSecond;
    const ratio = (seconds / least).toFixed(2);
    return [
      {
        what: `Discord: ${expected} alerts, ${channels.length} channels`,
        value: `${seconds.toFixed(0)} s, ${ratio} × what Discord's rule allows`,
        note: `${count()} arrived; ${discord.rest.invalid()} requests were refused`,
      },
      {
        what: "Discord: memory while sending them",
        value: `${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more`,
        note: "resident, with the database and the loopback Discord in the same process",
      },
    ];
  } finally {
    stop.abort();
    await store.close();
    await discord.close();
    clock.stop();
  }
}
