import { describe, expect, it } from "vitest";
import { ReadingError, StatusError, UnreachableError } from "../../src/model/errors.ts";
import type { FetchOptions } from "../../src/model/snapshot.ts";
import { listing } from "../../src/sources/listing.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";
import { site, type Site } from "./support/site.ts";

const url = "https://uni.example/list.htm";
const base = { url, item: "ul.news > li", pages: "list{page}.htm", confirmMinutes: 0 };

interface Row {
  readonly name: string;
  readonly title?: string;
  readonly date?: string;
}

const rows = (...names: readonly string[]): readonly Row[] => names.map((name) => ({ name }));
const page = (items: readonly Row[]) =>
  `<html><head><title>List</title></head><body><ul class="news">${items
    .map(
      ({ name, title = `采购公告 ${name}`, date = "2031-03-04" }) =>
        `<li><a href="/${name}.htm">${title}</a> <i>${date}</i></li>`,
    )
    .join("")}</ul></body></html>`;
const detail = (text: string) =>
  `<html><head><title>公告</title></head><body><main><h1>采购公告</h1><p>${text}。预算金额见附件，投标截止时间为三月三十日上午九时三十分，逾期送达的投标文件恕不接受。</p></main></body></html>`;

function uni(...items: readonly Row[]): Site {
  const own = site();
  own.answers.set("/list.htm", page(items));
  return own;
}

function poll(own: Site, kept: Memory, params: object = {}, at = "2031-03-04T12:00:00Z"): Promise<Said> {
  return pollOnce(listing, { ...base, ...params }, kept, { at, fetch: own.fetch });
}

const key = (name: string) => `https://uni.example/${name}.htm`;
const captured = (...names: readonly string[]) => names.map((name) => `captured ${key(name)} (list)`);
const news = ({ said }: Said) => said.filter((line) => line.startsWith("captured"));

describe("listing: what a poll says", () => {
  it("captures what is new, oldest first, and says nothing of what has left the list", async () => {
    const own = uni(...rows("3", "2", "1"));
    const kept = memory();
    expect((await poll(own, kept)).said).toEqual(captured("1", "2", "3"));
    own.answers.set("/list.htm", page(rows("4", "3", "2")));
    expect((await poll(own, kept)).said).toEqual(
      [...captured("4"), `unchanged ${key("3")} (all)`, `unchanged ${key("2")} (all)`].toSorted(),
    );
    own.answers.set("/list.htm", page(rows("4")));
    expect((await poll(own, kept)).said).toEqual([`unchanged ${key("4")} (all)`]);
  });

  it("captures an item anew whose title is edited, and not one that is dated anew", async () => {
    const own = uni(...rows("2", "1"));
    const kept = memory();
    await poll(own, kept);
    own.answers.set(
      "/list.htm",
      page([
        { name: "2", date: "2031-03-05" },
        { name: "1", title: "采购公告（更正）" },
      ]),
    );
    expect(news(await poll(own, kept))).toEqual(captured("1"));
  });

  it("reads on while the list has run ahead, counts an item once that slid onto the next page, and says where it lost track", async () => {
    const own = uni(...rows("3", "2", "1"));
    const kept = memory();
    await poll(own, kept);
    own.answers.set("/list.htm", page(rows("8", "7", "6")));
    own.answers.set("/list2.htm", page(rows("6", "5", "4")));
    own.answers.set("/list3.htm", page(rows("3", "2", "1")));
    expect(news(await poll(own, kept))).toEqual(captured("4", "5", "6", "7", "8"));
    own.answers.set("/list.htm", page(rows("99")));
    own.answers.set("/list2.htm", page(rows("98")));
    expect((await poll(own, kept, { mostPages: 2 })).warnings).toEqual([expect.stringContaining("run ahead")]);
  });

  it("does not take for new what stood further down before", async () => {
    const own = uni({ name: "3" }, { name: "2", date: "2031-03-02" });
    const kept = memory();
    await poll(own, kept);
    own.answers.set("/list.htm", page([{ name: "3" }, { name: "1", date: "2031-02-01" }]));
    expect(news(await poll(own, kept))).toEqual([]);
    own.answers.set("/list.htm", page(rows("3", "slid-in")));
    expect(news(await poll(own, kept))).toEqual([]);
    own.answers.set("/list.htm", page([...rows("3"), { name: "appended", date: "2031-03-05" }]));
    expect(news(await poll(own, kept))).toEqual(captured("appended"));
  });

  it("keeps to items on the topic, in both languages", async () => {
    const own = uni(
      { name: "3", title: "AWS 云服务采购" },
      { name: "2", title: "图书馆座椅采购" },
      { name: "1", title: "Ａ１００服务器采购" },
    );
    expect((await poll(own, memory(), { match: ["A100", "云服务"] })).said).toEqual(captured("1", "3"));
  });

  it("is ill where the selector matches nothing, and well where the page says that it lists nothing", async () => {
    const own = site();
    own.answers.set("/list.htm", "<html><body><p>共找到 0 条</p></body></html>");
    await expect(poll(own, memory())).rejects.toThrow(ReadingError);
    await expect(poll(own, memory())).rejects.toThrow("uni.example: `ul.news > li` matches nothing");
    expect((await poll(own, memory(), { empty: "找到 0 条" })).said).toEqual([]);
  });

  it("asks as slowly as the feed says", async () => {
    const own = uni(...rows("1"));
    const asked: (FetchOptions | undefined)[] = [];
    own.answers.set("/1.htm", detail("一"));
    const fetch: Site["fetch"] = (address, options) => {
      asked.push(options);
      return own.fetch(address, options);
    };
    await pollOnce(listing, { ...base, gapSeconds: 5, detail: {} }, memory(), { at: "2031-03-04T12:00:00Z", fetch });
    expect(asked.map((options) => options?.gapSeconds)).toEqual([5, 5]);
  });
});

const both = (name: string) => `captured ${key(name)} (list, detail)`;
const gone = ({ sightings }: Said) => sightings.filter(({ kind }) => kind === "vanished").map((one) => one.key);

function withPages(): Site {
  const own = uni(...rows("4", "3", "2", "1"));
  for (const name of ["1", "2", "3", "4"]) own.answers.set(`/${name}.htm`, detail(`公告 ${name}`));
  return own;
}

describe("listing: the pages of items", () => {
  const params = { detail: {}, perPoll: 2 };

  it("are read for the newest at first, then in turns, and what waits is not lost", async () => {
    const own = withPages();
    const kept = memory();
    expect((await poll(own, kept, params)).said).toEqual([both("3"), both("4")]);
    for (const name of ["5", "6", "7"]) own.answers.set(`/${name}.htm`, detail(`公告 ${name}`));
    own.answers.set("/list.htm", page(rows("7", "6", "5", "4")));
    const first = await poll(own, kept, params);
    expect([news(first), first.againInMinutes]).toEqual([[both("5"), both("6")], 5]);
    expect(news(await poll(own, kept, params))).toEqual([both("7")]);
  });

  it("are searched where the feed says so", async () => {
    const own = withPages();
    own.answers.set("/3.htm", detail("亚马逊云科技账号一个"));
    const said = await poll(own, memory(), { detail: {}, match: ["亚马逊云"], matchIn: "detail" });
    expect(said.said).toEqual([both("3")]);
  });

  it("are read again when the item is off the list, and told when their text is another", async () => {
    const own = withPages();
    const kept = memory();
    await poll(own, kept, params);
    own.answers.set("/list.htm", page(rows("9")));
    own.answers.set("/9.htm", detail("公告 9"));
    own.answers.set("/4.htm", detail("公告 4，预算调整为 40 万元"));
    const wider = { ...params, perPoll: 5 };
    expect(news(await poll(own, kept, wider, "2031-03-06T12:00:00Z"))).toEqual([
      both("9"),
      `captured ${key("4")} (detail)`,
    ]);
  });

  it("are gone only when they were gone a day ago", async () => {
    const own = withPages();
    const kept = memory();
    await poll(own, kept, params);
    own.answers.set("/4.htm", 404);
    expect(gone(await poll(own, kept, params, "2031-03-06T12:00:00Z"))).toEqual([]);
    expect(gone(await poll(own, kept, params, "2031-03-07T12:00:00Z"))).toEqual([key("4")]);
    expect(gone(await poll(own, kept, params, "2031-03-08T12:00:00Z"))).toEqual([]);
  });

  it("are read again, and gone a day later, though the clock was weeks ahead at the last look", async () => {
    const own = withPages();
    const kept = memory();
    await poll(own, kept, params);
    own.answers.set("/4.htm", 404);
    await poll(own, kept, params, "2031-03-24T12:00:00Z");
    own.answers.set("/3.htm", detail("公告 3，预算调整为 40 万元"));
    const first = await poll(own, kept, params, "2031-03-05T12:00:00Z");
    expect([news(first), gone(first)]).toEqual([[`captured ${key("3")} (list, detail)`], []]);
    expect(gone(await poll(own, kept, params, "2031-03-06T12:00:00Z"))).toEqual([key("4")]);
  });

  it("whose text is not to be found leave the item its line in the list, until it is the selector that is wrong", async () => {
    const own = withPages();
    const kept = memory();
    own.answers.set("/3.htm", "<html><body><div>nothing</div></body></html>");
    const said = await poll(own, kept, { detail: { select: "main" } });
    expect(said.said).toContain(`captured ${key("3")} (list)`);
    expect(said.warnings).toEqual([expect.stringContaining("only its line in the list is known")]);
    await expect(poll(withPages(), memory(), { detail: { select: ".body" } })).rejects.toThrow(ReadingError);
  });

  it("that cannot be read are tried again; three in a row are the publisher's", async () => {
    const own = withPages();
    own.answers.set("/3.htm", new StatusError("uni.example answered 500.", 500));
    const kept = memory();
    const said = await poll(own, kept, { detail: {} });
    expect([said.said.length, said.warnings]).toEqual([3, [expect.stringContaining("answered 500")]]);
    for (const name of ["5", "6", "7"])
      own.answers.set(`/${name}.htm`, new UnreachableError("uni.example is not there."));
    own.answers.set("/list.htm", page(rows("7", "6", "5", "4")));
    await expect(poll(own, kept, { detail: {} })).rejects.toThrow(UnreachableError);
  });
});
