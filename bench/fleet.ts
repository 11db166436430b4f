import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import { toInstant } from "../src/lib/time.ts";
import { tick } from "../src/pipeline/schedule.ts";
import { openHouse, type House } from "../src/wire.ts";
import { median, type Figure } from "./table.ts";

/** What the catalogue costs by itself: the start, and a minute's tick with nothing due, with twice as many feeds each time. */
export async function measureFleet(database: () => Promise<string | null>): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const count of [2500, 5000, 10_000]) {
    const databaseUrl = await database();
    const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-fleet-"));
    try {
      writeFeeds(feeds, count);
      const { start, again, idle } = await measure(feeds, databaseUrl);
      const note = `${again.toFixed(1)} s when they are known; a minute's tick with none of them due: ${idle.toFixed(0)} ms`;
      figures.push({ what: `reading ${count} feed files at the start`, value: `${start.toFixed(1)} s`, note });
    } finally {
      rmSync(feeds, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measure(
  feeds: string,
  databaseUrl: string | null,
): Promise<{ readonly start: number; readonly again: number; readonly idle: number }> {
  const first = await opened(feeds, databaseUrl);
  await first.house.close();
  const { house, seconds: again } = await opened(feeds, databaseUrl);
  try {
    await claimAll(house);
    const ticks: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      const began = performance.now();
      await tick(house.services);
      ticks.push(performance.now() - began);
    }
    return { start: first.seconds, again, idle: median(ticks) };
  } finally {
    await house.close();
  }
}

async function opened(
  feeds: string,
  databaseUrl: string | null,
): Promise<{ readonly house: House; readonly seconds: number }> {
  const began = performance.now();
  const config = readConfig({ REGWATCH_FEEDS: feeds, ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }) });
  const house = await openHouse(config, { inMemory: databaseUrl === null });
  return { house, seconds: (performance.now() - began) / 1000 };
}

// A feed that is held is not due.
async function claimAll({ services }: House): Promise<void> {
  const now = toInstant(services.clock.now());
  for (const host of await services.store.dueHosts(now))
    await services.store.claimDueFeeds(host, services.worker, now, 3600, 1000);
}

function writeFeeds(folder: string, count: number): void {
  for (let at = 0; at < count; at += 1)
    writeFileSync(
      join(folder, `p${at}.yaml`),
      `source: policy-page\ntitle: Page ${at}\nparams: { url: "https://h${at % 500}.example.org/terms-${at}", select: main }\n`,
    );
}
