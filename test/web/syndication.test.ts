import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { DeadlineRecord } from "../../src/model/store.ts";
import { atomFeed } from "../../src/web/atom.ts";
import { calendar } from "../../src/web/calendar.ts";
import { atomFaults } from "../support/atom-rules.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { hostile } from "./sample.ts";

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

test("the Atom feed has what RFC 4287 asks of a feed and of each entry", async () => {
  const $ = load(await web.text("/atom.xml?q=export*"), { xml: true });
  expect($("feed").attr("xmlns")).toBe("http://www.w3.org/2005/Atom");
  for (const name of ["id", "title", "updated", "author > name"]) expect($(`feed > ${name}`)).toHaveLength(1);
  expect($('feed > link[rel="self"]').attr("href")).toBe(
    "https://regwatch.example/atom.xml?baseline=without&q=export*",
  );
  expect($("entry").length).toBeGreaterThan(0);
  for (const entry of $("entry").toArray()) {
    for (const name of ["id", "title", "updated", "link"]) expect($(entry).children(name)).toHaveLength(1);
    expect($(entry).children("link").attr("href")).toMatch(/^https:\/\/regwatch\.example\/changes\//);
    expect(() => Temporal.Instant.from($(entry).children("updated").text())).not.toThrow();
  }
  const ids = $("entry > id")
    .toArray()
    .map((id) => $(id).text());
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  "/atom.xml",
  "/atom.xml?baseline=with&muted=with",
  "/atom.xml?q=nothing-has-this-word",
  "/atom.xml?q=lang:zh",
])("%s breaks no rule of RFC 4287", async (path) => expect(atomFaults(await web.text(path))).toEqual([]));

test("hostile text in a feed is text, and characters XML cannot hold are gone", () => {
  const change = exampleChange({ title: `${hostile} \u0000\u0008]]>&amp;`, summary: "\ud800 half" });
  const text = atomFeed({ title: hostile, self: "s", page: "p", publicUrl: "", changes: [change], updated: "" });
  const $ = load(text, { xml: true });
  expect($("entry > title").text()).toBe(`Substantive · Comment deadline moved: ${hostile} ]]>&amp;`);
  expect($("script, img")).toHaveLength(0);
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(text).not.toMatch(/[\u0000-\u0008\ud800]/);
});

test("feeds leave out what was there before the watch began, unless asked", async () => {
  expect(await web.text("/atom.xml")).not.toContain("Implementation of Additional Export Controls");
  expect(await web.text("/atom.xml?baseline=with")).toContain("Implementation of Additional Export Controls");
});

test("an event seen through two feeds is one entry", async () => {
  const $ = load(await web.text("/atom.xml"), { xml: true });
  const links = $("entry > link")
    .toArray()
    .map((link) => $(link).attr("href"));
  expect(links).toContain("https://regwatch.example/changes/c-rule");
  expect(links).not.toContain("https://regwatch.example/changes/c-rule-entity");
});

test("the JSON feed is version 1.1", async () => {
  const item = z.object({
    id: z.string(),
    url: z.url(),
    title: z.string(),
    content_text: z.string(),
    date_published: z.iso.datetime(),
  });
  const feed = z
    .object({
      version: z.literal("https://jsonfeed.org/version/1.1"),
      title: z.string(),
      feed_url: z.url(),
      home_page_url: z.url(),
      items: z.array(item),
    })
    .parse(await (await web.get("/feed.json?topic=cloud-access")).json());
  expect(feed.items.map(({ title }) => title)).toEqual([
    "Substantive · An obligation changed: 加速计算服务条款（2026年版）",
  ]);
});

test("a query that cannot be read is an error of the feed", async () => {
  expect((await web.get("/atom.xml?q=((")).status).toBe(400);
  const answer = await web.get("/feed.json?q=((");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/json"]);
});

const deadline: DeadlineRecord = {
  kind: "comments-close",
  date: "2026-02-28",
  sentence: "Comments, by e-mail; or by post:\nFebruary 28.",
  documentId: "rule",
  feedId: "f",
  threadKey: "t",
  title: "先进计算物项".repeat(20),
  sourceUrl: "https://publisher.example",
  citation: null,
  topics: [],
};

test("calendar lines are folded at 75 octets, escaped, and end with CRLF", () => {
  const text = calendar([deadline, deadline], "https://regwatch.example", "2026-01-14");
  const lines = text.split("\r\n");
  expect(lines.at(-1)).toBe("");
  expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
  expect(text).not.toMatch(/[^\r]\n/);
  const unfolded = text.replaceAll("\r\n ", "");
  expect(unfolded).toContain(`SUMMARY:Comments close: ${deadline.title}\r\n`);
  expect(unfolded).toContain("DESCRIPTION:Comments\\, by e-mail\\; or by post:\\nFebruary 28.\\nhttps://");
  expect(unfolded).toContain("DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n");
  const uids = [...unfolded.matchAll(/^UID:(.*)$/gm)].map((match) => match[1]);
  expect(new Set(uids).size).toBe(2);
  expect(calendar([deadline, deadline], "https://regwatch.example", "2026-01-15")).toContain(`UID:${uids[0]?.trim()}`);
});

test("the calendar has the dates to come and none that passed", async () => {
  const text = await web.text("/deadlines.ics");
  expect(text.match(/BEGIN:VEVENT/g)?.length).toBe(text.match(/END:VEVENT/g)?.length);
  expect(text).toContain("DTSTART;VALUE=DATE:20260204");
  expect(text).not.toContain("20251231");
});
