import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { classify } from "../src/classify/classify.ts";
import type { Fetched } from "../src/model/snapshot.ts";
import type { Block } from "../src/model/text.ts";
import type { Extraction } from "../src/model/version.ts";
import { sameText } from "../src/redline/normalise.ts";
import { redline } from "../src/redline/redline.ts";
import { readCfrAnnual } from "../src/snapshots/cfr-annual.ts";
import { readEcfr } from "../src/snapshots/ecfr.ts";
import { divisionsIn, isReserved } from "../src/sources/ecfr/division.ts";
import { readCount, readList } from "../src/sources/regulations-gov/item.ts";
import { table } from "../src/sources/table.ts";
import { summarise } from "../src/summarise/by-rules.ts";
import { corpusFolder, recorded } from "./corpus.ts";
import { table as printed, type Figure } from "./table.ts";

// `npm run lists`: what the sources of rules in force, dockets and tables make of recorded answers.
const found = corpusFolder();
if (found === null) {
  console.log("There is no ../shared/data beside the project; nothing to read.");
  process.exit(0);
}
const folder: string = found;
console.log(printed([...cosmeticTitle(), ...parts(), ...annual(), ...dockets(), ...tables()]));

function textIn(...path: readonly string[]): string {
  return new TextDecoder().decode(recorded(folder, ...path));
}

function cosmeticTitle(): readonly Figure[] {
  const [before, after] = ["current", "updated"].map((name) => textIn("ecfr", `ECFR-title1.${name}.xml.gz`)) as [
    string,
    string,
  ];
  const old = new Map([...divisionsIn(before)].map((one) => [one.identifier, one.xml]));
  const current = [...divisionsIn(after)].filter((one) => !isReserved(one));
  const bytes = current.filter(({ identifier, xml }) => old.get(identifier) !== xml);
  const told = bytes.filter(
    ({ identifier, xml }) => !sameText(readEcfr(old.get(identifier) ?? "").blocks, readEcfr(xml).blocks),
  );
  return [
    {
      what: "Title 1, processed twice",
      value: `${told.length} of ${current.length} sections told`,
      note: `${bytes.length} differ in bytes`,
    },
  ];
}

function parts(): readonly Figure[] {
  return ["title-1-part-51-2024-05-17.xml", "title-3-part-101-2024-05-17.xml", "title-3-full-2024-05-17.xml"].map(
    (name) => {
      const divisions = [...divisionsIn(textIn("ecfr", name))];
      const blocks = divisions.reduce((sum, { xml }) => sum + readEcfr(xml).blocks.length, 0);
      return { what: `eCFR ${name}`, value: `${divisions.length} sections`, note: `${blocks} blocks` };
    },
  );
}

function annual(): readonly Figure[] {
  const [before, after] = [2012, 2014].map((year) =>
    extraction("cfr", readCfrAnnual(textIn("cfr-annual", `CFR-${year}-title12-vol8-part1003.xml`)).blocks),
  ) as [Extraction, Extraction];
  const changes = redline(before.blocks, after.blocks);
  const { significance, headline, reasons } = classify({
    before,
    after,
    facts: [],
    redline: changes,
    now: Temporal.Now.instant(),
  });
  const { inserted, deleted, sections } = changes.stats;
  return [
    {
      what: "12 CFR 1003 of 2012 and 2014",
      value: `${significance}: ${headline}`,
      note: `${sections} sections, +${inserted} −${deleted} characters; ${[...new Set(reasons.map(({ rule }) => rule))].join(", ")}`,
    },
  ];
}

function extraction(form: string, blocks: readonly Block[]): Extraction {
  return {
    title: "Recorded",
    language: "en",
    sourceUrl: "",
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: null,
    form,
    complete: true,
    blocks,
    facts: {},
    deadlines: [],
    threadKeys: [],
    links: [],
  };
}

function dockets(): readonly Figure[] {
  const where = ["regulations-gov", "v4-recorded"] as const;
  const names = readdirSync(join(folder, ...where)).filter((name) => !name.endsWith(".http.json"));
  const kinds = Map.groupBy(
    names,
    (name) => /v4_(documents|dockets|comments|document_comments\w*?counts)/.exec(name)?.[1] ?? "other",
  );
  return [...kinds].map(([kind, files]) => {
    let [read, refused] = [0, 0];
    for (const file of files) {
      const response = served(recorded(folder, ...where, file));
      try {
        const items = kind.endsWith("counts") ? Number(readCount(response) !== null) : readList(response).items.length;
        read += items;
        if (kind.endsWith("counts") && items === 0) refused += 1;
      } catch {
        refused += 1;
      }
    }
    const what = kind.endsWith("counts") ? "counts" : "items of lists";
    return {
      what: `regulations.gov ${kind}, ${files.length} answers`,
      value: `${read} ${what} read`,
      note: `${refused} answers are no such thing, and are refused`,
    };
  });
}

function served(body: Uint8Array): Fetched {
  return {
    url: "https://recorded.example/list",
    finalUrl: "",
    status: 200,
    headers: {},
    redirects: [],
    body,
    fetchedAt: "2026-01-01T00:00:00Z",
  };
}

interface Recorded {
  readonly file: readonly string[];
  readonly params: object;
}

function tables(): readonly Figure[] {
  const recordedTables: readonly Recorded[] = [
    {
      file: ["bis-reference", "screening-list.json.gz"],
      params: {
        format: "json",
        path: "entries",
        key: ["s", "c", "n"],
        columns: ["a", "t", "e", "lr", "lp"],
        repeats: true,
      },
    },
    { file: ["bis-reference", "ccl.json.gz"], params: { format: "json", path: "entries", key: ["eccn"] } },
    { file: ["bis-reference", "country-chart.json"], params: { format: "json", path: "countries", key: ["key"] } },
    { file: ["bis-reference", "country-groups.json"], params: { format: "json", path: "byCountry.D", key: ["key"] } },
    {
      file: ["screening-lists", "el_el.csv"],
      params: {
        format: "csv",
        key: ["Country", "Name"],
        columns: ["Address", "Alternate Name", "License Requirement"],
        repeats: true,
      },
    },
    {
      file: ["screening-lists", "meu_meu.csv"],
      params: { format: "csv", key: ["Country", "Name"], columns: ["Address", "Alternate Name"], repeats: true },
    },
    {
      file: ["screening-lists", "uvl_uvl.csv"],
      params: { format: "csv", key: ["COUNTRY", "NAME"], columns: ["ADDRESS"], repeats: true },
    },
    { file: ["screening-lists", "isn_isn.csv"], params: { format: "csv", key: ["Country", "Name"] } },
    { file: ["screening-lists", "dtc_itar_debarred_parties.csv"], params: { format: "csv", key: ["Party Name"] } },
    { file: ["screening-lists", "dpl_dpl.txt"], params: { format: "tsv", key: ["Country", "Name"] } },
  ];
  return recordedTables.filter(({ file }) => existsSync(join(folder, ...file))).map(oneTable);
}

// The table as it is, then without its last row and with one cell changed, in the opposite order: one row each is to be told.
function oneTable({ file, params }: Recorded): Figure {
  const own = table.params.parse({ url: "https://recorded.example/list", title: file.at(-1), ...params });
  const cpu = process.cpuUsage();
  const before = table.extract(
    { key: own.url, parts: [{ role: "table", response: served(recorded(folder, ...file)) }] },
    own,
  );
  const [heading, columns, first, ...rest] = before.blocks;
  const rows = rest.slice(0, -1);
  const edited = first === undefined ? [] : [{ ...first, text: `${first.text} (edited)` }];
  const after = { ...before, blocks: [heading, columns, ...edited, ...rows].filter((block) => block !== undefined) };
  const changes = redline(before.blocks, after.blocks);
  const difference = { before, after, facts: [], redline: changes };
  const classification = classify({ ...difference, now: Temporal.Now.instant() });
  const summary = summarise({ ...difference, classification });
  const { user, system } = process.cpuUsage(cpu);
  return {
    what: file.join("/"),
    value: `${before.blocks.length - 2} rows; ${classification.headline}`,
    note: `${((user + system) / 1e6).toFixed(2)} CPU-seconds to read, compare and tell; ${summary.length} characters told`,
  };
}
