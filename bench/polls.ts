import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
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

/** A source with a feed of its own: `apart` is how much later each next poll comes, so that everything is due again. */
interface Kind {
  readonly id: string;
  readonly what: string;
  readonly feed: (origin: string) => string;
  readonly apart: Temporal.DurationLike;
  /** Polls that find nothing new. */
  readonly repeats: number;
  /** Whether a day later every document is edited. */
  readonly edits: boolean;
  /** Documents of which one poll tells, where the rows of one are counted. */
  readonly looked?: number;
}

const kinds: readonly Kind[] = [
  {
    id: "register",
    what: "documents",
    feed: (origin) =>
      `source: federal-register\ntitle: Bench\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: false,
  },
  {
    id: "posts",
    what: "posts",
    feed: (origin) =>
      `source: posts\ntitle: Bench\nparams: { url: "https://blog.example/blog/", baseUrl: "${origin}", sitemap: sitemap.xml, perPoll: 2000, confirmMinutes: 0 }\n`,
    apart: { hours: 40 * 24 },
    repeats: 2,
    edits: true,
  },
  {
    id: "news",
    what: "pieces of news",
    feed: (origin) => `source: rss\ntitle: Bench\nparams: { url: "https://news.example/feed", baseUrl: "${origin}" }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: true,
  },
  {
    id: "law",
    what: "sections of the CFR",
    feed: (origin) => `source: ecfr\ntitle: Bench\nparams: { baseUrl: "${origin}", title: 15, parts: [744] }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: true,
  },
  {
    id: "dockets",
    what: "documents of dockets",
    feed: (origin) =>
      `source: regulations-gov\ntitle: Bench\nparams: { baseUrl: "${origin}", dockets: [BIS-2026-0001], countsPerPoll: 0 }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: true,
  },
  {
    id: "reviews",
    what: "rules under review",
    feed: (origin) => `source: oira\ntitle: Bench\nparams: { baseUrl: "${origin}", agencies: ["0694"] }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: true,
  },
  {
    id: "list",
    what: "rows of a table",
    feed: (origin) =>
      `source: table\ntitle: Bench\nparams: { url: "https://list.example/v4/documents?api_key=bench&page%5Bsize%5D=${documents}", baseUrl: "${origin}", format: json, path: data, key: [id], columns: [attributes.title, attributes.commentEndDate], confirmMinutes: 0 }\n`,
    apart: { minutes: 1 },
    repeats: 10,
    edits: true,
    looked: 1,
  },
];

/** Documents polled per second of our own processor time, new, unchanged and edited, on both databases. */
export async function measurePolls(databases: readonly (string | null)[]): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const databaseUrl of databases) {
    const publisher = spawn(process.execPath, [
      fileURLToPath(new URL("publisher.ts", import.meta.url)),
      String(documents),
    ]);
    const [line] = (await once(publisher.stdout, "data")) as [Buffer];
    const feeds = mkdtempSync(join(tmpdir(), "regwatch-bench-feeds-"));
    try {
      figures.push(...(await measureOn(databaseUrl, feeds, line.toString().trim().split(" "), publisher)));
    } finally {
      publisher.kill();
      rmSync(feeds, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measureOn(
  databaseUrl: string | null,
  feeds: string,
  origins: readonly string[],
  publisher: ChildProcessWithoutNullStreams,
): Promise<readonly Figure[]> {
  kinds.forEach(({ id, feed }, index) => writeFileSync(join(feeds, `${id}.yaml`), feed(origins[index] ?? "")));
  const config = readConfig({
    REGWATCH_FEEDS: feeds,
    REGULATIONS_API_KEY: "bench",
    REGWATCH_ALLOW_HOSTS: origins.map((origin) => new URL(origin).host).join(","),
    ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
  });
  let now = Temporal.Instant.from("2026-03-20T15:00:00Z");
  const house = await openHouse(config, {
    clock: { now: () => now },
    sleep: async () => {},
    requestGap: () => 0,
    inMemory: databaseUrl === null,
  });
  const name = databaseUrl === null ? "embedded" : "PostgreSQL";
  const note = databaseUrl === null ? "database included" : "the database's own time is not ours and not in it";
  const figures: Figure[] = [];
  try {
    for (const { id, what, apart, repeats, looked } of kinds) {
      const fresh = await timed(() => poll(house, id, looked));
      figures.push(
        rate(`${what} recorded as new, ${name}`, documents, fresh, `text fetched, read, judged, recorded; ${note}`),
      );
      const unchanged = await timed(async () => {
        for (let run = 0; run < repeats; run += 1) {
          now = now.add(apart);
          await poll(house, id, looked);
        }
      });
      const polls = `${repeats} polls of ${documents}; ${note}`;
      figures.push(rate(`${what} found unchanged, ${name}`, documents * repeats, unchanged, polls));
    }
    publisher.stdin.write("a day\n");
    await once(publisher.stdout, "data");
    for (const { id, what, apart, looked } of kinds.filter(({ edits }) => edits)) {
      now = now.add(apart);
      const edited = await timed(() => poll(house, id, looked));
      figures.push(
        rate(`${what} recorded as edited, ${name}`, documents, edited, `compared, judged, recorded; ${note}`),
      );
    }
    return figures;
  } finally {
    await house.close();
  }
}

async function poll(house: House, feedId: string, looked = documents): Promise<void> {
  const { services } = house;
  const state = await services.store.claimFeed(feedId, services.worker, toInstant(services.clock.now()), 600);
  if (!state) throw new Error(`${feedId} cannot be claimed`);
  const report = await pollFeed(services, state, house.stopping);
  if (report.error !== null || report.looked < looked) {
    throw new Error(`${feedId}: the poll went wrong: ${report.error ?? `${report.looked} documents`}`);
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
