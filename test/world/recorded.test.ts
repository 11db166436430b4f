import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appearsAt } from "../../src/world/federal-register/document.ts";
import { loadRecorded } from "../../src/world/federal-register/recorded.ts";
import { eastern, openWorld, pathOf } from "./ask.ts";

const rule = `DEPARTMENT OF COMMERCE
Bureau of Industry and Security
15 CFR Parts 740 and 744
[Docket No. 260101-9099]
RIN 0694-ZZ99
Revised Limits for Paper Rockets
AGENCY:
Bureau of Industry and Security, Department of Commerce.
ACTION:
Final rule.
SUMMARY:
This rule limits paper rockets,
inter alia,
by size.
DATES:
•
Effective date:
This rule is effective January 9, 2026.
•
Comment date:
Comments must be received by February 9, 2026.
SUPPLEMENTARY INFORMATION:
I. Background
Paper rockets fly higher every year. The
DATES
section says when that ends.
List of Subjects in 15 CFR Part 744
Exports, Rockets.
PART 744—CONTROL POLICY
1. The authority citation for part 744 continues to read as follows:
Authority:
50 U.S.C. 4801
et seq.
2. Section 744.97 is revised to read as follows:
§ 744.97
Paper rockets.
(a) A paper rocket must not exceed 12 inches.
*         *         *         *         *
Pat Paper,
Secretary of Rockets.
[FR Doc. 2026-00099 Filed 1-8-26; 11:15 am]
BILLING CODE 3510-33-P
`;
const order = `DEPARTMENT OF COMMERCE
Bureau of Industry and Security
In the Matter of Pat Scissors; Order Denying Export Privileges
On May 1, 2025, Pat Scissors was convicted of cutting corners.
[FR Doc. 2026-00012 Filed 1-5-26; 8:45 am]
BILLING CODE 3510-DT-P
`;

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recorded-"));
  const row = { cfr: null, rin: null, docket: null, action: null };
  await writeFile(join(folder, "2026-01-09_2026-00099.txt.gz"), gzipSync(rule));
  await writeFile(join(folder, "2026-01-06_2026-00012.txt"), order);
  await writeFile(
    join(folder, "manifest.json"),
    JSON.stringify([
      {
        ...row,
        file: "some/where/2026-01-09_2026-00099.txt.gz",
        document_number: "2026-00099",
        publication_date: "2026-01-09",
        title: "Revised Limits for Paper Rockets",
        action: "Final rule.",
        cfr: "15 CFR Parts 740 and 744",
        rin: "0694-ZZ99",
        docket: "260101-9099",
      },
      {
        ...row,
        file: "some/where/2026-01-06_2026-00012.txt",
        document_number: "2026-00012",
        publication_date: "2026-01-06",
        title: "In the Matter of Pat Scissors; Order Denying Export Privileges",
      },
      { ...row, file: "lost.txt", document_number: "2026-00001", publication_date: "2026-01-02", title: "Lost" },
    ]),
  );
});
afterAll(() => rm(folder, { recursive: true }));

test("rows whose text is there become documents, oldest first", async () => {
  const { documents } = await loadRecorded(folder);
  expect(documents.map((document) => document.number)).toEqual(["2026-00012", "2026-00099"]);
  expect(documents.map((document) => appearsAt(document).toString())).toEqual([
    "2026-01-06T11:00:00Z",
    "2026-01-09T11:00:00Z",
  ]);
});

test("what the manifest and the text state stands in the record", async () => {
  const world = await openWorld({ federalRegister: await loadRecorded(folder) }, eastern("2026-01-09", "12:00"));
  expect(await world.item("/api/v1/documents/2026-00099.json")).toMatchObject({
    type: "Rule",
    action: "Final rule.",
    abstract: "This rule limits paper rockets, inter alia, by size.",
    effective_on: "2026-01-09",
    comments_close_on: "2026-02-09",
    docket_ids: ["Docket No. 260101-9099"],
    regulation_id_numbers: ["0694-ZZ99"],
    cfr_references: [{ part: "740" }, { part: "744" }],
    volume: 91,
  });
  expect(await world.item("/api/v1/documents/2026-00012.json")).toMatchObject({ type: "Notice", action: null });
  expect(await world.item("/api/v1/public-inspection-documents/2026-00099.json")).toMatchObject({
    filed_at: "2026-01-08T11:15:00.000-05:00",
    filing_type: "special",
  });
  await world.close();
});

test("the lines become markup again, broken sentences whole", async () => {
  const world = await openWorld({ federalRegister: await loadRecorded(folder) }, eastern("2026-01-09", "12:00"));
  const item = await world.item("/api/v1/documents/2026-00099.json");
  const xml = await (await world.ask(pathOf(String(item["full_text_xml_url"])))).text();
  expect(xml).toContain("<P>Paper rockets fly higher every year. The DATES section says when that ends.</P>");
  expect(xml).toContain("<P>• Effective date: This rule is effective January 9, 2026.</P>");
  expect(xml).toContain("<AMDPAR>2. Section 744.97 is revised to read as follows:</AMDPAR>");
  expect(xml).toContain("<SECTNO>§ 744.97</SECTNO>");
  expect(xml).toContain("<P>50 U.S.C. 4801 et seq.</P>");
  expect(xml).toContain("<STARS/>");
  await world.close();
});
