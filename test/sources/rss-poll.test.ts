import { beforeEach, describe, expect, it } from "vitest";
import { rss } from "../../src/sources/rss.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";
import { site, type Site } from "./support/site.ts";

interface Item {
  readonly id?: string;
  readonly link?: string;
  readonly title?: string;
  readonly text?: string;
  readonly date?: string;
}

const day = (count: number) => `2031-03-${String(count).padStart(2, "0")}T12:00:00Z`;
let own: Site;
let kept: Memory;
beforeEach(() => {
  own = site();
  kept = memory();
});

const items = (...numbers: readonly number[]): readonly Item[] =>
  numbers.map((number) => ({
    id: `guid-${number}`,
    link: `https://news.example/${number}`,
    title: `Title ${number}`,
    text: `Text of number ${number}.`,
    date: day(number),
  }));

function list(entries: readonly Item[], head = "", path = "/feed"): void {
  const body = entries.map(
    ({ id, link, title, text, date }) =>
      `<item>${tag("title", title)}${tag("link", link)}${id === undefined ? "" : `<guid isPermaLink="false">${id}</guid>`}${tag("pubDate", date)}${tag("description", text)}</item>`,
  );
  own.answers.set(path, {
    type: "application/rss+xml",
    body: `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>${head}${body.join("")}</channel></rss>`,
  });
}

function tag(name: string, value: string | undefined): string {
  return value === undefined ? "" : `<${name}>${value}</${name}>`;
}

function poll(at: string, params: Record<string, unknown> = {}): Promise<Said> {
  return pollOnce(rss, { url: "https://news.example/feed", baseUrl: "http://mirror.test", ...params }, kept, {
    at,
    fetch: own.fetch,
  });
}

const captured = ({ said }: Said) => said.filter((line) => line.startsWith("captured"));

describe("rss: what is news", () => {
  it("captures every entry once, oldest first, however the feed sorts them", async () => {
    list(items(3, 1, 2));
    expect((await poll(day(4))).said).toEqual([
      "captured guid-1 (feed)",
      "captured guid-2 (feed)",
      "captured guid-3 (feed)",
    ]);
    list(items(2, 4, 3, 1));
    expect(captured(await poll(day(5)))).toEqual(["captured guid-4 (feed)"]);
    expect(own.asked).toEqual(["/feed", "/feed"]);
  });

  it("takes a new date, a new order and new tracking for no change", async () => {
    list(items(1, 2));
    await poll(day(4));
    list(items(2, 1).map((item) => ({ ...item, date: day(9), link: `${item.link}?utm_campaign=b&amp;trk=c#d` })));
    expect((await poll(day(5))).said).toEqual(["unchanged guid-1 (all)", "unchanged guid-2 (all)"]);
  });

  it("captures an entry whose title or text was edited", async () => {
    list(items(1, 2));
    await poll(day(4));
    const [one, two] = items(1, 2);
    list([
      { ...one, title: "Title 1, corrected" },
      { ...two, text: "Other text." },
    ]);
    expect(captured(await poll(day(5)))).toEqual(["captured guid-1 (feed)", "captured guid-2 (feed)"]);
    expect(captured(await poll(day(6)))).toEqual([]);
  });

  it("says nothing of entries that leave the window, and knows them when they are back", async () => {
    list(items(1, 2));
    await poll(day(4));
    list(items(2, 3));
    expect((await poll(day(5))).said).toEqual(["unchanged guid-2 (all)", "captured guid-3 (feed)"]);
    list(items(1, 2, 3));
    expect(captured(await poll(day(6)))).toEqual([]);
  });

  it("watches only what is on topic, in both languages, and goes on watching what was", async () => {
    const params = { match: ["export control", "芯片", "/remote[- ]access/"] };
    list([
      { id: "a", title: "EXPORT  Controls" },
      { id: "b", title: "Export control of chips" },
      { id: "c", title: "先进芯片的规则" },
      { id: "d", text: "On Remote Access to machines." },
      { id: "e", title: "Fishing" },
    ]);
    expect(captured(await poll(day(4), params))).toEqual([
      "captured d (feed)",
      "captured c (feed)",
      "captured b (feed)",
    ]);
    list([{ id: "b", title: "Control of chips" }]);
    expect(captured(await poll(day(5), params))).toEqual(["captured b (feed)"]);
  });
});

describe("rss: who is who", () => {
  it("goes by the address where ids repeat, and by title and date where addresses do too", async () => {
    const link = "https://news.example/all";
    list([
      { id: "x", link: "https://news.example/1", title: "One" },
      { id: "x", link: "https://news.example/2", title: "Two" },
      { id: "x", link, title: "Three" },
      { id: "x", link, title: "Four" },
      { id: "x", link, title: "Four" },
    ]);
    expect(captured(await poll(day(4)))).toHaveLength(4);
    expect(captured(await poll(day(5)))).toEqual([]);
  });

  it("knows an entry without an id by its address", async () => {
    list([
      {
        link: "https://www.congress.gov/bill/122nd-congress/house-bill/9",
        title: "H.R.9",
        text: "An Act (03/01/2031)",
      },
    ]);
    expect((await poll(day(4))).said).toEqual([
      "captured https://www.congress.gov/bill/122nd-congress/house-bill/9 (feed)",
    ]);
  });

  it("raises no storm when all ids and addresses change, and still sees an edit afterwards", async () => {
    list(items(1, 2, 3, 4));
    await poll(day(5));
    const moved = items(1, 2, 3, 4).map((item) => ({
      ...item,
      id: `new-${item.id}`,
      link: `${item.link}/new`,
      date: day(6),
    }));
    list(moved);
    expect(captured(await poll(day(6)))).toEqual([]);
    list(moved.map((item, index) => (index === 1 ? { ...item, text: "Edited." } : item)));
    const { sightings, said } = await poll(day(7));
    expect(said.filter((line) => line.startsWith("captured"))).toEqual(["captured guid-2 (feed new-guid-2)"]);
    const edited = sightings.find((sighting) => sighting.kind === "captured");
    if (edited?.kind !== "captured") throw new Error("nothing was captured");
    const { blocks } = await rss.extract({ key: edited.key, parts: edited.parts });
    expect(blocks.map((block) => block.text)).toEqual(["Title 2", "Edited."]);
  });

  it("takes one new entry with the words of an old one for news", async () => {
    list([{ id: "week-1", title: "Weekly report", date: day(1) }]);
    await poll(day(2));
    list([{ id: "week-2", title: "Weekly report", date: day(8) }]);
    expect(captured(await poll(day(8)))).toEqual(["captured week-2 (feed)"]);
  });
});

describe("rss: a feed that runs ahead", () => {
  it("follows its older pages back to what is known", async () => {
    list(items(1, 2));
    await poll(day(3));
    list(items(8, 7), '<atom:link rel="next" href="https://news.example/feed?paged=2"/>');
    list(items(6, 5), '<atom:link rel="next" href="https://news.example/feed?paged=3"/>', "/feed?paged=2");
    list(items(4, 3, 2), '<atom:link rel="next" href="https://news.example/feed?paged=4"/>', "/feed?paged=3");
    const said = await poll(day(9));
    expect(captured(said).map((line) => line.split(" ")[1])).toEqual([
      "guid-3",
      "guid-4",
      "guid-5",
      "guid-6",
      "guid-7",
      "guid-8",
    ]);
    expect(said.warnings).toEqual([]);
  });

  it("says that something may have been missed where there are none", async () => {
    list(items(1, 2));
    await poll(day(3));
    list(items(8, 7));
    const said = await poll(day(9));
    expect(captured(said)).toHaveLength(2);
    expect(said.warnings).toEqual([expect.stringMatching(/None of the 2 entries .* Poll more often/)]);
  });

  it("warns of a feed that lists nothing any more, and loses nothing", async () => {
    list(items(1, 2));
    await poll(day(3));
    list([]);
    expect(await poll(day(4))).toMatchObject({ said: [], warnings: [expect.stringMatching(/lists nothing now/)] });
    list(items(1, 2));
    expect(captured(await poll(day(5)))).toEqual([]);
  });
});

describe("rss: asking", () => {
  it("asks with what the publisher gave, and sees everything as it was on a 304", async () => {
    list(items(1));
    const answer = own.answers.get("/feed") as { body: string };
    own.answers.set("/feed", { ...answer, etag: '"1"' });
    await poll(day(2));
    expect((await poll(day(3))).said).toEqual(["unchanged guid-1 (all)"]);
  });

  it("asks in full again while an entry is not recorded as it was seen", async () => {
    list(items(1));
    const answer = own.answers.get("/feed") as { body: string };
    own.answers.set("/feed", { ...answer, etag: '"1"' });
    await poll(day(2));
    kept.known.delete("guid-1");
    expect((await poll(day(3))).said).toEqual(["captured guid-1 (feed)"]);
  });
});
