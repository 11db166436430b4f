import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { readConfig } from "../src/config.ts";
import type { Feed } from "../src/model/feed.ts";
import { importHistory, type DatedFile } from "../src/pipeline/import.ts";
import { openHouse } from "../src/wire.ts";
import { createWriter } from "./bilingual-text.ts";
import { corpusFolder, dated, recorded } from "./corpus.ts";
import type { Figure } from "./table.ts";

/** A document with its states. */
interface Series {
  readonly id: string;
  readonly files: readonly DatedFile[];
}

/** What the figures are counted up to. */
interface Household {
  readonly feeds: number;
  readonly years: number;
}

const changesOfPage = 4;
const tellings = 5;
const checksOfDay = 1;
const recentDays = 60;
const households: readonly Household[] = [
  { feeds: 1000, years: 5 },
  { feeds: 10_000, years: 5 },
];

/**
 * What a version, a change, a telling and a check take on disk, with all their indexes, once real pages went through the product; and what
 * five years of so many feeds need by that.
 */
export async function measureStorage(database: string | null): Promise<readonly Figure[]> {
  if (database === null) return [{ what: "storage", value: "–", note: "needs a PostgreSQL server" }];
  const series = recordedPages() ?? writtenPages();
  await recordAll(database, series);
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    await client.query(tellEach);
    await client.query(checkOften);
    await client.query("vacuum full analyze");
    const taken = await measure(client);
    return figures(taken, recordedPages() === null ? "pages we wrote" : "recorded pages of providers");
  } finally {
    await client.end();
  }
}

function recordedPages(): readonly Series[] | null {
  const corpus = corpusFolder();
  if (corpus === null) return null;
  const folder = join(corpus, "policy-snapshots/genai-contrib");
  return readdirSync(folder).map((id) => ({
    id,
    files: dated(join(folder, id))
      .slice(0, 10)
      .map((name) => ({
        name: name.replace(/\.gz$/, ""),
        date: name.slice(0, 10),
        bytes: async () => recorded(folder, id, name),
      })),
  }));
}

// Pages of some 6,000 words, in which one paragraph in a hundred is rewritten from one state to the next.
function writtenPages(): readonly Series[] {
  return Array.from({ length: 20 }, (_, page) => {
    const writer = createWriter(page + 1);
    const texts = Array.from({ length: 120 }, () => writer.passage("en", 50));
    return {
      id: `page-${page}`,
      files: Array.from({ length: 8 }, (_, state) => {
        texts[(state * 37) % texts.length] = writer.passage("en", 50);
        const html = `<html><head><title>Terms ${page}</title></head><body><main><h1>Terms</h1>${texts.map((text) => `<p>${text}</p>`).join("\n")}</main></body></html>`;
        const date = `2026-0${state + 1}-01`;
        return { name: `${date}.html`, date, bytes: async () => Buffer.from(html) };
      }),
    };
  });
}

async function recordAll(database: string, series: readonly Series[]): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "regwatch-storage-"));
  const config = readConfig({ DATABASE_URL: database, REGWATCH_FEEDS: home, LOG_LEVEL: "silent" });
  const feeds = series.map(({ id }) => feedOf(id));
  const house = await openHouse(config, { adapt: () => feeds });
  for (const [index, { files }] of series.entries()) {
    const feed = feeds[index];
    if (feed) for await (const _ of importHistory(house.services, feed, files, house.stopping));
  }
  await house.close();
  rmSync(home, { recursive: true });
}

function feedOf(id: string): Feed {
  return {
    id: `pages/${id}`,
    source: "policy-page",
    title: id,
    topics: ["cloud-access"],
    schedule: ["0 * * * *"],
    timezone: "UTC",
    visibility: "public",
    enabled: true,
    unverified: false,
    mute: [],
    params: { url: `https://page.example/${id}` },
  };
}

// Each change is told to five, in one attempt each.
const tellEach = `
  insert into lanes (lane) select 'slack:C' || n from generate_series(1, ${tellings}) as n;
  insert into subscriptions (id, channel, address, query, "when", minimum, state, created_at, created_by)
    select 's' || n, 'slack', 'C' || n, '*', '{"kind":"instant"}', 'editorial', 'active', now(), 'bench' from generate_series(1, ${tellings}) as n;
  insert into alerts (id, kind, at, alert) select id, 'alert', occurred_at,
    jsonb_build_object('kind', 'alert', 'id', id, 'at', occurred_at, 'changes', jsonb_build_array(change)) from changes;
  insert into deliveries (id, lane, subscription_id, alert_id, event_key, thread_key, state, attempts, created_at, next_attempt_at, settled_at, reference)
    select md5(c.id || n), 'slack:C' || n, 's' || n, c.id, c.event_key, c.thread_key, 'sent', 1, now(), now(), now(), 'C024BE91L/1700000000.000100'
    from changes as c, generate_series(1, ${tellings}) as n;
  insert into delivery_attempts select id, 1, 'host-12345-abcdef', now(), now(), 'sent' from deliveries`;

const checkOften = `
  insert into feed_checks (hour, feed_id, checks)
    select date_trunc('hour', now()) - n * interval '1 hour', f.id, 4 from feeds as f, generate_series(1, 2000) as n
    on conflict do nothing`;

/** Bytes a row takes, with its indexes and what lies beside it. */
type Taken = ReadonlyMap<string, { readonly rows: number; readonly bytes: number }>;

async function measure(client: Client): Promise<Taken> {
  const { rows: tables } = await client.query<{ name: string; bytes: string }>(
    "select relname as name, pg_total_relation_size(oid) as bytes from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  const taken = new Map<string, { rows: number; bytes: number }>();
  for (const { name, bytes } of tables) {
    const { rows } = await client.query<{ count: string }>(`select count(*) from "${name}"`);
    taken.set(name, { rows: Number(rows[0]?.count ?? 0), bytes: Number(bytes) });
  }
  return taken;
}

function figures(taken: Taken, of: string): readonly Figure[] {
  const each = (table: string, per = table): number => {
    const rows = taken.get(per)?.rows ?? 0;
    return rows === 0 ? 0 : (taken.get(table)?.bytes ?? 0) / rows;
  };
  const sum = (tables: readonly string[], per: string): number =>
    tables.reduce((total, table) => total + each(table, per), 0);
  const perVersion = sum(
    ["snapshots", "snapshot_sightings", "versions", "version_snapshots", "evidence_log"],
    "versions",
  );
  const perChange = sum(["changes"], "changes");
  const perTold = sum(["alerts"], "alerts") + tellings * sum(["deliveries", "delivery_attempts"], "deliveries");
  const perDocument = sum(["documents", "sections", "deadlines", "calendar_events", "thread_identifiers"], "documents");
  const perCheck = each("feed_checks");
  const count = (table: string): string => `${taken.get(table)?.rows ?? 0} rows`;
  return [
    { what: "a version with its bytes, text and evidence", value: kb(perVersion), note: `${of}, ${count("versions")}` },
    { what: "· of that the bytes as served", value: kb(each("snapshots", "versions")), note: "zstd" },
    { what: "· of that the text", value: kb(each("versions")), note: "zstd" },
    { what: "a change with its redline and what finds it", value: kb(perChange), note: count("changes") },
    { what: `an alert told to ${tellings}`, value: kb(perTold), note: "the alert, deliveries, attempts" },
    { what: "a document with what finds its latest text", value: kb(perDocument), note: count("documents") },
    { what: "an hour in which a feed was checked", value: `${Math.round(perCheck)} B`, note: count("feed_checks") },
    ...households.map(({ feeds, years }) => {
      const versions = feeds * changesOfPage * years;
      const checks = feeds * (recentDays * 24 + (years * 365 - recentDays) * checksOfDay);
      const bytes =
        versions * (perVersion + perChange + perTold) + feeds * (perDocument + perVersion) + checks * perCheck;
      return {
        what: `${years} years of ${feeds.toLocaleString("en")} pages`,
        value: `${(bytes / 1e9).toFixed(1)} GB`,
        note: `${changesOfPage} changes of each a year, each told to ${tellings}, checked hourly; of that ${((checks * perCheck) / 1e9).toFixed(2)} GB checks`,
      };
    }),
  ];
}

function kb(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
