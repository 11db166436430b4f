import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Extraction } from "../../src/model/version.ts";
import { pair } from "../../src/sources/pair.ts";
import { divergences, type Version } from "../../src/sources/pair/compare.ts";
import { passageHash } from "../../src/sources/pair/extract.ts";
import { figuresIn } from "../../src/sources/pair/figures.ts";
import { chineseNumber, englishNumbers } from "../../src/sources/pair/numerals.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import { served } from "./support/served.ts";

const params = pair.params.parse({
  pages: [
    { name: "English", url: "https://harbour.example/terms/" },
    { name: "Chinese", url: "https://harbour.example/cn/terms/", language: "zh-CN" },
  ],
});

describe("pair: what two language versions state", () => {
  it("parts ways where numbers, dates, sections and names do, and not where only the form of a number differs", async () => {
    expect(await extract("first", "second")).toEqual(JSON.parse(fixture("terms.expected.json")));
  });

  it("is the same where they are the same", async () => {
    const same = await extract("first", "second", ["terms.en.html", "terms.en.html"]);
    expect(same.blocks.map(({ text }) => text)).toEqual(["The two pages state the same."]);
  });

  it("names the page that was changed alone, with its new passages", async () => {
    const { blocks: chinese } = blocksOf(Buffer.from(fixture("terms.zh.html")));
    const record = chinese.find(({ text }) => text.startsWith("2.1."));
    const hash = record === undefined ? "" : passageHash(record);
    const { blocks, sourceUrl } = await extract("first", `second changed 2031-05-03 ${hash} 0000000000`);
    expect(sourceUrl).toBe("https://harbour.example/cn/terms/");
    expect(blocks.slice(0, 2)).toEqual([
      {
        kind: "paragraph",
        path: [],
        text: "The Chinese page changed on 2031-05-03; the English page has not changed since.",
      },
      { kind: "item", path: expect.arrayContaining(["2.1"]), text: "2.1. 您应将记录保存五年，并在两周内向我们提供。" },
    ]);
  });

  it("is compared as a whole where the numbering differs, and then only by what stands nowhere else", () => {
    expect(
      divergences(
        version("English", ["You keep records for 5 years.", "We answer within 90 days."]),
        version("Chinese", ["我们在九十日内答复，记录保存三年。"]),
      ),
    ).toEqual([{ section: "", text: "Only English says 5." }]);
  });
});

describe("figures", () => {
  it.each([
    ["４，８００ 元", [4800], []],
    ["1.5亿美元，或 30 万次", [150_000_000, 300_000], []],
    ["$1.5 million, and 99.9%", [1_500_000, 99.9], []],
    ["thirty (30) days; (1) one, (2) two", [30], []],
    ["自2025年5月3日起", [], ["2025-05-03"]],
    ["二〇二五年五月，二〇二六年十二月三十一日", [], ["2026-12-31", "2025-05"]],
    ["on 3 May 2025, in May 2026, by June 7th", [], ["2025-05-03", "2026-05", "06-07"]],
    ["sections 3 and 5, 第9.9条、第十条, v1.2.3, H100, https://a.example/2025", [], []],
    ["section 9.9 and 24 months", [24], []],
  ])("in %j are %j, and the dates %j", (text, numbers, dates) => {
    const { stated, dates: found } = figuresIn(text);
    expect([[...stated.keys()], [...found]]).toEqual([numbers, dates]);
  });

  it("mean the same in other words and units", () => {
    for (const [text, value] of [
      ["一年", 12],
      ["24 months", 2],
      ["two weeks", 14],
      ["两周", 14],
      ["二十四小时", 1],
      ["twenty-four", 24],
      ["百分之五十", 50],
    ] as const)
      expect([text, [...figuresIn(text).meant]]).toEqual([text, expect.arrayContaining([value])]);
  });

  it("are read as Chinese and English write them", () => {
    expect(["十", "三十", "一百二十", "两万", "一百五十万", "二〇二五", "三亿", "万一"].map(chineseNumber)).toEqual([
      10, 30, 120, 20_000, 1_500_000, 2025, 300_000_000, 1,
    ]);
    const numbers = englishNumbers("one hundred, within twenty-four hours and five; the third");
    expect(numbers.map(({ value, unit }) => `${value} ${unit}`)).toEqual(["100 ", "24 hours", "5 "]);
  });
});

async function extract(first: string, second: string, pages = ["terms.en.html", "terms.zh.html"]): Promise<Extraction> {
  const parts = [first, second].map((role, at) => ({
    role,
    response: served(fixture(pages[at] ?? ""), "text/html; charset=utf-8"),
  }));
  return pair.extract({ key: "", parts }, params);
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/pair/${name}`, import.meta.url), "utf8");
}

function version(name: string, lines: readonly string[]): Version {
  return { name, statedDate: null, blocks: lines.map((text) => ({ kind: "paragraph", path: [], text })) };
}
