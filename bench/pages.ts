import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Agent, request } from "undici";
import { readConfig } from "../src/config.ts";
import { toInstant } from "../src/lib/time.ts";
import { createWakeUps } from "../src/pipeline/schedule.ts";
import { openHouse, type House } from "../src/wire.ts";
import type { TestServer } from "../test/support/database.ts";
import { median, type Figure } from "./table.ts";

/** How a page is served again, and what is then expected of who watches it. */
const ways = [
  { mode: "same", what: "found unchanged, the same bytes" },
  { mode: "other", what: "found unchanged, other bytes around the text" },
  { mode: "asked", what: "found unchanged, answered with 304" },
] as const;

/** Processor time of one round over all pages, in seconds. */
interface Spent {
  readonly ours: number;
  /** Of the server's processes, or null where the database is in ours. */
  readonly database: number | null;
}

/** 2,000 policy pages of 20 KB, each with a selector, on both databases, beside urlwatch where Debian's package is installed. */
export async function measurePages(server: TestServer | null, quick: boolean): Promise<readonly Figure[]> {
  const pages = quick ? 200 : 2000;
  const folder = mkdtempSync(join(tmpdir(), "regwatch-bench-pages-"));
  const publisher = spawn(process.execPath, [fileURLToPath(new URL("page-publisher.ts", import.meta.url))]);
  try {
    const [line] = (await once(publisher.stdout, "data")) as [Buffer];
    const origin = line.toString().trim();
    const theirs = existsSync(urlwatch) ? await roundsOfUrlwatch(publisher, origin, folder, pages) : null;
    const ours = (count: number, database: TestServer | null): Promise<readonly Round[]> =>
      roundsOfOurs({ publisher, origin, pages: count, feeds: mkdtempSync(join(folder, "feeds-")), server: database });
    const bare = await roundOfClient(publisher, origin, pages);
    const half = await ours(pages / 2, null);
    const embedded = await ours(pages, null);
    const served = server && (await ours(pages, server));
    const rate = rateOf(pages);
    return [
      rate("pages fetched and thrown away by undici", bare, "what asking alone takes; nothing can be quicker"),
      ...(theirs ?? []).map((round) => rate(`urlwatch: pages ${round.what}`, round.ours, "start of Python taken off")),
      ...embedded.map((round, at) =>
        rate(`pages ${round.what}, embedded`, round.ours, `${beside(theirs, round)}; ${grown(half[at], round.ours)}`),
      ),
      ...(served ?? []).map((round) =>
        rate(
          `pages ${round.what}, PostgreSQL`,
          round.ours,
          `${beside(theirs, round)}; ${apart(round.database, pages)}`,
        ),
      ),
    ];
  } finally {
    publisher.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Round = Spent & { readonly what: string };

interface Run {
  readonly publisher: ChildProcessWithoutNullStreams;
  readonly origin: string;
  readonly pages: number;
  readonly feeds: string;
  readonly server: TestServer | null;
}

async function roundsOfOurs({ publisher, origin, pages, feeds, server }: Run): Promise<readonly Round[]> {
  writeFeeds(feeds, origin, pages);
  let now = Temporal.Instant.from("2026-03-20T15:00:00Z");
  const house = await openHouse(
    readConfig({
      REGWATCH_FEEDS: feeds,
      REGWATCH_ALLOW_HOSTS: new URL(origin).host,
      ...(server !== null && { DATABASE_URL: await server.createDatabase() }),
    }),
    {
      clock: { now: () => now },
      sleep: async () => {},
      requestGap: () => 0,
      inMemory: server === null,
    },
  );
  const look = async (): Promise<Spent> => {
    now = now.add({ minutes: 30 });
    return spent(server, () => workerRound(house, origin));
  };
  try {
    await say(publisher, "same");
    const rounds: Round[] = [{ what: "recorded as new", ...(await look()) }];
    for (const { mode, what } of ways) {
      await say(publisher, mode);
      await look();
      rounds.push({ what, ...(await middle(look)) });
    }
    await say(publisher, "next");
    const [seen, confirmed] = [await look(), await look()];
    rounds.push({ what: "with a changed clause", ...both(seen, confirmed) });
    await expectChanges(house, 2 * pages);
    return rounds;
  } finally {
    await house.close();
  }
}

/** What a worker does when the bell of the pages' host rings. */
async function workerRound(house: House, origin: string): Promise<void> {
  const { services, stopping } = house;
  await createWakeUps(services, stopping).onHost(new URL(origin).host);
  const states = await services.store.feedStates();
  const now = toInstant(services.clock.now());
  const left = states.filter(({ error, lastCheckedAt }) => error !== null || lastCheckedAt !== now);
  if (left.length > 0) throw new Error(`${left.length} pages were not read: ${left[0]?.error}`);
}

async function expectChanges({ services }: House, expected: number): Promise<void> {
  const { changes } = await services.store.counts(toInstant(services.clock.now()));
  if (changes !== expected) throw new Error(`${changes} changes instead of ${expected}`);
}

function writeFeeds(folder: string, origin: string, pages: number): void {
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < pages; at += 1)
    writeFileSync(
      join(folder, `p${at}.yaml`),
      `source: policy-page\ntitle: Page ${at}\nparams: { url: "${origin}/terms-${at}", select: main }\n`,
    );
}

/** CPU seconds in which our HTTP client asks for every page once, one after the other, warmed up by a round before. */
async function roundOfClient(
  publisher: ChildProcessWithoutNullStreams,
  origin: string,
  pages: number,
): Promise<number> {
  await say(publisher, "same");
  const dispatcher = new Agent();
  const round = async (): Promise<void> => {
    for (let at = 0; at < pages; at += 1) {
      const { body } = await request(`${origin}/terms-${at}`, { dispatcher });
      await body.arrayBuffer();
    }
  };
  await round();
  const { ours } = await middle(() => spent(null, round));
  await dispatcher.close();
  return ours;
}

const urlwatch = "/usr/bin/urlwatch";

/** The same pages with urlwatch: their `main`, tags stripped by its fastest method; one process a round. */
async function roundsOfUrlwatch(
  publisher: ChildProcessWithoutNullStreams,
  origin: string,
  folder: string,
  pages: number,
): Promise<readonly Round[]> {
  const jobs = (count: number): string =>
    Array.from(
      { length: count },
      (_, at) => `name: p${at}\nurl: ${origin}/terms-${at}\nfilter:\n  - css: main\n  - html2text: re\n`,
    ).join("---\n");
  writeFileSync(join(folder, "urlwatch.yaml"), "report:\n  stdout:\n    enabled: true\n");
  writeFileSync(join(folder, "one.yaml"), jobs(1));
  writeFileSync(join(folder, "all.yaml"), jobs(pages));
  await say(publisher, "same");
  await childCpuSeconds(folder, "one");
  const start = await childCpuSeconds(folder, "one");
  const round = async (): Promise<Spent> => ({ ours: (await childCpuSeconds(folder, "all")) - start, database: null });
  const rounds: Round[] = [{ what: "recorded as new", ...(await round()) }];
  for (const { mode, what } of ways) {
    await say(publisher, mode);
    await round();
    rounds.push({ what, ...(await middle(round)) });
  }
  await say(publisher, "next");
  return [...rounds, { what: "with a changed clause", ...(await round()) }];
}

// The shell's `times` says what its children took.
async function childCpuSeconds(folder: string, list: string): Promise<number> {
  const run = `${urlwatch} --urls ${folder}/${list}.yaml --config ${folder}/urlwatch.yaml --cache ${folder}/${list}.db >${folder}/report.txt 2>${folder}/errors.txt; times`;
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

async function say(publisher: ChildProcessWithoutNullStreams, line: string): Promise<void> {
  const said = once(publisher.stdout, "data");
  publisher.stdin.write(`${line}\n`);
  await said;
}

async function spent(server: TestServer | null, work: () => Promise<void>): Promise<Spent> {
  const [cpu, database] = [process.cpuUsage(), server && serverCpuSeconds(server)];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    ours: (user + system) / 1e6,
    database: server && database !== null ? serverCpuSeconds(server) - database : null,
  };
}

/** The middle of five rounds. */
async function middle(round: () => Promise<Spent>): Promise<Spent> {
  const rounds: Spent[] = [];
  while (rounds.length < 5) rounds.push(await round());
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    database: rounds[0]?.database === null ? null : median(rounds.map(({ database }) => database ?? 0)),
  };
}

/** Of the server's first process, its children, and those of them that have ended. Linux only. */
function serverCpuSeconds({ pid }: TestServer): number {
  const ticks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(name))
    .filter((fields) => Number(fields[0]) === pid || Number(fields[3]) === pid)
    .flatMap((fields) => (Number(fields[0]) === pid ? fields.slice(13, 17) : fields.slice(13, 15)))
    .reduce((sum, each) => sum + Number(each), 0);
  return ticks / 100;
}

// The second field is a name in parentheses, which may have spaces.
function statOf(name: string): readonly string[] {
  try {
    return readFileSync(`/proc/${name}/stat`, "utf8")
      .replace(/\(.*\)/, "name")
      .split(" ");
  } catch {
    return [];
  }
}

function both(one: Spent, other: Spent): Spent {
  return {
    ours: one.ours + other.ours,
    database: one.database === null || other.database === null ? null : one.database + other.database,
  };
}

function beside(theirs: readonly Round[] | null, { what, ours }: Round): string {
  const same = theirs?.find((round) => round.what === what);
  return same === undefined ? "urlwatch is not installed" : `${(same.ours / ours).toFixed(1)} times urlwatch`;
}

function grown(half: Round | undefined, seconds: number): string {
  return half === undefined ? "" : `twice as many cost ${(seconds / half.ours).toFixed(1)} times as much`;
}

function apart(database: number | null, pages: number): string {
  return database === null ? "" : `the database's own: ${((1000 * database) / pages).toFixed(2)} ms a page`;
}

function rateOf(pages: number): (what: string, seconds: number, note: string) => Figure {
  return (what, seconds, note) => ({ what, value: `${(pages / seconds).toFixed(0)} per CPU-second`, note });
}
