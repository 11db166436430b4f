import { flushCompileCache } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { startService, type Bell } from "../../../src/cli/service.ts";
import { whenThere } from "../../../src/cli/when-there.ts";
import { readConfig } from "../../../src/config.ts";
import { openHouse } from "../../../src/wire.ts";
import type { ServiceSettings } from "../settings.ts";

// The whole service as `regwatch start` puts it together, but with a quick clock and a quick bell. Says "ready" once it works and
// "baseline" once nothing it finds is old news. It ends on SIGTERM, if it is not killed before.
const settings = JSON.parse(process.argv[2] ?? "") as ServiceSettings;
const { epochMs, realStartMs, speed } = settings.clock;

// Read off the wall clock, so that time goes on while nobody runs.
const clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(epochMs + Math.round((Date.now() - realStartMs) * speed)),
};

const quickBell: Bell = (ring) => {
  const stop = new AbortController();
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await sleep(settings.bellMs ?? 100);
      await ring();
    }
  };
  const running = run();
  return () => {
    stop.abort();
    return running;
  };
};

const house = await whenThere(() =>
  openHouse(readConfig(settings.environment), {
    clock,
    requestGap: () => 0,
    leaseSeconds: settings.leaseSeconds,
    ...(settings.silenceMs !== undefined && { silenceMs: settings.silenceMs }),
  }),
);
const { store } = house.services;
await whenThere(async () => {
  for (const subscription of settings.subscriptions) {
    if (!(await store.subscription(subscription.id))) await store.addSubscription(subscription);
  }
});
const service = await startService(house, quickBell);
// Who is killed keeps nothing of what was compiled, and the next one would have to do it again.
flushCompileCache();
console.log("ready");
process.once("SIGTERM", () => void service.stop());
while (!house.stopping.aborted) {
  if ((await whenThere(() => store.feedStates())).every(({ baselineAt }) => baselineAt !== null)) {
    console.log("baseline");
    break;
  }
  await sleep((settings.bellMs ?? 100) / 2);
}
