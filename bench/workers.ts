import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../src/config.ts";
import { systemClock, toInstant } from "../src/lib/time.ts";
import { openHouse, type House } from "../src/wire.ts";
import { median, type Figure } from "./table.ts";

const hosts = 32;
const pagesOfHost = 10;
const rounds = 9;

/**
 * How much sooner two workers have read all pages than one. Every page is 200 KB, and what is visible of it differs at every look, so that
 * nearly all the work is reading.
 */
export async function measureWorkers(databaseUrl: string | null): Promise<readonly Figure[]> {
  if (databaseUrl === null) return [];
  const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-workers-"));
  const publisher = start("page-publisher.ts", ["800", String(hosts)], {});
  const workers: ChildProcessWithoutNullStreams[] = [];
  let house: House | undefined;
  try {
    const origins = (await said(publisher)).split(" ");
    writeFeeds(feeds, origins);
    const settings = {
      DATABASE_URL: databaseUrl,
      REGWATCH_FEEDS: feeds,
      REGWATCH_ALLOW_HOSTS: origins.map((origin) => new URL(origin).host).join(","),
    };
    house = await openHouse(readConfig(settings));
    const [one, other] = [await startWorker(settings), await startWorker(settings)];
    workers.push(one, other);
    publisher.stdin.write("other\n");
    await said(publisher);
    // What is new is recorded, and both are warmed up.
    for (let round = 0; round < 2; round += 1) await readAll(house);
    const [alone, together]: [number[], number[]] = [[], []];
    // In turns, because a machine is not equally fast all the time.
    for (let round = 0; round < rounds; round += 1) {
      other.kill("SIGSTOP");
      alone.push(await readAll(house));
      other.kill("SIGCONT");
      together.push(await readAll(house));
    }
    const times = median(alone) / median(together);
    for (const worker of workers.splice(0)) worker.kill("SIGKILL");
    return [
      await measureMachine(),
      {
        what: "2 workers against 1 on PostgreSQL, reading pages of 200 KB",
        value: `${times.toFixed(2)} times as fast`,
        note: `${hosts * pagesOfHost} pages on ${hosts} hosts in ${median(together).toFixed(1)} s and ${median(alone).toFixed(1)} s, ${rounds} times in turns; the publisher and the database have the same two cores; to reach: 1.6`,
      },
    ];
  } finally {
    for (const process of [...workers, publisher]) process.kill("SIGKILL");
    await house?.close();
    rmSync(feeds, { recursive: true, force: true });
  }
}

/** What the machine itself gives: two processes that read pages and do nothing else, against one of them. */
async function measureMachine(): Promise<Figure> {
  const pages = 100;
  const readers = [start("reader.ts", [], {}), start("reader.ts", [], {})];
  const readTogether = async (some: typeof readers): Promise<number> => {
    const began = performance.now();
    for (const reader of some) reader.stdin.write(`${pages / some.length}\n`);
    await Promise.all(some.map(said));
    return (performance.now() - began) / 1000;
  };
  try {
    await Promise.all(readers.map(said));
    await readTogether(readers);
    const [alone, together]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      alone.push(await readTogether(readers.slice(0, 1)));
      together.push(await readTogether(readers));
    }
    return {
      what: "2 processes against 1 that only read such pages",
      value: `${(median(alone) / median(together)).toFixed(2)} times as fast`,
      note: `${pages} pages in ${median(together).toFixed(1)} s and ${median(alone).toFixed(1)} s, without network or database; what this machine's two cores give`,
    };
  } finally {
    for (const reader of readers) reader.kill("SIGKILL");
  }
}

/** Seconds until every page was read once more. Each host is rung for as the scheduler does. */
async function readAll({ services: { store } }: House): Promise<number> {
  const before = await store.feedStates();
  const began = performance.now();
  const now = toInstant(systemClock.now());
  await store.bringForward(
    before.map(({ feedId }) => feedId),
    now,
  );
  await store.wake({ hosts: await store.dueHosts(now) });
  const checks = Math.max(...before.map((state) => state.checks));
  for (;;) {
    // Asking for every feed's state takes a share of the processor that is measured, so that is left for the end.
    const isNearTheEnd = (await store.dueHosts(now)).length === 0;
    const states = isNearTheEnd ? await store.feedStates() : [];
    const ill = states.find(({ error }) => error !== null);
    if (ill) throw new Error(`a page could not be read: ${ill.error}`);
    if (isNearTheEnd && states.every((state) => state.checks > checks)) return (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

// Due once a year by themselves: what comes due in the midst of a round would be held by the worker that is stopped after it.
function writeFeeds(folder: string, origins: readonly string[]): void {
  for (const [host, origin] of origins.entries())
    for (let at = 0; at < pagesOfHost; at += 1)
      writeFileSync(
        join(folder, `h${host}-p${at}.yaml`),
        `source: policy-page\ntitle: Page ${at}\nschedule: "0 0 1 1 *"\nparams: { url: "${origin}/terms-${at}", select: main }\n`,
      );
}

async function startWorker(settings: Readonly<Record<string, string>>): Promise<ChildProcessWithoutNullStreams> {
  const worker = start("worker.ts", [], settings);
  worker.stderr.pipe(process.stderr);
  await said(worker);
  return worker;
}

function start(
  program: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  const file = fileURLToPath(new URL(program, import.meta.url));
  return spawn(process.execPath, [file, ...args], { env: { ...process.env, ...settings } });
}

async function said({ stdout }: ChildProcessWithoutNullStreams): Promise<string> {
  const [line] = (await once(stdout, "data")) as [Buffer];
  return line.toString().trim();
}
