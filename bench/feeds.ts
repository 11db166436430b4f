import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Parser from "rss-parser";
import { gunzipSync } from "node:zlib";
import type { Fetched } from "../src/model/snapshot.ts";
import { decodeText } from "../src/snapshots/charset.ts";
import type { FeedEntry } from "../src/sources/rss/entry.ts";
import { readFeed } from "../src/sources/rss/read-feed.ts";
import { atomFaults } from "../test/support/atom-rules.ts";
import { corpusFolder } from "./corpus.ts";

// `npm run conformance`: how many of the recorded feeds are read, by rss-parser alone and by all that regwatch does.
const folder = corpusFolder();
if (folder === null) {
  console.log("There are no recorded feeds beside the project; nothing to measure.");
  process.exit(0);
}
let rules = "";
const unpacked = mkdtempSync(join(tmpdir(), "regwatch-feeds-"));
try {
  console.log(
    "| set | feeds with entries | rss-parser alone: all entries | regwatch: all entries | stated by the set | as stated |",
  );
  console.log("|---|---|---|---|---|---|");
  for (const name of ["feedparser-tests", "feedvalidator-testcases", "gofeed-testdata", "feedsmith-references"]) {
    const target = join(unpacked, name);
    spawnSync("sh", [
      "-c",
      `mkdir -p '${target}' && tar xzf '${join(folder, "feeds/conformance", `${name}.tar.gz`)}' -C '${target}'`,
    ]);
    await measure(name, target);
    if (name === "feedvalidator-testcases") rules = judge(join(target, "testcases/atom"));
  }
  await measure("real", join(folder, "feeds/real"));
  console.log(rules);
} finally {
  rmSync(unpacked, { recursive: true, force: true });
}

async function measure(name: string, root: string): Promise<void> {
  const tally = { feeds: 0, parser: 0, ours: 0, stated: 0, met: 0 };
  const failing: string[] = [];
  for (const path of filesIn(root)) {
    const body = bytesOf(path);
    const text = decodeText(body, undefined).text;
    const entries = entryCount(text);
    if (entries === 0) continue;
    tally.feeds += 1;
    if ((await byParser(text)) >= entries) tally.parser += 1;
    const { entries: read, empty } = await byUs(body);
    if (read.length + empty >= entries) tally.ours += 1;
    for (const [holds, what] of statements(path, text, read)) {
      tally.stated += 1;
      if (holds) tally.met += 1;
      else failing.push(`${path.slice(root.length + 1)}: ${what}`);
    }
  }
  console.log(`| ${name} | ${tally.feeds} | ${tally.parser} | ${tally.ours} | ${tally.stated} | ${tally.met} |`);
  if (process.argv.includes("--failing")) for (const line of failing) console.log(`  ${line}`);
}

/** How well the rules that our own Atom feeds are tested by tell the validator's good cases from its bad ones. */
function judge(root: string): string {
  const kinds =
    /^(?:MissingElement|DuplicateElement|InvalidRFC3339Date|MissingContentOrAlternate|DuplicateAtomLink|InvalidFullLink|MissingHref)\b/;
  const cases = filesIn(root).map((path) => {
    const { text } = decodeText(bytesOf(path), undefined);
    return { text, path, expected: /Expect:\s*(\S+)/.exec(text)?.[1] ?? "" };
  });
  const bad = cases.filter(({ expected }) => kinds.test(expected));
  const good = cases.filter(({ expected }) => expected === "!Error");
  const found = bad.filter(({ text }) => atomFaults(text).length > 0);
  const passed = good.filter(({ text }) => atomFaults(text).length === 0);
  if (process.argv.includes("--failing")) {
    for (const each of bad) if (!found.includes(each)) console.log(`  ${each.path}: ${each.expected} not seen`);
    for (const each of good)
      if (!passed.includes(each)) console.log(`  ${each.path}: ${atomFaults(each.text).join("; ")}`);
  }
  return `Rules of RFC 4287: ${found.length} of ${bad.length} broken feeds are told, ${passed.length} of ${good.length} sound ones pass.`;
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:xml|rss|atom|rdf)(?:\.gz)?$/.test(file))
    .map((file) => join(folder, file));
}

function bytesOf(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

function entryCount(text: string): number {
  const bare = text.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/g, "");
  if (!/<(?:rss|(?:\w+:)?feed|(?:\w+:)?RDF)[\s>]/.test(bare)) return 0;
  return bare.match(/<(?:\w+:)?(?:item|entry)[\s>/]/g)?.length ?? 0;
}

async function byParser(text: string): Promise<number> {
  try {
    return (await new Parser().parseString(text)).items.length;
  } catch {
    return 0;
  }
}

/** What is read, and how many entries were seen to hold neither title nor link nor text. */
async function byUs(body: Uint8Array): Promise<{ readonly entries: readonly FeedEntry[]; readonly empty: number }> {
  const url = "http://127.0.0.1/feed";
  const served: Fetched = {
    url,
    finalUrl: url,
    status: 200,
    headers: {},
    redirects: [],
    body,
    fetchedAt: "2026-01-01T00:00:00.000Z",
  };
  try {
    const { entries, warnings } = await readFeed(served);
    return { entries, empty: warnings.length };
  } catch {
    return { entries: [], empty: 0 };
  }
}

type Statement = readonly [holds: boolean, what: string];

// Python expressions of feedparser that only compare a title, an address or an id; gofeed's expectations as JSON beside the feed.
function statements(path: string, text: string, read: readonly FeedEntry[]): readonly Statement[] {
  const python = [
    ...(/Expect:\s*(.*)/.exec(text.slice(0, 2000))?.[1] ?? "").matchAll(
      /entries\[(\d)\]\[?[.'"](title|link|id)['"]?\]? == u?'([^'\\]*)'/g,
    ),
  ].map(([, index, field, value]) => check(read[Number(index)], field ?? "", value ?? ""));
  return [...python, ...gofeed(path, read)];
}

function gofeed(path: string, read: readonly FeedEntry[]): readonly Statement[] {
  if (!path.includes("translator")) return [];
  try {
    const { items = [] } = JSON.parse(readFileSync(path.replace(/\.xml$/, ".json"), "utf8")) as {
      items?: readonly Readonly<Record<string, unknown>>[];
    };
    return items.flatMap((item, index) =>
      (["title", "link", "guid"] as const).flatMap((field) => {
        const value = item[field];
        return typeof value === "string" ? [check(read[index], field === "guid" ? "id" : field, value)] : [];
      }),
    );
  } catch {
    return [];
  }
}

function check(entry: FeedEntry | undefined, field: string, value: string): Statement {
  const own = field === "title" ? entry?.title : field === "link" ? entry?.link : entry?.id;
  const same = plain(own ?? "") === plain(value);
  return [same, `${field} is ${JSON.stringify(own)}, not ${JSON.stringify(value)}`];
}

// Titles are read as text, and addresses as a browser writes them.
function plain(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll(/\s+/g, " ")
    .replace(/\/$/, "")
    .trim();
}
