import type { Fetch } from "../src/model/snapshot.ts";
import type { KnownDocument, Source } from "../src/model/source.ts";
import { listing } from "../src/sources/listing.ts";
import { pair } from "../src/sources/pair.ts";
import type { Figure } from "./table.ts";

const items = 300;
const rounds = 20;

/** Items and pairs polled and read per second of processor time, new, unchanged and changed, without database and network. */
export async function measureListsAndPairs(): Promise<readonly Figure[]> {
  const list = listing.params.parse({
    url: "https://portal.example/list.htm",
    item: "ul.list > li",
    confirmMinutes: 0,
  });
  const pages = [
    { name: "English", url: "https://harbour.example/terms/" },
    { name: "Chinese", url: "https://harbour.example/cn/terms/", language: "zh-CN" },
  ];
  return [
    ...(await measured("listed items", items, listing, list, (edition) => listPage(edition))),
    ...(await measured("pairs of pages, 120 clauses each", 1, pair, pair.params.parse({ pages }), termsPage)),
  ];
}

async function measured<Params>(
  what: string,
  count: number,
  source: Source<Params>,
  params: Params,
  page: (edition: number, url: string) => string,
): Promise<readonly Figure[]> {
  const known = new Map<string, KnownDocument>();
  let visits = 0;
  const poll = async (edition: number, at: string): Promise<void> => {
    const fetch: Fetch = async (url) =>
      answer(url, page(edition, url).replace("<body>", `<body><!-- ${(visits += 1)} -->`));
    await pollAndRead(source, params, fetch, known, at);
  };
  const fresh = await cpuSeconds(() => poll(1, "2031-03-01T00:00:00Z"));
  const unchanged = await cpuSeconds(async () => {
    for (let round = 0; round < rounds; round += 1) await poll(1, "2031-03-02T00:00:00Z");
  });
  const changed = await cpuSeconds(() => poll(2, "2031-03-03T00:00:00Z"));
  const note = "polled and read; no database, no network";
  return [
    figure(`${what}, new`, count / fresh, note),
    figure(`${what}, unchanged`, (count * rounds) / unchanged, note),
    figure(`${what}, changed`, count / changed, note),
  ];
}

async function pollAndRead<Params>(
  source: Source<Params>,
  params: Params,
  fetch: Fetch,
  known: Map<string, KnownDocument>,
  at: string,
): Promise<void> {
  const sightings = source.poll({
    params,
    cursor: null,
    baseline: known.size === 0,
    now: () => Temporal.Instant.from(at),
    fetch,
    render: (url) => fetch(url),
    keys: {},
    known: new Map(known),
    signal: new AbortController().signal,
  });
  for await (const sighting of sightings) {
    if (sighting.kind === "captured") await source.extract(sighting, params);
    const state = sighting.state ?? known.get(sighting.key)?.state ?? null;
    known.set(sighting.key, { key: sighting.key, state, facts: {}, firstSeenAt: at, lastSeenAt: at });
  }
}

function answer(url: string, html: string): Awaited<ReturnType<Fetch>> {
  const body = new TextEncoder().encode(html);
  const headers = { "content-type": "text/html; charset=utf-8" };
  return { url, finalUrl: url, status: 200, headers, redirects: [], body, fetchedAt: "2031-03-01T00:00:00.000Z" };
}

function listPage(edition: number): string {
  const rows = Array.from(
    { length: items },
    (_, at) =>
      `<li><a href="/notices/${at}.htm">某大学第${at}号云服务采购公告（${edition}）</a> <em>2031-02-${String((at % 28) + 1).padStart(2, "0")}</em> 采购人：某大学</li>`,
  );
  return `<html><body><ul class="list">${rows.join("")}</ul></body></html>`;
}

// Both pages change, so that they are laid side by side.
function termsPage(edition: number, url: string): string {
  const isChinese = url.includes("/cn/");
  const clauses = Array.from({ length: 120 }, (_, at) =>
    isChinese
      ? `<p>1.${at + 1}. 客户应在期限届满后${30 + edition}日内保存第${at + 1}项服务的记录，并应书面请求提供，但法律禁止的除外。</p>`
      : `<p>1.${at + 1}. The customer keeps records of service number ${at + 1} for ${30 + edition} days after the end of the term, and gives them to us on request unless the law forbids it.</p>`,
  );
  return `<html><body><main><h1>${isChinese ? "条款" : "Terms"}</h1>${clauses.join("")}</main></body></html>`;
}

async function cpuSeconds(work: () => Promise<void>): Promise<number> {
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e6;
}

function figure(what: string, perSecond: number, note: string): Figure {
  return { what, value: `${perSecond.toFixed(perSecond < 10 ? 1 : 0)} per CPU-second`, note };
}
