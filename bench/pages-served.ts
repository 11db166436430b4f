import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { Client } from "pg";
import { readCatalogue } from "../src/pipeline/catalogue.ts";
import { sources } from "../src/sources/index.ts";
import { fillStore, type Filled } from "./filled-store.ts";
import { startService, type RunningService } from "./service.ts";
import type { Figure } from "./table.ts";

const full = { changes: 100_000, documents: 5000, versions: 20_000 };
const small = { changes: 20_000, documents: 1000, versions: 4000 };
const readers = 4;

/** Pages under load from a second process, over a database that years have filled. */
export async function measurePagesServed(databaseUrl: string | null, quick: boolean): Promise<readonly Figure[]> {
  if (databaseUrl === null) return [];
  const size = quick ? small : full;
  const folder = mkdtempSync(join(tmpdir(), "regwatch-bench-web-"));
  try {
    writeFeeds(folder, 60);
    const { feeds } = await readCatalogue(folder, sources);
    const began = performance.now();
    const filled = await fillStore(databaseUrl, feeds, size);
    console.error(`filled in ${Math.round((performance.now() - began) / 1000)} s`);
    const service = await startService({
      DATABASE_URL: databaseUrl,
      REGWATCH_FEEDS: folder,
      REGWATCH_ROLES: "web",
    });
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    const figures: Figure[] = [];
    for (const page of pages(filled)) figures.push(await measure(page, service, client, quick ? 3 : 8));
    await client.end();
    await service.stop();
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Page {
  readonly what: string;
  readonly paths: readonly string[];
}

function pages({ changeIds, documentIds }: Filled): readonly Page[] {
  return [
    { what: "timeline", paths: ["/"] },
    { what: "timeline of a feed", paths: Array.from({ length: 20 }, (_, at) => `/?feed=news%2Ffeed-${at}`) },
    { what: "search in English, a phrase", paths: search("/", '"remote access"') },
    {
      what: "search in English, many filters",
      paths: search("/", "co* AND topic:ai-chips AND significance:>=substantive"),
    },
    { what: "search in English, nothing found", paths: search("/", "remote AND 算力租赁") },
    { what: "search in Chinese", paths: search("/", "算力租赁") },
    { what: "search with NOT", paths: search("/", "export* AND NOT controls") },
    { what: "texts as they are now, English", paths: search("/search", '"remote access"') },
    { what: "texts as they are now, Chinese", paths: search("/search", "算力租赁") },
    { what: "change page", paths: changeIds.map((id) => `/changes/${id}`) },
    { what: "document page", paths: documentIds.map((id) => `/documents/${id}`) },
    { what: "documents", paths: ["/documents"] },
    { what: "feeds", paths: ["/feeds"] },
    { what: "Atom feed of a search", paths: search("/atom.xml", '"remote access"') },
    { what: "API, changes of a search", paths: search("/api/v1/changes", "算力租赁") },
  ];
}

function search(path: string, query: string): readonly string[] {
  return [`${path}?q=${encodeURIComponent(query)}`];
}

async function measure(
  { what, paths }: Page,
  service: RunningService,
  client: Client,
  seconds: number,
): Promise<Figure> {
  const load = { url: service.url, connections: readers, requests: paths.map((path) => ({ path })) };
  await autocannon({ ...load, amount: Math.max(readers, paths.length) });
  const [cpu, scans] = [service.cpuSeconds(), await sequentialScans(client)];
  const result = await autocannon({ ...load, duration: seconds });
  const answered = result.requests.total;
  const perCore = answered / (service.cpuSeconds() - cpu);
  const scanned = newScans(scans, await sequentialScans(client));
  const bad = result.non2xx + result.errors + result.timeouts;
  const failed = bad === 0 ? "" : `; ${bad} FAILED`;
  return {
    what,
    value: `${result.latency.p50.toFixed(0)} ms, p99 ${result.latency.p99.toFixed(0)} ms`,
    note: `${(answered / seconds).toFixed(0)} a second from ${readers} readers, ${perCore.toFixed(0)} a second and core of ours; ${scanned}${failed}`,
  };
}

// Small tables are read whole for good reason.
async function sequentialScans(client: Client): Promise<ReadonlyMap<string, number>> {
  // The server writes down what it did a moment later.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  const { rows } = await client.query<{ relname: string; seq_scan: string }>(
    "select relname, seq_scan from pg_stat_user_tables where n_live_tup > 1000",
  );
  return new Map(rows.map(({ relname, seq_scan: scans }) => [relname, Number(scans)]));
}

function newScans(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string {
  const scanned = [...after].filter(([table, scans]) => scans > (before.get(table) ?? 0)).map(([table]) => table);
  return scanned.length === 0 ? "no sequential scan" : `SEQUENTIAL SCANS of ${scanned.join(", ")}`;
}

function writeFeeds(folder: string, count: number): void {
  mkdirSync(join(folder, "news"));
  for (let at = 0; at < count; at += 1) {
    const text = `source: rss\ntitle: Feed ${at}\ntopics: [cloud-access]\nparams: { url: "https://news.example/${at}" }\n`;
    writeFileSync(join(folder, "news", `feed-${at}.yaml`), text);
  }
}
