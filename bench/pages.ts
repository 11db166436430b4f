import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "../src/config.ts";
import { createFetch } from "../src/lib/fetch-door.ts";
import { systemClock, toInstant } from "../src/lib/time.ts";
import type { Json } from "../src/model/json.ts";
import type { Fetch } from "../src/model/snapshot.ts";
import type { Sighting } from "../src/model/source.ts";
import { pollFeed } from "../src/pipeline/poll.ts";
import { policyPage } from "../src/sources/policy-page.ts";
import { openHouse, type House } from "../src/wire.ts";
import type { Figure } from "./table.ts";

const pages = 200;

/** Policy pages polled per second of processor time, beside urlwatch on the same pages where Debian's package is installed. */
export async function measurePages(): Promise<readonly Figure[]> {
  const publisher = spawn(process.execPath, [
    fileURLToPath(new URL("page-publisher.ts", import.meta.url)),
    String(pages),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "regwatch-bench-pages-"));
  try {
    const [line] = (await once(publisher.stdout, "data")) as [Buffer];
    const origin = line.toString().trim();
    const ours = [...(await measureSource(origin)), ...(await measureOurs(publisher, origin, join(folder, "feeds-")))];
    const urlwatch = "/usr/bin/urlwatch";
    if (!existsSync(urlwatch)) return ours;
    return [...ours, ...(await measureUrlwatch(publisher, origin, folder, urlwatch))];
  } finally {
    publisher.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The source alone: fetched through the door, judged, and read where that is needed; nothing recorded. */
async function measureSource(origin: string): Promise<readonly Figure[]> {
  const fetch = createFetch({
    contact: null,
    proxy: null,
    allowHosts: [new URL(origin).host],
    gate: { reserve: async () => {}, hold: async () => {} },
    clock: systemClock,
    log: { debug() {} },
  });
  const states = new Map<number, Json>();
  const look = async (half?: 0 | 1): Promise<void> => {
    for (let at = 0; at < pages; at += 1) {
      if (half !== undefined && at % 2 !== half) continue;
      const sighting = await lookOnce(`${origin}/terms-${at}`, fetch, states.get(at));
      if (sighting.state !== undefined) states.set(at, sighting.state);
    }
  };
  await look();
  states.clear();
  const fresh = await cpuSeconds(() => look());
  const noisy = await cpuSeconds(() => look(0));
  const cached = await cpuSeconds(() => look(1));
  const note = "the source alone, nothing recorded";
  return [
    rate("pages fetched and read", pages, fresh, note),
    rate("pages seen again, other bytes every time", pages / 2, noisy, note),
    rate("pages seen again, answered with 304", pages / 2, cached, note),
  ];
}

async function lookOnce(url: string, fetch: Fetch, state: Json | undefined): Promise<Sighting> {
  const at = toInstant(systemClock.now());
  const sightings = policyPage.poll({
    params: policyPage.params.parse({ url }),
    cursor: null,
    baseline: false,
    now: () => systemClock.now(),
    fetch,
    render: async (page) => fetch(page),
    keys: {},
    known: new Map(state === undefined ? [] : [[url, { key: url, state, facts: {}, firstSeenAt: at, lastSeenAt: at }]]),
    signal: new AbortController().signal,
  });
  for await (const sighting of sightings) return sighting;
  throw new Error(`${url} was not seen`);
}

async function measureOurs(
  publisher: ChildProcessWithoutNullStreams,
  origin: string,
  prefix: string,
): Promise<readonly Figure[]> {
  const feeds = mkdtempSync(prefix);
  for (let at = 0; at < pages; at += 1)
    writeFileSync(
      join(feeds, `p${at}.yaml`),
      `source: policy-page\ntitle: Page ${at}\nparams: { url: "${origin}/terms-${at}" }\n`,
    );
  const config = readConfig({ REGWATCH_FEEDS: feeds, REGWATCH_ALLOW_HOSTS: new URL(origin).host });
  const start = Temporal.Instant.from("2026-03-20T15:00:00Z");
  let looks = 0;
  const house = await openHouse(config, {
    clock: { now: () => start.add({ minutes: 30 * looks }) },
    sleep: async () => {},
    requestGap: () => 0,
    inMemory: true,
  });
  const look = async (half?: 0 | 1): Promise<void> => {
    looks += 1;
    for (let at = 0; at < pages; at += 1) if (half === undefined || at % 2 === half) await poll(house, `p${at}`);
  };
  try {
    const fresh = await cpuSeconds(() => look());
    const noisy = await cpuSeconds(() => look(0));
    const cached = await cpuSeconds(() => look(1));
    await next(publisher);
    const changed = await cpuSeconds(async () => {
      await look();
      await look();
    });
    const note = "fetched, database included";
    return [
      rate("pages recorded as new", pages, fresh, `fetched, read, recorded; database included`),
      rate("pages found unchanged, other bytes every time", pages / 2, noisy, note),
      rate("pages found unchanged, answered with 304", pages / 2, cached, note),
      rate("pages with a changed clause", pages, changed, `with the look that confirms it; redline, rules, ${note}`),
    ];
  } finally {
    await house.close();
  }
}

async function poll({ services, stopping }: House, feedId: string): Promise<void> {
  const state = await services.store.claimFeed(feedId, services.worker, toInstant(services.clock.now()), 600);
  if (!state) throw new Error(`${feedId} cannot be claimed`);
  const { error } = await pollFeed(services, state, stopping);
  if (error !== null) throw new Error(`the poll of ${feedId} went wrong: ${error}`);
}

/** The same pages with urlwatch: their `main`, tags stripped by its fastest method; one process a round, its start included. */
async function measureUrlwatch(
  publisher: ChildProcessWithoutNullStreams,
  origin: string,
  folder: string,
  program: string,
): Promise<readonly Figure[]> {
  const jobs = Array.from(
    { length: pages },
    (_, at) => `name: p${at}\nurl: ${origin}/terms-${at}\nfilter:\n  - css: main\n  - html2text: re\n`,
  );
  writeFileSync(join(folder, "urls.yaml"), jobs.join("---\n"));
  writeFileSync(join(folder, "urlwatch.yaml"), "report:\n  stdout:\n    enabled: true\n");
  const round = () => childCpuSeconds(program, folder);
  const fresh = await round();
  const unchanged = await round();
  await next(publisher);
  const changed = await round();
  const note = "start of Python included; it reports the visit counters too";
  return [
    rate("urlwatch: pages seen as new", pages, fresh, note),
    rate("urlwatch: pages seen again", pages, unchanged, note),
    rate("urlwatch: pages with a changed clause", pages, changed, note),
  ];
}

// The shell's `times` says what its children took.
async function childCpuSeconds(program: string, folder: string): Promise<number> {
  const run = `${program} --urls ${folder}/urls.yaml --config ${folder}/urlwatch.yaml --cache ${folder}/cache.db >${folder}/report.txt 2>${folder}/errors.txt; times`;
  const shell = spawn("bash", ["-c", run]);
  let said = "";
  shell.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(shell, "close");
  if (/^\d+\. ERROR/m.test(readFileSync(join(folder, "report.txt"), "utf8")))
    throw new Error("urlwatch could not read the pages");
  const [, children = ""] = said.trim().split("\n");
  return Array.from(
    children.matchAll(/(\d+)m([\d.]+)s/g),
    ([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds),
  ).reduce((sum, each) => sum + each, 0);
}

async function next(publisher: ChildProcessWithoutNullStreams): Promise<void> {
  const said = once(publisher.stdout, "data");
  publisher.stdin.write("next\n");
  await said;
}

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function rate(what: string, count: number, seconds: number, note: string): Figure {
  return { what, value: `${(count / seconds).toFixed(0)} per CPU-second`, note };
}
