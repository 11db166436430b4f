import fc from "fast-check";
import type { Comparison } from "../../src/exports/comparison.ts";
import type { Block, BlockKind } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";

const word = fc.constantFrom(
  "the",
  "licensee",
  "may",
  "shall",
  "export",
  "thirty",
  "days",
  "许可",
  "中国",
  "A&B",
  "<b>",
);
const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
const kind = fc.constantFrom<BlockKind>("heading", "paragraph", "item", "note");
const path = fc.array(fc.constantFrom("§ 1", "(a)", "(b)"), { maxLength: 2 });

/** Texts of a few words each, so that two of them have much in common. */
export const someBlocks: fc.Arbitrary<readonly Block[]> = fc.array(fc.record({ kind, path, text }), { maxLength: 12 });

export function paragraph(text: string, path: readonly string[] = [], kind: BlockKind = "paragraph"): Block {
  return { kind, path, text };
}

/** Terms as they were, and as they are: a word replaced, a section moved, one struck and one added. */
export const oldTerms: readonly Block[] = [
  paragraph("Terms of Service", ["Terms of Service"], "heading"),
  paragraph("1. Access", ["1."], "heading"),
  paragraph("The customer may use the service from any place in which it is offered.", ["1."]),
  paragraph("The provider shall keep records of access for thirty days.", ["1."]),
  paragraph("2. Fees", ["2."], "heading"),
  paragraph("Fees are due within 30 days of the invoice. Late fees bear interest of 2% a month.", ["2."]),
  paragraph("3. Export", ["3."], "heading"),
  paragraph("The customer shall not give access to a person in a country that is named in the annex to these terms.", [
    "3.",
  ]),
  paragraph("4. Credits", ["4."], "heading"),
  paragraph("Credits that were not used lapse at the end of the year.", ["4."]),
  paragraph("5. Law", ["5."], "heading"),
  paragraph("These terms are governed by the law of the provider's seat.", ["5."]),
];

export const newTerms: readonly Block[] = [
  paragraph("Terms of Service", ["Terms of Service"], "heading"),
  paragraph("1. Export", ["1."], "heading"),
  paragraph("The customer shall not give access to a person in a country that is named in the annex to these terms.", [
    "1.",
  ]),
  paragraph("2. Access", ["2."], "heading"),
  paragraph("The customer may use the service from any place in which it is offered.", ["2."]),
  paragraph("The provider shall keep records of access for ninety days.", ["2."]),
  paragraph("3. Fees", ["3."], "heading"),
  paragraph("Fees are due within 14 days of the invoice. Late fees bear interest of 2% a month.", ["3."]),
  paragraph("4. Law", ["4."], "heading"),
  paragraph("These terms are governed by the law of the provider's seat.", ["4."]),
  paragraph("5. Audit", ["5."], "heading"),
  paragraph("The provider may audit the use of the service once a year.", ["5."]),
];

export const oldRules: readonly Block[] = [
  paragraph("生成式人工智能服务管理规定", ["生成式人工智能服务管理规定"], "heading"),
  paragraph("第一条 为了促进生成式人工智能健康发展，制定本规定。", ["第一条"]),
  paragraph("第二条 提供者应当在三十日内向主管部门备案。", ["第二条"]),
  paragraph("第三条 未经许可，不得向境外提供服务。", ["第三条"]),
];

export const newRules: readonly Block[] = [
  paragraph("生成式人工智能服务管理规定", ["生成式人工智能服务管理规定"], "heading"),
  paragraph("第一条 为了促进生成式人工智能健康发展，制定本规定。", ["第一条"]),
  paragraph("第二条 提供者应当在十个工作日内向主管部门备案，并公布备案编号。", ["第二条"]),
  paragraph("第三条 未经许可，不得向境外提供服务。", ["第三条"]),
  paragraph("第四条 违反本规定的，由主管部门责令改正。", ["第四条"]),
];

/** Two texts compared, as the exports are given them. */
export function compared(
  before: readonly Block[],
  after: readonly Block[],
  more: Partial<Comparison> = {},
): Comparison {
  return {
    title: after[0]?.text ?? "",
    language: "en",
    before: { name: "old.html", blocks: before },
    after: { name: "new.html", blocks: after },
    redline: redline(before, after),
    significance: "substantive",
    headline: "A deadline moved",
    summary: "Fees are now due within 14 days.",
    reasons: ["a number changed in 2.: “30” → “14”"],
    at: "2026-01-12T18:57:22.000Z",
    ...more,
  };
}
