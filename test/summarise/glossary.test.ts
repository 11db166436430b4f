import { expect, test } from "vitest";
import terms from "../../src/summarise/glossary.json" with { type: "json" };
import { aboutSentence } from "../../src/summarise/about-sentence.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { isChinese, termsIn } from "../../src/summarise/glossary.ts";
import { changed, page, passage } from "./changes.ts";

test("the glossary says everything in both languages and nothing twice", () => {
  expect(terms.length).toBeGreaterThan(80);
  const written = terms.flatMap((term) => term.zh);
  expect(new Set(written).size).toBe(written.length);
  for (const { zh, en, about } of terms) {
    expect(zh.every((text) => /\p{Script=Han}|GPU/u.test(text) && text.trim() === text)).toBe(true);
    expect(en.length).toBeGreaterThan(0);
    expect([...en, about].every((text) => /^[\p{Script=Latin}\d .,'&-]+$/u.test(text) && text.trim() === text)).toBe(
      true,
    );
  }
});

test.each([
  ["实体清单", "Entity List"],
  ["亚马逊云科技", "Amazon Web Services"],
  ["出口管制", "export controls"],
  ["西云数据", "NWCD"],
  ["光环新网", "Sinnet"],
  ["海外区域", "regions outside China"],
  ["先进计算", "advanced computing"],
  ["算力", "computing power"],
  ["不可用", "unavailable"],
  ["不得", "must not"],
  ["应当", "shall"],
])("%s is %s", (written, english) => {
  expect(termsIn(`本条款${written}。`).some(({ term }) => term.en.includes(english))).toBe(true);
});

test("a longer term hides the shorter one in it", () => {
  const found = termsIn("亚马逊云科技的先进计算服务").map(({ written }) => written);
  expect(found).toContain("亚马逊云科技");
  expect(found).not.toContain("亚马逊");
});

test("Chinese is told from other languages by its letters, whatever the page says", () => {
  expect(isChinese("本服务在 AWS China Region 不可用。")).toBe(true);
  expect(isChinese("The term 出口管制 means export controls in this document.")).toBe(false);
  expect(isChinese("このサービスは中国では利用できません。")).toBe(false);
  expect(isChinese("")).toBe(false);
});

test("a Chinese change says in English what it is about, the changed words first", () => {
  const one = passage("该服务在海外区域提供，须遵守出口管制。", "该服务在海外区域不可用，须遵守出口管制。", [
    { removed: "提供", added: "不可用" },
  ]);
  expect(aboutSentence(changed([one]))).toBe(
    "About: availability (不可用), export controls (出口管制), regions outside China (海外区域), obligations (须)",
  );
  const summary = summarise(changed([one], { after: { ...page, language: "zh-CN" } }));
  expect(summary).toMatch(/^About: availability \(不可用\), .*\. 9\.2: “提供” became “不可用”/u);
});

test("a new Chinese document is marked too", () => {
  const after = {
    ...page,
    title: "关于加强先进计算芯片出口管制的公告",
    blocks: [{ kind: "paragraph", path: [], text: "未经许可，不得出口。" }],
  } as const;
  expect(summarise(changed([], { before: null, after }))).toMatch(
    /^About: export controls \(出口管制\), advanced computing \(先进计算\), chips \(芯片\), prohibitions \(不得\)\. /u,
  );
});

test("English changes, Chinese ones without a term, and facts alone get no such sentence", () => {
  expect(aboutSentence(changed([passage("a", "b", [{ removed: "a", added: "b" }])]))).toBe(null);
  expect(aboutSentence(changed([passage("今天天气很好。", "明天天气很好。")]))).toBe(null);
  expect(
    summarise(changed([], { facts: [{ name: "commentDeadline", before: null, after: "2031-02-14" }] })),
  ).not.toContain("About");
});
