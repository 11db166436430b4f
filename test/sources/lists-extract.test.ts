import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import type { CapturePart } from "../../src/model/source.ts";
import { sources } from "../../src/sources/index.ts";
import { served } from "./support/served.ts";

interface Golden {
  readonly source: string;
  readonly key: string;
  readonly expected: string;
  readonly params: object;
  /** Files by role, with the address they were served at. */
  readonly parts: Readonly<Record<string, readonly [file: string, url: string]>>;
}

const law = "https://www.ecfr.gov/api/versioner/v1";
const ofPart = {
  metadata: ["versions.json", `${law}/versions/title-15.json?part=744`],
  text: ["part.xml", `${law}/full/2031-03-06/title-15.xml?part=744`],
} as const;

const golden: readonly Golden[] = [
  { source: "ecfr", key: "15 CFR 744.98", expected: "section", params: { title: 15, parts: [744] }, parts: ofPart },
  {
    source: "ecfr",
    key: "15 CFR Supplement No. 6 to Part 744",
    expected: "appendix",
    params: { title: 15, parts: [744] },
    parts: ofPart,
  },
  {
    source: "table",
    key: "https://list.example/list.csv#EL",
    expected: "list",
    params: {
      url: "https://list.example/list.csv",
      title: "Lists",
      format: "csv",
      key: ["country", "name"],
      ignore: ["entity_number"],
      split: "source",
    },
    parts: { table: ["list.csv", "https://list.example/list.csv"] },
  },
  {
    source: "regulations-gov",
    key: "BIS-2031-0007-0002",
    expected: "proposal",
    params: { dockets: ["BIS-2031-0007"] },
    parts: {
      metadata: ["documents.json", "https://api.regulations.gov/v4/documents"],
      comments: ["count.json", "https://api.regulations.gov/v4/document-comments-received-counts/BIS-2031-0007-0002"],
    },
  },
  {
    source: "oira",
    key: "0694-ZA07 2031-02-10",
    expected: "completed",
    params: { agencies: ["0694"] },
    parts: {
      list: ["completed.xml", "https://www.reginfo.gov/public/do/XMLViewFileAction?f=EO_RULE_COMPLETED_YTD.xml"],
    },
  },
];

it.each(golden)("$source reads $key as expected", async ({ source: id, key, expected, params, parts }) => {
  const folder = new URL(`../fixtures/${id}/`, import.meta.url);
  const source = sources.find((one) => one.id === id);
  if (source === undefined) throw new Error(`There is no ${id}.`);
  const captured: readonly CapturePart[] = await Promise.all(
    Object.entries(parts).map(async ([role, [file, url]]) => ({
      role,
      response: served(await readFile(new URL(file, folder), "utf8"), "", { url, finalUrl: url }),
    })),
  );
  const extraction = await source.extract({ key, parts: captured }, source.params.parse(params));
  await expect(`${JSON.stringify(extraction, null, 2)}\n`).toMatchFileSnapshot(
    new URL(`${expected}.expected.json`, folder).pathname,
  );
});
