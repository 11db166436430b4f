import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Fetched } from "../../src/model/snapshot.ts";
import { plainText } from "../../src/model/text.ts";
import { rss } from "../../src/sources/rss.ts";
import { feedDate } from "../../src/sources/rss/feed-date.ts";
import { readFeed } from "../../src/sources/rss/read-feed.ts";
import { cleanLink, linkIdentity } from "../../src/sources/rss/link.ts";
import { served } from "./support/served.ts";

describe("rss: small feeds in every format", () => {
  it.each([
    ["an RSS 2.0 feed with bare &, relative links and a document type", "press.xml"],
    ["an Atom feed with prefixes and mixed content", "novelties.atom"],
    ["an RDF feed", "old.rdf"],
    ["a JSON Feed with an item that is none", "feed.json"],
  ])("reads %s", async (_what, name) => {
    const { entries, ...feed } = await readFeed(response(name));
    expect({ ...feed, entries }).toEqual(JSON.parse(fixture(`${name}.expected.json`)));
  });

  it("reads a press release with its dates and what it announces", async () => {
    const extraction = await rss.extract({ key: "news-7", parts: [{ role: "feed", response: response("press.xml") }] });
    expect(extraction).toEqual(JSON.parse(fixture("press.extraction.json")));
  });

  it("ties a bill named in words to the congress that sat on the day", async () => {
    const key = "https://news.example/2031/03/bill";
    const { threadKeys, links } = await rss.extract({
      key,
      parts: [{ role: "feed", response: response("press.xml") }],
    });
    expect(threadKeys).toEqual(["bill:hr2683-122"]);
    expect(links).toEqual([
      {
        relation: "announces",
        key: "hr2683-122",
        source: "congress",
        url: "https://www.congress.gov/bill/122nd-congress/house-bill/2683",
      },
    ]);
  });
});

describe("rss: what feeds come in", () => {
  const item =
    "<item><title>条款更新</title><link>https://a.example/1</link><description>自四月一日起，服务条款第三条有新的表述，请各位客户阅读。</description></item>";
  const channel = (declared: string) =>
    `<?xml version="1.0" encoding="${declared}"?><rss version="2.0"><channel>${item}</channel></rss>`;

  it("reads UTF-16, with and without its mark, and GB 18030 under a wrong declaration", async () => {
    const utf16 = Buffer.from(channel("utf-16"), "utf16le");
    for (const body of [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), utf16, gb18030]) {
      const { entries } = await readFeed({ ...served("", "text/xml"), body: new Uint8Array(body) });
      expect(entries[0]?.title).toBe("条款更新");
    }
  });

  it("reads on after an entry whose date rss-parser cannot read, and one that holds nothing", async () => {
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>One</title><updated>last Tuesday</updated></entry><entry></entry><entry><id>2</id><title>Two</title></entry></feed>`;
    const { entries, warnings } = await readFeed(served(feed, "application/atom+xml"));
    expect(entries.map(({ id, publishedAt }) => [id, publishedAt])).toEqual([
      ["1", null],
      ["2", null],
    ]);
    expect(warnings).toEqual(["Entry 2 of the feed has neither title nor link nor text and was left out."]);
  });

  it("does not let entities grow", async () => {
    const lines = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join("");
    const bomb = `<!DOCTYPE rss [<!ENTITY l0 "lol">${lines}]><rss version="2.0"><channel><item><title>A &l9; b</title></item></channel></rss>`;
    const { entries } = await readFeed(served(bomb, "text/xml"));
    expect(entries[0]?.title.length).toBeLessThan(20);
  });

  it.each([
    ["Tue, 04 Mar 2031 09:15:00 GMT", "2031-03-04T09:15:00.000Z"],
    ["Mon, 4 Mar 31 9:15 EST", "2031-03-04T14:15:00.000Z"],
    ["4 March 2031 09:15:00 +0800", "2031-03-04T01:15:00.000Z"],
    ["2031-03-04T09:15:00-05:00", "2031-03-04T14:15:00.000Z"],
    ["2031-03-04 09:15", "2031-03-04T09:15:00.000Z"],
    ["2031-03-04", "2031-03-04"],
    ["Tue Mar  4 09:15:00 PST 2031", "2031-03-04T17:15:00.000Z"],
    ["Thu, 01 Jan 1970 00:00:00 GMT", null],
    ["2099-12-31T00:00:00Z", null],
    ["31 Feb 2031", null],
    ["soon", null],
  ])("dates %j as %j", (text, date) => {
    expect(feedDate(text)).toBe(date);
  });

  it("knows an address by what is not tracking", () => {
    const base = "https://a.example/feed/";
    expect(cleanLink("../x/?utm_source=a&id=3&trk=b#c", base)).toBe("https://a.example/x/?id=3#c");
    expect(linkIdentity("http://a.example/x/?ectrk=1#c", base)).toBe("https://a.example/x");
    expect(linkIdentity("https://a.example/?p=12", base)).not.toBe(linkIdentity("https://a.example/?p=13", base));
    expect(cleanLink("javascript:alert(1)", base)).toBeNull();
    expect(cleanLink("", base)).toBeNull();
  });
});

// "条款更新" and its text in GB 18030, though the feed says ISO 8859-1.
const gb18030 = Buffer.from(
  "PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iZ2IyMzEyIj8+PHJzcyB2ZXJzaW9uPSIyLjAiPjxjaGFubmVsPjxpdGVtPjx0aXRsZT7M9b/uuPzQwjwvdGl0bGU+PGxpbms+aHR0cHM6Ly9hLmV4YW1wbGUvMTwvbGluaz48L2l0ZW0+PC9jaGFubmVsPjwvcnNzPg==",
  "base64",
);

function response(name: string): Fetched {
  return served(fixture(name), name.endsWith("json") ? "application/feed+json" : "application/xml");
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/rss/${name}`, import.meta.url), "utf8");
}

it("gives plain words where a title holds markup", async () => {
  const { entries } = await readFeed(response("novelties.atom"));
  expect(entries[0]?.title).toBe("加速实例不再提供");
  const extraction = await rss.extract({
    key: "tag:cloud.example,2031:1",
    parts: [{ role: "feed", response: response("novelties.atom") }],
  });
  expect(plainText(extraction.blocks)).toBe("加速实例不再提供\n自三月四日起，该实例不再向部分客户提供。");
  expect(extraction.language).toBe("zh-CN");
});
