import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../src/config.ts";
import { toInstant } from "../src/lib/time.ts";
import { pollFeed } from "../src/pipeline/poll.ts";
import { openHouse, type House } from "../src/wire.ts";
import type { Figure } from "./table.ts";

const documents = 300;
const repeats = 10;

/** Documents polled per second of our own processor time, new and unchanged, on both databases. */
export async function measurePolls(databaseUrl: string | null): Promise<readonly Figure[]> {
  const publisher = spawn(process.execPath, [
    fileURLToPath(new URL("publisher.ts", import.meta.url)),
    String(documents),
  ]);
  const [line] = (await once(publisher.stdout, "data")) as [Buffer];
  const origin = line.toString().trim();
  const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-feeds-"));
  writeFileSync(
    join(feeds, "bench.yaml"),
    `source: federal-register\ntitle: Bench\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
  );
  try {
    const embedded = await measureOn("embedded", null, feeds, origin);
    return databaseUrl === null
      ? embedded
      : [...embedded, ...(await measureOn("PostgreSQL", databaseUrl, feeds, origin))];
  } finally {
    publisher.kill();
    rmSync(feeds, { recursive: true, force: true });
  }
}

async function measureOn(
  name: string,
  databaseUrl: string | null,
  feeds: string,
  origin: string,
): Promise<readonly Figure[]> {
  const config = readConfig({
    REGWATCH_FEEDS: feeds,
    REGWATCH_ALLOW_HOSTS: new URL(origin).host,
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
  });
  const now = Temporal.Instant.from("2026-03-20T15:00:00Z");
  let polls = 0;
  const house = await openHouse(config, {
    clock: { now: () => now.add({ minutes: polls }) },
    sleep: async () => {},
    requestGap: () => 0,
    inMemory: databaseUrl === null,
  });
  try {
    const fresh = await timed(() => poll(house));
    const unchanged = await timed(async () => {
      for (let run = 0; run < repeats; run += 1) {
        polls += 1;
        await poll(house);
      }
    });
    const note = name === "embedded" ? "database included" : "the database's own time is not ours and not in it";
    return [
      rate(`documents recorded as new, ${name}`, documents, fresh, `text fetched, read, judged, recorded; ${note}`),
      rate(
        `documents found unchanged, ${name}`,
        documents * repeats,
        unchanged,
        `${repeats} polls of ${documents}; ${note}`,
      ),
    ];
  } finally {
    await house.close();
  }
}

async function poll(house: House): Promise<void> {
  const { services } = house;
  const state = await services.store.claimFeed("bench", services.worker, toInstant(services.clock.now()), 600);
  if (!state) throw new Error("the feed cannot be claimed");
  const report = await pollFeed(services, state, house.stopping);
  if (report.error !== null || report.looked < documents) {
    throw new Error(`the poll went wrong: ${report.error ?? `${report.looked} documents`}`);
  }
}

interface Spent {
  readonly cpuSeconds: number;
  readonly seconds: number;
}

async function timed(work: () => Promise<void>): Promise<Spent> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - start) / 1000 };
}

function rate(what: string, count: number, { cpuSeconds, seconds }: Spent, note: string): Figure {
  const perCpu = (count / cpuSeconds).toFixed(0);
  return { what, value: `${perCpu} per CPU-second`, note: `${(count / seconds).toFixed(0)} per second; ${note}` };
}
