import ICAL from "ical.js";
import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { CalendarEvent } from "../../src/model/calendar.ts";
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

const event: CalendarEvent = {
  uid: "b1946ac9",
  kind: "comments-close",
  date: "2026-02-28",
  sentence: "Comments, by e-mail; or by post:\nFebruary 28.\u0007",
  documentId: "rule",
  feedId: "f",
  threadKey: "t",
  title: "先进计算物项".repeat(20),
  sourceUrl: "https://publisher.example",
  citation: null,
  topics: [],
  sequence: 2,
  createdAt: "2026-01-10T08:00:00.000Z",
  modifiedAt: "2026-01-12T09:30:00.000Z",
  datedAt: "2026-01-12T09:30:00.000Z",
  movedFrom: "2026-02-05",
  cancelledAt: null,
};
const frame = { name: "期限 deadlines", publicUrl: "https://regwatch.example" };

test("calendar lines are folded at 75 octets inside no character, and end with CRLF", () => {
  const text = calendar([event], frame);
  const lines = text.split("\r\n");
  expect(lines.at(-1)).toBe("");
  expect(lines.filter((line) => Buffer.byteLength(line) > 75 || !line.isWellFormed())).toEqual([]);
  expect(text).not.toMatch(/[^\r]\n/);
  expect(text).not.toContain("\u0007");
});

test("a calendar's library reads what a moved date is: the same UID, its sequence and stamps, a whole day, the sentence", () => {
  const file = new ICAL.Component(ICAL.parse(calendar([event], frame)) as [string, object[], object[]]);
  expect(file.getFirstPropertyValue("x-wr-calname")).toBe("期限 deadlines");
  expect(String(file.getFirstPropertyValue("refresh-interval"))).toBe("PT1H");
  const read = new ICAL.Event(file.getFirstSubcomponent("vevent") ?? undefined);
  const value = (name: string) => String(read.component.getFirstPropertyValue(name));
  expect([read.uid, read.sequence, value("status")]).toEqual(["b1946ac9@regwatch", 2, "CONFIRMED"]);
  expect([value("dtstamp"), value("last-modified")]).toEqual(["2026-01-12T09:30:00Z", "2026-01-12T09:30:00Z"]);
  expect([read.startDate.isDate, String(read.startDate), String(read.endDate)]).toEqual([
    true,
    "2026-02-28",
    "2026-03-01",
  ]);
  expect(read.summary).toBe(`Comments close: ${event.title}`);
  expect(read.description).toBe(
    "Moved from 2026-02-05.\nComments, by e-mail; or by post:\nFebruary 28. \nhttps://publisher.example",
  );
});

test("a date that was called off says so to calendars", () => {
  const text = calendar([{ ...event, cancelledAt: "2026-01-13T00:00:00.000Z", sequence: 3 }], frame);
  expect(text).toContain("STATUS:CANCELLED");
  expect(text).toContain("SEQUENCE:3");
  expect(text).toContain("SUMMARY:Cancelled: Comments close");
});

test("the calendar has the dates to come and just passed, and only what the query asks for", async () => {
  const text = await web.text("/deadlines.ics");
  expect(text.match(/BEGIN:VEVENT/g)?.length).toBe(text.match(/END:VEVENT/g)?.length);
  expect(text).toContain("DTSTART;VALUE=DATE:20260204");
  const asked = await web.text("/deadlines.ics?q=topic:tenders");
  expect(asked).toContain("X-WR-CALNAME:regwatch deadlines: topic:tenders");
  expect(asked).not.toContain("20260204");
  expect((await web.get("/deadlines.ics?q=((")).status).toBe(400);
});
