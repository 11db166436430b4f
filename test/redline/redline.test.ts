import { describe, expect, test } from "vitest";
import { plainText } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { block, newText, oldText, paragraphs, show } from "./blocks.ts";
import { cpuMilliseconds } from "../support/cpu-time.ts";

function shown(before: string, after: string): string {
  return show(redline(paragraphs(before), paragraphs(after)));
}

describe("words", () => {
  test("one word changed is one word marked", () => {
    expect(shown("The exporter may apply.", "The exporter shall apply.")).toBe("The exporter [-may-]{+shall+} apply.");
  });

  test("amounts, percentages, dates and citations are replaced whole", () => {
    expect(
      shown(
        "By January 5, 2026 the exporter pays $1,000.50, or 25 percent, under 15 CFR 744.23(a)(2) for 3A090.a and H100 chips.",
        "By February 4, 2026 the exporter pays $1,200.50, or 50 percent, under 15 CFR 744.23(a)(3) for 3A090.b and H200 chips.",
      ),
    ).toBe(
      "By [-January 5, 2026-]{+February 4, 2026+} the exporter pays [-$1,000.50-]{+$1,200.50+}, or [-25 percent-]{+50 percent+}, " +
        "under [-15 CFR 744.23(a)(2)-]{+15 CFR 744.23(a)(3)+} for [-3A090.a-]{+3A090.b+} and [-H100-]{+H200+} chips.",
    );
  });

  test("the comma after an amount is no part of it", () => {
    expect(
      shown(
        "It costs $1,281,000, of which half stays.",
        "It costs $1,281,000 (reduced by $5,000), of which half stays.",
      ),
    ).toBe("It costs $1,281,000{+ (reduced by $5,000)+}, of which half stays.");
  });

  test("an inserted phrase begins and ends where clauses do, and takes its space along", () => {
    expect(
      shown(
        "It applies to items, to software, and to technology.",
        "It applies to items, to source code, to software, and to technology.",
      ),
    ).toBe("It applies to items,{+ to source code,+} to software, and to technology.");
  });

  test("little islands of common words are swallowed, not left as confetti", () => {
    const result = shown(
      "Licence applications must include the written consent of the receiving government before any such export.",
      "Licence applications must include the signed attestation from a competent authority before any such export.",
    );
    expect(result).toBe(
      "Licence applications must include the [-written consent of the receiving government-]{+signed attestation from a competent authority+} before any such export.",
    );
  });

  test("a passage of which little is left is shown as replaced", () => {
    const before = [block("(a) The United States of America shall protect the rights of every citizen.", ["(a)"])];
    const after = [block("(a) The Republic of Korea must defend the freedoms of each resident.", ["(a)"])];
    expect(show(redline(before, after))).toBe(
      "(a) The [-United States of America shall protect the rights of every citizen-]{+Republic of Korea must defend the freedoms of each resident+}.",
    );
  });

  test("Chinese words of law and periods are words of their own", () => {
    expect(
      shown(
        "用户应当在三十日内完成实名认证，未完成的用户不得使用。",
        "用户必须在十五日内完成实名认证和用途声明，未完成的用户不得使用。",
      ),
    ).toBe("用户[-应当在三十日-]{+必须在十五日+}内完成实名认证{+和用途声明+}，未完成的用户不得使用。");
  });

  test("Chinese is compared by words, not by characters or whole lines", () => {
    expect(
      shown("用户不得将本服务用于任何违反法律法规的目的。", "用户不得将本服务用于任何违反法律法规或政策的目的。"),
    ).toBe("用户不得将本服务用于任何违反法律法规{+或政策+}的目的。");
  });
});

describe("blocks", () => {
  test("an inserted paragraph renumbers its followers, of which only the numbers are marked", () => {
    expect(
      shown(
        "(a) Exports of chips need a licence from the Bureau.\n(b) The Bureau may deny any application in whole.",
        "(a) Exports of chips need a licence from the Bureau.\n(b) Applicants name the end user.\n(c) The Bureau may deny any application in whole.",
      ),
    ).toBe(
      "(a) Exports of chips need a licence from the Bureau.{+\n(b) Applicants name the end user.+}\n([-b-]{+c+}) The Bureau may deny any application in whole.",
    );
  });

  test("a paragraph that became several, with new text between, keeps every phrase that stayed", () => {
    const first =
      "The calling service does not carry emergency calls to any public safety answering point, nor does it say where";
    const last =
      "You are solely responsible for any arrangements that give your end users access to emergency services by phone";
    const before = [block(`4.1. ${first} callers are. ${last}.`, ["4.1."])];
    const after = [
      block(`4.1. ${first} someone sits who calls from a country that is not on the list of places served by us.`, [
        "4.1.",
      ]),
      block("4.2. Prices are those of the day on which an order was placed.", ["4.2."]),
      block(`4.3. Within the country calls are carried as written in the manual. ${last}.`, ["4.3."]),
    ];
    expect(show(redline(before, after))).toBe(
      `4.1. ${first} [-callers are-]{+someone sits who calls from a country that is not on the list of places served by us.+}{+\n` +
        `4.2. Prices are those of the day on which an order was placed.+}{+\n` +
        `4.3. Within the country calls are carried as written in the manual+}. ${last}.`,
    );
  });

  test("a new row with the words of an old one is not taken for a part of it", () => {
    const scope = "For all items subject to the EAR (See § 744.11 of the EAR), in all their forms";
    const row = (name: string, policy: string) => block(`Iran | ${name} | ${scope} | ${policy}`, [name], "row");
    const denial = "Presumption of denial, as for every item on the Commerce Control List and beyond it";
    const result = show(
      redline([row("Alpha", denial)], [row("Alpha", "Case by case"), row("Beta", denial), row("Gamma", denial)]),
    );
    expect(result).toContain(
      "[-Presumption of denial, as for every item on the Commerce Control List and beyond it-]{+Case by case+}{+\nIran | Beta",
    );
  });

  test("a text set in other lines, with words torn apart in the old file, is not shown as replaced", () => {
    const said = Array.from(
      { length: 60 },
      (_, n) => `clause${n} obliges provider${n} towards customer${n} within region${n}`,
    );
    const torn = said.map((line, n) => (n % 5 === 0 ? line.replace("provider", "pro vider") : line));
    const before = [torn.slice(0, 30), torn.slice(30)].map((lines) => block(lines.join(" ")));
    const after = said.flatMap((line) => line.split(" towards ")).map((line) => block(line));
    const { stats } = redline(before, after);
    expect(stats.deleted).toBeLessThan(plainText(before).length / 4);
  });

  test("a sentence that stayed whole in a passage that was otherwise replaced is not marked", () => {
    const stayed = "we may suspend or terminate your access to the service at once upon notice to you";
    const before = `5.1. Plans for fleets of lorries, of vans and of cars cost what the price list says, by device and month, as agreed in writing between both sides before first use. Where a plan is misused, ${stayed}.`;
    const after = `5.1. Nobody offers maps made from the data to others, prints an atlas, sells tiles or fills another database from what was looked up here, wherever that may be. In such a case ${stayed}.`;
    const result = redline([block(before, ["5.1."])], [block(after, ["5.1."])]);
    expect(
      result.spans
        .filter(({ op }) => op === "equal")
        .map(({ text }) => text)
        .join(""),
    ).toContain(stayed);
  });

  test("a moved paragraph is linked with its new place", () => {
    const result = redline(
      paragraphs(
        "Moved text that is long enough.\nFirst of the long paragraphs that stay.\nSecond of the paragraphs that stay.",
      ),
      paragraphs(
        "First of the long paragraphs that stay.\nSecond of the paragraphs that stay.\nMoved text that is long enough.",
      ),
    );
    expect(show(result)).toContain("[<1 Moved text that is long enough.<]");
    expect(show(result)).toContain("{>1 Moved text that is long enough.>}");
    expect(result.stats).toMatchObject({ inserted: 1, deleted: 1, moved: 31 });
  });

  test("paragraphs that moved together have one number, and edits on the way are shown", () => {
    const result = shown(
      "Record keeping\nEvery exporter keeps the records of each export for five years after it.\nThe records are in English and are kept in one place.\n" +
        "General prohibition one concerns the export of items.\nGeneral prohibition two concerns the reexport of items.\nGeneral prohibition three concerns foreign direct products of technology.\nGeneral prohibition four concerns persons denied privileges.",
      "General prohibition one concerns the export of items.\nGeneral prohibition two concerns the reexport of items.\nGeneral prohibition three concerns foreign direct products of technology.\nGeneral prohibition four concerns persons denied privileges.\n" +
        "Record keeping\nEvery exporter keeps the records of each export for ten years after it.\nThe records are in English and are kept in one place.",
    );
    expect(result).toContain(
      "[<1 Record keeping\nEvery exporter keeps the records of each export for <][-five-][<1  years",
    );
    expect(result).toContain(
      "{>1 Record keeping\nEvery exporter keeps the records of each export for >}{+ten+}{>1  years",
    );
    expect(result).not.toContain("<2");
  });

  test("a paragraph split in two shows the break alone", () => {
    expect(
      shown(
        "One sentence stands here. Another sentence follows it.",
        "One sentence stands here.\nAnother sentence follows it.",
      ),
    ).toBe("One sentence stands here.[-~ -]{+~\n+}Another sentence follows it.");
  });

  test("text wrapped anew shows breaks alone", () => {
    const words =
      "The Bureau amends the rules on the export of advanced computing items and on their end uses as set out below".split(
        " ",
      );
    const wrap = (width: number) =>
      words.reduce((text, word) =>
        text.length - text.lastIndexOf("\n") + word.length > width ? `${text}\n${word}` : `${text} ${word}`,
      );
    const result = redline(paragraphs(wrap(40)), paragraphs(wrap(55)));
    expect(result.spans.filter((span) => span.op !== "equal").every((span) => span.nature === "typesetting")).toBe(
      true,
    );
  });

  test("the same provision rewritten stands beside its old self", () => {
    const before = [block("Fees are due at once.", ["§ 1", "(a)"]), block("Nobody may enter.", ["§ 1", "(b)"])];
    const after = [
      block("Charges fall on every quarter day.", ["§ 1", "(a)"]),
      block("All visitors are welcome here.", ["§ 1", "(b)"]),
    ];
    expect(show(redline(before, after))).toBe(
      "[-Fees are due at once.-]{+Charges fall on every quarter day.+}\n[-Nobody may enter.-]{+All visitors are welcome here.+}",
    );
  });

  test("spans carry the section they stand in, and the stats count them", () => {
    const before = [block("May.", ["§ 744.23", "(b)"]), block("Same.", ["§ 744.24"])];
    const after = [block("Shall.", ["§ 744.23", "(b)"]), block("Same.", ["§ 744.24"]), block("New.", ["§ 744.25"])];
    const result = redline(before, after);
    expect(result.spans.filter((span) => span.op !== "equal").map((span) => [span.op, span.section])).toEqual([
      ["delete", "§ 744.23(b)"],
      ["insert", "§ 744.23(b)"],
      ["insert", "§ 744.25"],
    ]);
    expect(result.stats).toEqual({ inserted: 11, deleted: 4, moved: 0, sections: 2 });
  });
});

describe("what says nothing new", () => {
  test("quotes, dashes and spaces are marked as typesetting and still given back", () => {
    const before = paragraphs('He said "yes" - twice  over.');
    const after = paragraphs("He said “yes” — twice over.");
    const result = redline(before, after);
    const changes = result.spans.filter((span) => span.op !== "equal");
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every((span) => span.nature === "typesetting")).toBe(true);
    expect([oldText(result), newText(result)]).toEqual([plainText(before), plainText(after)]);
  });

  test("a word changed beside typesetting is not typesetting", () => {
    const result = redline(paragraphs("He “may” go - now."), paragraphs('He "must" go — now.'));
    const words = result.spans.filter((span) => /may|must/.test(span.text));
    expect(words.every((span) => span.nature === undefined)).toBe(true);
  });

  test("the line that states when the text was changed is marked as that", () => {
    const result = redline(
      paragraphs("Last updated: May 9, 2025\nYou may use it."),
      paragraphs("Last updated: June 2, 2025\nYou may use it."),
    );
    expect(show(result)).toBe("Last updated: [-@May 9, 2025-]{+@June 2, 2025+}\nYou may use it.");
  });
});

describe("bounds", () => {
  test("without effort the redline is coarse, and exact", () => {
    const before = paragraphs(Array.from({ length: 300 }, (_, index) => `a${(index * 7) % 11}`).join(" "));
    const after = paragraphs(Array.from({ length: 300 }, (_, index) => `a${(index * 5) % 11}`).join(" "));
    const result = redline(before, after, { effort: 0 });
    expect(result.coarse).toBe(true);
    expect([oldText(result), newText(result)]).toEqual([plainText(before), plainText(after)]);
    expect(redline(before, before).coarse).toBeUndefined();
  });

  test("long texts with a few edits are compared in a moment", () => {
    const text = Array.from(
      { length: 6000 },
      (_, index) => `(${index}) Item ${index * 31} is subject to the rules of section ${index % 97}.`,
    );
    const edited = text.map((line, index) => (index % 50 === 0 ? line.replace("subject to", "exempt from") : line));
    const [before, after] = [paragraphs(text.join("\n")), paragraphs(edited.join("\n"))];
    expect(cpuMilliseconds(() => redline(before, after))).toBeLessThan(3000);
    const result = redline(before, after);
    expect(result.spans.filter((span) => span.op === "insert")).toHaveLength(120);
  });

  test("a very long line without breaks is compared too", () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `w${(index * 7919) % 5003}`);
    const edited = text.with(9000, "changed");
    const result = redline(paragraphs(text.join(" ")), paragraphs(edited.join(" ")));
    expect(result.stats.inserted).toBe("changed".length);
  });
});
