import { describe, expect, test } from "vitest";
import { isStatedDate, normaliseText } from "../../src/redline/normal-form.ts";
import { sameText, sameWords } from "../../src/redline/normalise.ts";
import { block, paragraphs } from "./blocks.ts";
import { cpuMilliseconds } from "../support/cpu-time.ts";

describe("the same text", () => {
  test.each([
    ["spaces of all kinds", "a\u00a0b \u2009c", "a b c"],
    ["what cannot be seen", "soft\u00adware\u200b", "software"],
    ["quotes", "“Item” isn’t", '"Item" isn\'t'],
    ["dashes", "one — two – three", "one-two-three"],
    ["bullets", "• first", "- first"],
    ["heading marks", "## Scope", "Scope"],
    ["bold that comes and goes", "You **must not** use it", "You must not use it"],
    ["link targets", "See the [terms](https://example.com/a?b=c).", "See the [terms](/terms)."],
    ["tracking parameters", "https://example.com/x/?utm_source=a&q=1", "http://example.com/x?q=1"],
    ["page marks", "the [[Page 46861]] Bureau", "the Bureau"],
    ["full width", "（ＡＢＣ），见附件", "(ABC),见附件"],
    ["space between Chinese and Latin", "使用 AWS 服务", "使用AWS服务"],
    ["escapes", "1\\. Scope", "1. Scope"],
  ])("does not depend on %s", (_, before, after) => {
    expect(normaliseText(before)).toBe(normaliseText(after));
  });

  test.each([
    ["a word", "may", "shall"],
    ["a number", "5.5", "55"],
    ["a negation", "does apply", "does not apply"],
    ["a comma", "items, and software", "items and software"],
    ["stars that stand for text left out", "(a) * * *", "(a)"],
    ["an address", "https://example.com/a", "https://example.com/b"],
    ["case", "Item", "item"],
  ])("depends on %s", (_, before, after) => {
    expect(normaliseText(before)).not.toBe(normaliseText(after));
  });

  test("does not depend on where blocks begin", () => {
    expect(sameText(paragraphs("One two.\nThree four."), paragraphs("One two. Three four."))).toBe(true);
    expect(sameText(paragraphs("One two."), paragraphs("One two.\nThree."))).toBe(false);
  });
});

test.each([
  ["Last updated: May 9, 2025", true],
  ["**Last Updated May 9, 2025**", true],
  ["Effective: 14 November 2023", true],
  ["Last modified: 2024-05-01 (view archived versions)", true],
  ["更新日期：2024年5月1日", true],
  ["This rule is effective January 30, 2025.", false],
  ["Comments must be received by May 9, 2025.", false],
  ["Effective January 30, 2025, the fee is five dollars.", false],
])("a line that only states its date is known: %s", (line, expected) => {
  expect(isStatedDate(line)).toBe(expected);
});

function filed(edit: (text: string) => string = (text) => text) {
  return [
    block(
      "This document is scheduled to be published in the Federal Register on 01/16/2025 and available online at https://federalregister.gov/d/2025-00711, and on https://govinfo.gov",
    ),
    block("This rule is effective [INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER]."),
    block("1"),
    block("The Bureau of Industry and Secu-"),
    block("rity amends its regulations on advanced com-\nputing items.1"),
    block("1 See the rule of October 2023 on the same items."),
    block("2"),
    block("Exporters must keep records for five years after the export."),
  ].map((found) => ({ ...found, text: edit(found.text) }));
}

describe("the same words in another typesetting", () => {
  const published = [
    block("DATES", ["DATES"], "heading"),
    block("This rule is effective January 16, 2025.", ["DATES"]),
    block("Supplementary Information", ["SUPPLEMENTARY INFORMATION"], "heading"),
    block("The Bureau of Industry and Security amends its regulations on advanced computing items.¹", []),
    block("Exporters must keep records for five years after the export.", []),
    block("¹ See the rule of October 2023 on the same items.", [], "note"),
    block("[FR Doc. 2025-00711 Filed 1-15-25; 8:45 am]", []),
  ];

  test("hyphens, breaks, page numbers, headings, footnotes and print lines do not count", () => {
    expect(sameWords(filed(), published)).toBe(true);
  });

  test("one word changed counts", () => {
    expect(
      sameWords(
        filed((text) => text.replace("five years", "ten years")),
        published,
      ),
    ).toBe(false);
    expect(
      sameWords(
        filed((text) => text.replace("must keep", "keep")),
        published,
      ),
    ).toBe(false);
  });

  test("a date changed counts", () => {
    const dated = filed((text) => text.replace(/\[INSERT.*\]/, "January 17, 2025"));
    expect(sameWords(dated, published)).toBe(false);
  });
});

test.each(["[", " ", "\n", "1", "1,", "[x](", "http://", "<!--", "**", "-", "§ ", "“a", "除", "A. "])(
  "a text that is %j over and over is read in a moment",
  (piece) => {
    const text = `x${piece.repeat(30_000)}y`;
    const spent = cpuMilliseconds(() => {
      normaliseText(text);
      sameWords(paragraphs(text), paragraphs(`${text}z`));
    });
    expect(spent).toBeLessThan(2000);
  },
);
