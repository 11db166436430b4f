import { describe, expect, test } from "vitest";
import { extraction, judge, judgeText, paragraph } from "./texts.ts";
import { cpuMilliseconds } from "../support/cpu-time.ts";

const front = (text: string) => paragraph(text, ["Front matter"]);

describe("words of law", () => {
  test("may that became shall is a change of obligation, with its section", () => {
    const { significance, reasons, headline } = judgeText("The exporter may apply.", "The exporter shall apply.");
    expect(significance).toBe("substantive");
    expect(reasons[0]).toEqual({ rule: "obligation", section: "§ 744.23(b)", before: "may", after: "shall" });
    expect(headline).toBe("Text changed");
  });

  test.each([
    ["prohibition", "You will use it.", "You will not use it."],
    ["prohibition", "用户可以转让账号。", "用户不得转让账号。"],
    ["obligation", "用户应当实名认证。", "用户可以实名认证。"],
    ["obligation", "需你登录账号后方可使用。", "建议你登录账号后使用。"],
    ["number", "It weighs (5) or 3.5 tons.", "It weighs (5) or 4.5 tons."],
    ["number", "提前通知。3.5 个工作日内答复。", "提前通知。4.5 个工作日内答复。"],
    ["sentence", "Check the results.", "Check the results. The results that you make with it are Your Results."],
    ["sentence", "Check the results. We use them to train our models.", "Check the results."],
    ["sentence", "请查看结果。", "请查看结果。你用它生成的全部结果归你所有。"],
    [
      "sanction",
      "对违规账号采取处置措施，包括警告、终止服务。",
      "对违规账号采取处置措施，包括警告、在主页标示账号风险高低、终止服务。",
    ],
    [
      "sanction",
      "For a breach we suspend the account or close it.",
      "For a breach we suspend the account, mark it as risky on its page, or close it.",
    ],
    ["availability", "The service is available in all regions.", "The service is not available in all regions."],
    ["availability", "相关服务目前可用。", "相关服务在中国区域尚未上线。"],
    ["exception", "A license is required.", "A license is required, except for replacement parts."],
    ["exception", "本条适用于所有用户。", "除企业客户外，本条适用于所有用户。"],
    ["definition", "“Item” means a commodity.", "“Item” means a commodity or software."],
    ["scope", "It covers exports to Iran.", "It covers exports to Iran and China."],
    ["scope", "Items under 3A090.a are covered.", "Items under 3A090.b are covered."],
    ["money", "The fee is $100.", "The fee is $250."],
    ["threshold", "Entities owned at least 25 percent count.", "Entities owned at least 50 percent count."],
    ["date", "It ends on May 1, 2031.", "It ends on June 1, 2031."],
    ["number", "It closes at 9:00 PM.", "It closes at 10:00 PM."],
    ["number", "Keep the records for 5 years.", "Keep the records for 10 years."],
    ["number", "Keep the records for three years.", "Keep the records for five years."],
    ["number", "Give notice of twenty-one (21) days.", "Give notice of twenty-eight (28) days."],
    ["number", "提供者保存访问记录三十日。", "提供者保存访问记录十日。"],
    ["date", "In force from September 14,2030.", "In force from November 25,2030."],
    ["date", "In force from today on.", "In force from April 1 on."],
    ["scope", "It covers an entity that they own.", "It covers an entity that they or their ultimate parent own."],
    ["scope", "It covers a person located there.", "It covers a person located in a Restricted Territory."],
    ["scope", "本条涉及该企业。", "本条涉及该企业及其母公司。"],
    ["cross-reference", "As described in § 744.11.", "As described in § 744.16."],
  ])("%s: %s / %s", (rule, before, after) => {
    const { significance, reasons } = judgeText(before, after);
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    expect(significance).toBe("substantive");
  });

  test.each([
    ["May as a month is no permission", "It begins in May 2031 for us.", "It begins in May 2031 for everyone."],
    ["a word for a like word is wording", "Send us an e-mail message.", "Send us an electronic message."],
    ["one of several is no number", "Choose one of the two ways.", "Choose one of the three ways."],
    ["an e-mail address obliges nobody", "Write to must@one.example.", "Write to may@other.example."],
    ["an address says no number", "See https://help.example/en/10684.", "See https://help.example/en/99999."],
    ["an address defines nothing", "“Desk” means fix@one.example.", "“Desk” means fixes@one.example."],
    ["dots in a citation change nothing", "“Item” means 15 C.F.R. 730.", "“Item” means 15 CFR 730."],
    ["the marks of a list are no numbers", "Take care with it.", "Take care: (1) look first; (2) ask them. (3) Wait."],
    ["the marks of a Chinese list are no numbers", "请查看说明。", "请查看说明。\n（2）请阅读指引。"],
    ["a clause that runs on is no number", "7.1 请查看说明。", "7.1 请查看说明。 7.2 你知悉这些说明。"],
    ["the number of a new clause is no number", "请查看说明。", "请查看说明。\n**7.2 你知悉这些说明。"],
    ["a protocol for robots excludes nothing", "We follow the standards.", "We follow the robots exclusion protocol."],
    ["须知 in a title obliges nobody", "请查看《账号说明》。", "请查看《账号服务须知》。"],
    ["如需 obliges nobody", "请联系客服。", "如你需要帮助，请联系客服。"],
    ["删除 is no exception", "平台可删除信息并外显标识。", "平台可删除内容并外显标识。"],
    ["Chinese words that contain 应 oblige nobody", "请查看相应的说明文字。", "请查看对应的说明文字。"],
  ])("%s", (_, before, after) => {
    const { significance, reasons } = judgeText(before, after);
    expect(significance).toBe("editorial");
    expect(reasons.map((reason) => reason.rule)).toEqual(["wording"]);
  });
});

function accessTo(...items: readonly string[]) {
  return extraction({ blocks: ["You may give access to:", ...items].map((text) => paragraph(text, ["2.", "2.2"])) });
}

test("and that became or is no mere joint, whatever else changed", () => {
  const { highlights } = judge(
    accessTo("a person who asks for it; and", "an entity that such a person runs."),
    accessTo("a person who asks for it; or", "an entity that such a person runs for a fee."),
  );
  expect(highlights.map(({ after }) => after)).toContain("a person who asks for it; or");
});

test("a clause that was put in comes before the word that joins it to the others", () => {
  const { highlights } = judge(
    accessTo("a person who asks for it; or", "an entity that such a person runs."),
    accessTo(
      "a person who asks for it;",
      "an entity that such a person runs; or",
      "an entity that somebody else runs for a fee.",
    ),
  );
  expect(highlights[0]?.after).toBe("an entity that somebody else runs for a fee.");
});

describe("what is no change of the law", () => {
  test("a provision that was renumbered and reworded goes by its new number", () => {
    const [long, short] = ["The exporter may apply for a licence at any office", "at any office"];
    const { reasons } = judge(
      extraction({ blocks: [paragraph(`3. ${long}.`, ["3."]), paragraph(`4. Nobody else ${short}.`, ["4."])] }),
      extraction({
        blocks: [
          paragraph("3. Forms are those of the Bureau.", ["3."]),
          paragraph(`4. ${long.replace("may", "shall")}.`, ["4."]),
          paragraph(`5. Nobody else ${short}.`, ["5."]),
        ],
      }),
    );
    expect(reasons.find(({ rule }) => rule === "obligation")).toEqual(
      expect.objectContaining({ section: "4.", before: "may", after: "shall" }),
    );
    expect(reasons.map(({ rule }) => rule)).not.toContain("section-removed");
  });

  test("a bill sent to the other chamber has a new front matter and the same law", () => {
    const law = paragraph("(1) The term remote access means access.", ["Sec. 2", "(1)"]);
    const { significance, reasons, headline } = judge(
      extraction({ blocks: [front("IN THE HOUSE OF REPRESENTATIVES"), law] }),
      extraction({ blocks: [front("IN THE SENATE OF THE UNITED STATES"), front("Received; read twice"), law] }),
    );
    expect(significance).toBe("cosmetic");
    expect(headline).toBe("Front matter changed, the law in it did not");
    expect(reasons.map(({ rule }) => rule)).toEqual(["front-matter"]);
  });

  test.each(["Sec. 3. Consultation with others", "§ 744.24 Consultation with others.", "第三条 用户咨询"])(
    "the number of a new section is no reference: %s",
    (text) => {
      const { reasons } = judgeText("Items.", `Items.\n${text}`);
      expect(reasons.map(({ rule }) => rule)).not.toContain("cross-reference");
    },
  );

  test.each(["Section 3 of the Act applies.", "第三条规定的费用"])(
    "a reference at the beginning is one: %s",
    (text) => {
      const { reasons } = judgeText("Items.", `Items.\n${text}`);
      expect(reasons.map(({ rule }) => rule)).toContain("cross-reference");
    },
  );
});

describe("sections", () => {
  const first = paragraph("Items are described here.", ["§ 744.23"]);

  test("a new section is one reason, its paragraphs are not told again", () => {
    const added = [
      paragraph("Consultation with others.", ["§ 744.24"]),
      paragraph("(a) In general.", ["§ 744.24", "(a)"]),
      paragraph("(b) In particular.", ["§ 744.24", "(b)"]),
    ];
    const { reasons, significance } = judge(extraction({ blocks: [first] }), extraction({ blocks: [first, ...added] }));
    expect(significance).toBe("substantive");
    expect(reasons.filter((reason) => reason.rule === "section-added")).toEqual([
      { rule: "section-added", section: "§ 744.24", after: "Consultation with others." },
    ]);
  });

  test("a section that is gone is told", () => {
    const gone = paragraph("Nothing more.", ["§ 744.25"]);
    const { reasons } = judge(extraction({ blocks: [first, gone] }), extraction({ blocks: [first] }));
    expect(reasons).toContainEqual({ rule: "section-removed", section: "§ 744.25", before: "Nothing more." });
  });

  test("renumbering alone is editorial, and references that follow it are no substance", () => {
    const { significance, headline, reasons } = judgeText(
      "8. Liability of the parties is limited as follows here.\n9. See Section 8 for the limits that apply.",
      "9. Liability of the parties is limited as follows here.\n10. See Section 9 for the limits that apply.",
      ["Terms"],
    );
    expect(significance).toBe("editorial");
    expect(reasons.map((reason) => reason.rule)).toContain("renumbered");
    expect(headline).toBe("Text changed");
  });

  test.each([
    [
      "put in",
      "Terms hold for “Items” as defined in the order.",
      "K.1. Terms hold for “Items” as defined in the order.",
    ],
    ["taken out", "（1）请查看账号服务须知与其他有关的说明。", "请查看账号服务须知与其他有关的说明。"],
  ])("a number that was %s before a clause is editorial", (_, before, after) => {
    const { significance, reasons } = judgeText(
      `Last updated: May 9, 2031\n${before}`,
      `Last updated: May 9, 2031\n${after}`,
      [],
    );
    expect(significance).toBe("editorial");
    expect(reasons.map(({ rule }) => rule)).toEqual(["renumbered"]);
  });

  test("a sentence that another rule tells is not told again", () => {
    const { reasons } = judgeText("Check the results.", "Check the results. You must keep what we own with care.");
    expect(reasons.map(({ rule }) => rule)).toEqual(["obligation"]);
  });

  test("a sentence that was put in and binds nobody is wording", () => {
    const { reasons } = judgeText("Check the results.", "Check the results. Thank you for reading so far.");
    expect(reasons.map(({ rule }) => rule)).toEqual(["wording"]);
  });

  test("a word put in before a clause is no number", () => {
    const { reasons } = judgeText("Users are told.", "No Users are told.");
    expect(reasons.map(({ rule }) => rule)).toEqual(["wording"]);
  });

  test("a heading that lost its number is not gone", () => {
    const { reasons } = judge(
      extraction({ blocks: [first, paragraph("1.Services", ["1."])] }),
      extraction({ blocks: [first, paragraph("Services", ["Services"])] }),
    );
    expect(reasons.map(({ rule }) => rule)).toEqual(["wording"]);
  });

  test("a heading that runs on into its text is not gone", () => {
    const heading = paragraph("12、开源许可", ["12."]);
    const text = paragraph("请查看开源说明。", ["12."]);
    const { reasons } = judge(
      extraction({ blocks: [first, heading, text] }),
      extraction({ blocks: [first, paragraph("12、开源许可 请查看开源说明。", ["11.", "12."])] }),
    );
    expect(reasons.map(({ rule }) => rule)).not.toContain("section-removed");
  });

  test("text that moved is editorial", () => {
    const { significance, headline } = judgeText(
      "Every party shall keep the records for five years.\nThe law of the seat governs this agreement as a whole.\nNotices are sent to the address that is given in the order form.",
      "The law of the seat governs this agreement as a whole.\nNotices are sent to the address that is given in the order form.\nEvery party shall keep the records for five years.",
    );
    expect([significance, headline]).toEqual(["editorial", "Text moved"]);
  });

  test("what stands around the law is apparatus", () => {
    const before = extraction({
      blocks: [paragraph("April 7, 2031 Mr. Smith introduced the bill.", ["Front matter"])],
    });
    const after = extraction({ blocks: [paragraph("May 9, 2031 Received in the Senate.", ["Front matter"])] });
    expect(judge(before, after).significance).toBe("cosmetic");
  });
});

describe("what says nothing new", () => {
  test("typesetting alone is cosmetic", () => {
    const { significance, reasons, headline } = judgeText('He said "yes" - now.', "He said “yes” — now.");
    expect({ significance, reasons, headline }).toEqual({
      significance: "cosmetic",
      reasons: [],
      headline: "Typesetting changed",
    });
  });

  test("a stated date that moved alone is cosmetic, and said", () => {
    const { significance, headline, reasons } = judgeText(
      "Last updated: May 9, 2031\nYou may use it.",
      "Last updated: June 2, 2031\nYou may use it.",
      [],
    );
    expect([significance, headline]).toEqual(["cosmetic", "Stated date moved"]);
    expect(reasons[0]?.rule).toBe("stated-date");
  });

  test("the day from which a page holds is told beside the day on which it was changed", () => {
    const { reasons } = judgeText(
      "更新日期：2031年2月10日\n生效日期：2031年2月17日\n请查看说明。",
      "更新日期：2031年5月25日\n生效日期：2031年6月1日\n请查看说明。",
      [],
    );
    expect(reasons).toEqual([
      { rule: "stated-date", before: "更新日期：2031年2月10日", after: "更新日期：2031年5月25日" },
      { rule: "stated-date", before: "生效日期：2031年2月17日", after: "生效日期：2031年6月1日" },
    ]);
  });

  test("a line that leads elsewhere is no sentence of the law", () => {
    const { significance } = judgeText(
      "Other versions of these terms →\nLast updated: May 9, 2031\nWe answer by post.",
      "Last updated: May 9, 2031\nWe answer by post.",
      [],
    );
    expect(significance).toBe("editorial");
  });

  test("a sentence that changed while the stated date did not is a quiet edit and counts more", () => {
    const { significance, headline, reasons } = judgeText(
      "Last updated: May 9, 2031\nWe answer questions by post.",
      "Last updated: May 9, 2031\nWe answer questions by telephone on weekdays.",
      [],
    );
    expect([significance, headline]).toEqual(["substantive", "Text changed, stated date did not"]);
    expect(reasons[0]?.rule).toBe("quiet-edit");
  });

  test("another e-mail address under the same stated date is editorial", () => {
    const { significance } = judgeText(
      "Last updated: May 9, 2031\nWrite to terms-desk@service.one.example with questions.",
      "Last updated: May 9, 2031\nWrite to DPO_terms-desk@service.one.example with questions.",
      [],
    );
    expect(significance).toBe("editorial");
  });

  test("one and the same rule is not told endlessly", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `Party number ${index} may do the thing called ${index}.`);
    const { reasons } = judgeText(lines.join("\n"), lines.map((line) => line.replace("may", "shall")).join("\n"));
    expect(reasons.length).toBeLessThanOrEqual(12);
    expect(reasons.filter((reason) => reason.rule === "obligation")).toHaveLength(4);
  });
});

test.each([
  "1",
  "1,",
  "§",
  "除",
  "not ",
  "“a",
  "May 5, 2031 ",
  "May 5",
  "No. ",
  "six-",
  "one (1) ",
  "一",
  "; ",
  "a@",
  "a.",
  "a.b/",
  "(1) x; ",
])("a passage that is %j over and over is judged in a moment", (piece) => {
  const text = piece.repeat(15_000);
  expect(cpuMilliseconds(() => judgeText(text, `${text} shall`, []))).toBeLessThan(2000);
});
