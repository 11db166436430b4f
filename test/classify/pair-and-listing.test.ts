import { describe, expect, test } from "vitest";
import type { Block } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { classify } from "../../src/classify/classify.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { extraction, now } from "./texts.ts";

const same: Block = { kind: "note", path: [], text: "The two pages state the same." };
const behind: Block = {
  kind: "paragraph",
  path: [],
  text: "The Chinese page changed on 2031-05-03; the English page has not changed since.",
};
const passage: Block = { kind: "item", path: ["3."], text: "3. 本服务仅在海外区域可用。" };
const parted: Block = { kind: "row", path: ["9.9"], text: "English says 4,800; Chinese says 4,000." };
const other: Block = { kind: "row", path: ["9.10"], text: "Only English names Amazon Bedrock." };

function judged(before: readonly Block[], after: readonly Block[]) {
  const [one, two] = [before, after].map((blocks) => extraction({ form: "pair", blocks }));
  if (one === undefined || two === undefined) throw new Error("two are needed");
  const difference = { before: one, after: two, facts: [], redline: redline(before, after) };
  const classification = classify({ ...difference, now });
  const { headline, significance, reasons } = classification;
  return [significance, headline, reasons.map(({ rule }) => rule), summarise({ ...difference, classification })];
}

describe("a pair of language versions", () => {
  test.each([
    [
      "a page is left behind",
      [same],
      [behind, passage],
      [
        "substantive",
        "Chinese page changed, English page has not",
        ["changed-alone"],
        `${behind.text} New there: “${passage.text}”`,
      ],
    ],
    [
      "what they state parts ways",
      [other],
      [parted, other],
      ["substantive", "Language versions part ways in 9.9", ["parts-ways"], `9.9: ${parted.text}`],
    ],
    [
      "the other page follows",
      [behind, passage, other],
      [other],
      ["editorial", "Language versions differ in less", ["in-step"], `No longer so: ${behind.text}`],
    ],
    [
      "they state the same again",
      [parted],
      [same],
      [
        "editorial",
        "Language versions are in step again",
        ["in-step"],
        `${same.text} No longer so: 9.9: ${parted.text}`,
      ],
    ],
  ])("is told where %s", (_what, before, after, expected) => {
    expect(judged(before, after)).toEqual(expected);
  });
});

describe("a listed item", () => {
  test.each([
    ["北港大学云服务采购项目公开招标公告", "Tender"],
    ["北港大学云服务采购项目更正公告", "Tender corrected"],
    ["北港大学云服务采购项目成交结果公告", "Contract awarded"],
    ["北港大学云服务采购项目废标公告", "Tender ended without award"],
    ["北港大学云服务单一来源采购公示", "Single-source purchase"],
    ["北港大学2031年5月政府采购意向", "Purchase planned"],
    ["Issuance of Russia-related General License", "General license"],
    ["Counter Terrorism Designations; Iran-related Designation Removal", "Sanctions list changed"],
    ["Company to Pay $5 Million Penalty for Export Violations", "Enforcement"],
    ["Commerce Announces Rescission of a Rule", "New item"],
  ])("%s is substantive: %s", (title, headline) => {
    const after = extraction({ form: "listed", title });
    const found = classify({ before: null, after, facts: [], redline: redline([], after.blocks), now });
    expect([found.significance, found.headline]).toEqual(["substantive", headline]);
  });
});
