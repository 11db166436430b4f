import { expect, test } from "vitest";
import type { Keeping } from "../../src/model/retention.ts";
import { bundleReadme } from "../../src/web/bundle/readme.ts";
import { keepingNotices } from "../../src/web/pages/keeping.ts";
import { exampleChange } from "../support/example-change.ts";

const keeping: Keeping = {
  holds: [
    {
      id: "h1",
      kind: "document",
      subject: "d",
      reason: "<b>Smith</b> v. Example",
      heldAt: "2026-01-12T12:00:00.000Z",
      heldBy: "ada",
    },
  ],
  letGo: [
    { at: "2036-02-01T12:00:00.000Z", versions: 2 },
    { at: "2036-03-01T12:00:00.000Z", versions: 1 },
  ],
};
const words = (shown: unknown): string =>
  String(shown)
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/\s+/g, " ");

test("a document's page says what is held, to those who may know, and what was let go", () => {
  expect(words(keepingNotices(keeping, true))).toMatch(/legal hold since 12 Jan 2026.*, by ada: &lt;b&gt;Smith/);
  const inPublic = words(keepingNotices(keeping, false));
  expect(inPublic).not.toContain("hold");
  expect(inPublic).toMatch(
    /2 earlier versions were let go on 1 Feb 2036.*One earlier version was let go on 1 Mar 2036/,
  );
});

test("a bundle says what its chain speaks of and nobody has", () => {
  const facts = { stamps: 0, permalink: "https://regwatch.example.org/changes/c" };
  expect(bundleReadme(exampleChange({}), { ...facts, letGo: ["2036-02-01"] })).toContain("let go on 2036-02-01");
  expect(bundleReadme(exampleChange({}), { ...facts, letGo: [] })).not.toContain("let go");
});
