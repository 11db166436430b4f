import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { readPrint } from "../src/sources/congress/bill-print.ts";
import { billId, billName } from "../src/sources/congress/bill-id.ts";
import { fitsRecord, sectionsWith } from "../src/sources/congress/find.ts";
import { congressParams, type CongressParams } from "../src/sources/congress/params.ts";
import { billRecord, type BillRecord } from "../src/sources/congress/record.ts";
import { corpusFolder, recorded } from "./corpus.ts";
import { table } from "./table.ts";

// Which of all measures of a Congress the default feeds find by title and subject, and which of the recorded texts by a section.
// `--list` names them, to be judged by eye.

const corpus = corpusFolder();
if (corpus === null) console.log("Skipped: there are no recorded bills at ../shared/data.");
else measure(join(corpus, "congress-119"));

function measure(folder: string): void {
  const feeds = congressFeeds();
  const started = performance.now();
  const bills = measures(folder);
  const read = performance.now() - started;
  const found = new Map<string, Map<string, string>>();
  const matching = performance.now();
  for (const [feed, params] of feeds) found.set(feed, matches(bills, params));
  const matched = performance.now() - matching;
  const texts = performance.now();
  const prints = recordedPrints(folder);
  for (const [feed, params] of feeds) {
    if (params.term === undefined || !params.searchIn.includes("text")) continue;
    for (const [id, title, blocks] of prints) {
      const [section] = sectionsWith(params.term, blocks);
      if (section !== undefined && found.get(feed)?.has(id) !== true) found.get(feed)?.set(id, `${title} [${section}]`);
    }
  }
  const searched = performance.now() - texts;
  const all = new Set([...found.values()].flatMap((ids) => [...ids.keys()]));
  const figures = [
    { what: "measures read", value: String(bills.length), note: `${Math.round(read)} ms` },
    ...[...found].map(([feed, ids]) => ({
      what: feed,
      value: String(ids.size),
      note: "bills; filters by committee are left out",
    })),
    { what: "all feeds together", value: String(all.size), note: `bills of ${bills.length}` },
    {
      what: "time for all searching feeds",
      value: `${Math.round(matched)} ms`,
      note: `${((matched / bills.length) * 1000).toFixed(0)} µs a measure for all feeds`,
    },
    { what: "texts read and searched", value: `${Math.round(searched)} ms`, note: `${prints.length} prints` },
    { what: "memory at the end", value: `${Math.round(process.memoryUsage.rss() / 1e6)} MB`, note: "resident" },
  ];
  console.log(table(figures));
  if (!process.argv.includes("--list")) return;
  for (const [feed, ids] of found) {
    console.log(`\n${feed}`);
    for (const [id, title] of ids) console.log(`  ${id}  ${title}`);
  }
}

function congressFeeds(): ReadonlyMap<string, CongressParams> {
  const folder = fileURLToPath(new URL("../feeds/congress", import.meta.url));
  return new Map(
    readdirSync(folder).map((file) => {
      const { params } = parse(readFileSync(join(folder, file), "utf8")) as { readonly params: unknown };
      return [basename(file, ".yaml"), congressParams.parse(params)];
    }),
  );
}

function matches(bills: readonly BillRecord[], params: CongressParams): Map<string, string> {
  const found = bills.filter((bill) => {
    const id = billId(bill.congress, bill.type, bill.number);
    if (params.bills.includes(id)) return true;
    return params.term !== undefined && params.types.some((type) => type === bill.type) && fitsRecord(bill, params);
  });
  return new Map(found.map((bill) => [billId(bill.congress, bill.type, bill.number), bill.title ?? ""]));
}

// Columns: type, number, introduced, title, policy area, latest action and its date, update dates, subjects, versions.
function measures(folder: string): readonly BillRecord[] {
  const lines = new TextDecoder().decode(recorded(folder, "all-bills-119.tsv.gz")).trimEnd().split("\n");
  return lines.slice(1).map((line) => {
    const [type, number, introducedDate, title, policyArea, , , updateDate, updateDateIncludingText, subjects = ""] =
      line.split("\t");
    return billRecord.parse({
      congress: 119,
      type,
      number,
      introducedDate,
      title,
      policyArea: { name: policyArea },
      updateDate,
      updateDateIncludingText,
      subjects: { legislativeSubjects: subjects.split("; ").map((name) => ({ name })) },
    });
  });
}

function recordedPrints(
  folder: string,
): readonly (readonly [string, string, ReturnType<typeof readPrint>["blocks"]])[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".txt"))
    .map((file) => {
      const [, congress = "", type = "", number = ""] = /(\d{3})([a-z]+?)(\d+)[a-z]+\.txt$/.exec(file) ?? [];
      const { blocks } = readPrint({
        url: file,
        finalUrl: file,
        status: 200,
        headers: { "content-type": "text/plain" },
        redirects: [],
        body: recorded(folder, file),
        fetchedAt: "2026-06-01T00:00:00.000Z",
      });
      return [billId(congress, type, number), billName(type, number), blocks] as const;
    });
}
