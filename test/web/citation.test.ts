import { expect, test } from "vitest";
import { citeChange } from "../../src/web/citation.ts";
import { exampleChange } from "../support/example-change.ts";

const evidence = {
  ...exampleChange().evidence,
  lastSeenBefore: "2026-01-12T18:57:00.000Z",
  firstSeenAfter: "2026-01-12T19:12:00.000Z",
};
const change = exampleChange({
  id: "c1",
  permalink: "/changes/c1",
  title: "Service Terms",
  citation: null,
  fullCitation: null,
  officialUrl: null,
  sourceUrl: "https://cloud.example/terms",
  publishedAt: "2026-06-09",
  evidence,
});

test("a page is cited by its title and date, its address, and our page as the archived copy", () => {
  expect(citeChange(change, "https://regwatch.example")).toBe(
    "Service Terms (June 9, 2026), https://cloud.example/terms [https://regwatch.example/changes/c1] (text as changed between Jan. 12, 2026, 18:57 UTC and Jan. 12, 2026, 19:12 UTC).",
  );
});

test("a document with a citation of its own keeps it, and what was never seen before says so", () => {
  const cited = citeChange(
    {
      ...change,
      kind: "first-seen",
      fullCitation: "Entity List Additions, 91 Fed. Reg. 1234 (Jan. 12, 2026).",
      officialUrl: "https://official.example/1.pdf",
      evidence: { ...evidence, lastSeenBefore: null },
    },
    "https://regwatch.example",
  );
  expect(cited).toMatch(/^Entity List Additions, 91 Fed\. Reg\. 1234 \(Jan\. 12, 2026\), https:\/\/official\.example/);
  expect(cited).toMatch(/\(text as first seen Jan\. 12, 2026, 19:12 UTC\)\.$/);
});
