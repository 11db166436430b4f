import { load } from "cheerio";
import { expect, test } from "vitest";
import type { Keeping } from "../../src/model/retention.ts";
import { bundleReadme } from "../../src/web/bundle/readme.ts";
import { keepingNotices } from "../../src/web/pages/keeping.ts";
import { at, sampleFeed, sampleRecording } from "../contract/store-samples.ts";
import { quickStore } from "../support/database.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";

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

test("where versions were let go, links lead to what is kept, and nothing is said of what is not known any more", async () => {
  const house = await quickStore();
  const { store } = house;
  await store.syncFeeds([{ feed: sampleFeed("f"), host: "h" }], at(0));
  // Somebody was told of the third, by comparison with the second.
  for (const [index, text] of ["One.", "Two.", "Three.", "Four.", "Five."].entries()) {
    const head = await store.documentHead("f", "k");
    const change = { baseline: text !== "Three." };
    const extraction = { deadlines: [] };
    await store.record(sampleRecording("f", "k", text, { head, seconds: index, change, extraction }));
  }
  await house.sql(`insert into chores values ('housekeeping', '2036-01-31')`);
  while (await store.keepHouse("2036-02-01T12:00:00.000Z", "2026-02-01T12:00:00.000Z"));
  const web = await openWeb({ store });
  const path = "/documents/doc-f-k";
  const page = load(await web.text(path));
  const dots = page("svg.line a").toArray();
  const links = dots.map((dot) => page(dot).attr("href") ?? "");
  expect(dots.map((dot) => page(dot).attr("aria-label"))).toEqual([
    "Version 2, 12 Jan 2026",
    "Version 3, 12 Jan 2026, Substantive",
    "Version 5, 12 Jan 2026",
  ]);
  expect(links).toEqual([`${path}?to=2`, "/changes/doc-f-k-3", `${path}?from=3&to=5`]);
  for (const link of links)
    expect((await web.get(new URL(link, web.url).href.slice(web.url.length))).status, link).toBe(200);
  expect(page("input[name=from][checked]").attr("value")).toBe("3");
  expect(await web.text(`${path}?from=1&to=3`)).toContain(
    "Version 1 of this document was let go by the retention rule.",
  );
  expect(await web.text(`${path}?from=6&to=3`)).toContain("This document has no version 6.");
  expect(await web.text(`${path}/blame`)).toContain("Some versions were let go by the retention rule");
  await web.close();
  await house.close();
});
