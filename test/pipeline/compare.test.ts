import { describe, expect, test } from "vitest";
import type { Block } from "../../src/model/text.ts";
import type { Extraction } from "../../src/model/version.ts";
import { compare } from "../../src/pipeline/compare.ts";

const paragraph = (text: string, ...path: string[]): Block => ({ kind: "paragraph", path, text });
const rule: Extraction = {
  title: "A rule",
  language: "en",
  sourceUrl: "https://example.org/1",
  officialUrl: null,
  citation: null,
  fullCitation: null,
  publishedAt: "2026-03-10",
  form: "published",
  complete: true,
  blocks: [
    paragraph("This rule is effective March 10, 2026.", "DATES"),
    paragraph(
      "A license is required for all items subject to the EAR when you know of the end use.",
      "§ 744.99",
      "(a)",
    ),
  ],
  facts: { documentNumber: "2026-90101", effectiveDate: "2026-03-10", commentDeadline: null, agencies: ["BIS"] },
  deadlines: [
    { kind: "effective", date: "2026-03-10", sentence: "This rule is effective March 10, 2026.", section: "DATES" },
  ],
  threadKeys: [],
  links: [],
};
const filed: Extraction = {
  ...rule,
  form: "inspection",
  blocks: [
    paragraph(
      "This rule is effective March 10, 2026. A li-\ncense is required for all items subject to the EAR when you know of the end use.",
    ),
  ],
  facts: {
    documentNumber: "2026-90101",
    effectiveDate: null,
    commentDeadline: null,
    filedAt: "2026-03-09T15:15:00.000Z",
  },
};
const announced: Extraction = { ...rule, complete: false, blocks: [], deadlines: [] };

describe("the same document read twice", () => {
  test("is the same when nothing moved", () => {
    expect(compare(rule, structuredClone(rule)).kind).toBe("same");
  });

  test("is kept quietly when only typesetting moved", () => {
    const reset = rule.blocks.map((block) => ({ ...block, text: block.text.replaceAll(" ", "\u00a0") }));
    expect(compare(rule, { ...rule, blocks: reset }).kind).toBe("quiet");
  });

  test("has changed when a word did", () => {
    const blocks = rule.blocks.map((block) => ({
      ...block,
      text: block.text.replace("is required", "is not required"),
    }));
    expect(compare(rule, { ...rule, blocks })).toMatchObject({ kind: "changed", facts: [] });
  });

  test("has changed when a date of the law did, and the text is then shown as unchanged", () => {
    const moved = compare(rule, { ...rule, facts: { ...rule.facts, effectiveDate: "2026-04-01" } });
    expect(moved).toMatchObject({
      kind: "changed",
      facts: [{ name: "effectiveDate", before: "2026-03-10", after: "2026-04-01" }],
      against: rule.blocks,
    });
  });
});

describe("a filing and its publication", () => {
  test("are told once where words and dates agree", () => {
    expect(compare(filed, rule).kind).toBe("quiet");
  });

  test("differ where the printed date is one the filing did not have", () => {
    const printed = { ...rule, facts: { ...rule.facts, commentDeadline: "2026-05-11" } };
    expect(compare(filed, printed)).toMatchObject({
      kind: "changed",
      facts: [{ name: "commentDeadline", before: null, after: "2026-05-11" }],
    });
  });
});

describe("an announced text", () => {
  test("arrives quietly", () => {
    expect(compare(announced, rule).kind).toBe("quiet");
  });

  test("brings the filing's facts with it quietly, but a date that nobody was told of aloud", () => {
    const short = { ...announced, facts: { documentNumber: "2026-90101" } };
    expect(compare(short, rule)).toMatchObject({ kind: "changed", facts: [{ name: "effectiveDate" }] });
  });

  test("that could not be had this time leaves the text we hold as it is", () => {
    expect(compare(rule, announced).kind).toBe("same");
    const noted = { ...announced, facts: { ...rule.facts, corrections: ["2026-90107"] } };
    const comparison = compare(rule, noted);
    expect(comparison).toMatchObject({ kind: "changed", facts: [{ name: "corrections" }] });
    expect(comparison.kind === "changed" && comparison.after.blocks).toEqual(rule.blocks);
    expect(comparison.kind === "changed" && comparison.after.deadlines).toEqual(rule.deadlines);
  });

  test("keeps the name of the print that is held, and holds back nothing that happened to a bill", () => {
    const printed = { ...rule, facts: { billNumber: "1", textVersion: "Introduced in House", passedHouse: null } };
    const passed = { ...announced, facts: { billNumber: "1", textVersion: null, passedHouse: "369–22, 2026-03-11" } };
    expect(compare(printed, passed)).toMatchObject({
      kind: "changed",
      facts: [{ name: "passedHouse" }],
      after: { facts: { textVersion: "Introduced in House" } },
    });
    expect(compare({ ...announced, facts: { billNumber: "1", passedHouse: null } }, passed)).toMatchObject({
      kind: "changed",
      facts: [{ name: "passedHouse" }],
    });
  });
});
