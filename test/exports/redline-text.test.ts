import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { redlineText } from "../../src/exports/redline-text.ts";
import { compared, newRules, newTerms, oldRules, oldTerms, paragraph } from "./texts.ts";

test("changes are marked without colour, under their sections, with what is unchanged counted", () => {
  const before = [
    paragraph("Rules", ["Rules"], "heading"),
    ...["one", "two", "three", "four", "five"].map((word, index) =>
      paragraph(`Nothing changes in number ${word}.`, [`${index + 1}.`]),
    ),
    paragraph("The licensee may report within 30 days.", ["6."]),
  ];
  const after = [...before.slice(0, -1), paragraph("The licensee shall report within 14 days.", ["6."])];
  expect(redlineText(compared(before, after), { colour: false })).toBe(`--- old.html
+++ new.html
Substantive: A deadline moved
Fees are now due within 14 days.
  · A number changed in 2.: “30” → “14”
+7 −5 characters, in 1 section

⋯ 5 unchanged passages · Rules to 4.

5.
  Nothing changes in number five.

6.
  The licensee [-may-]{+shall+} report within [-30-]{+14+} days.
`);
});

test("a moved passage names its other place at both ends", () => {
  const text = redlineText(compared(oldTerms, newTerms), { colour: false });
  expect(text).toContain("[-The customer may use the service from any place in which it is offered.-]⟨moved to 2.⟩");
  expect(text).toContain("{+The customer may use the service from any place in which it is offered.+}⟨moved from 1.⟩");
});

test("with colour the words and marks are the same", () => {
  const coloured = redlineText(compared(oldTerms, newTerms), { colour: true });
  expect(coloured).toContain("\u001b[9;31m[-");
  expect(coloured).toContain("\u001b[4;32m{+");
  expect(stripVTControlCharacters(coloured)).toBe(redlineText(compared(oldTerms, newTerms), { colour: false }));
});

test("lines keep within the columns, Chinese characters counted as two, and lose no word", () => {
  for (const [before, after] of [
    [oldTerms, newTerms],
    [oldRules, newRules],
  ] as const) {
    const text = redlineText(compared(before, after), { colour: false, columns: 40 });
    const widths = text
      .split("\n")
      .map((line) => line.replace(/[\p{scx=Han}\u3000-\u303f\uff00-\uff60]/gu, "xx").length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(40);
    const whole = redlineText(compared(before, after), { colour: false });
    expect(text.replace(/\s/g, "")).toBe(whole.replace(/\s/g, ""));
  }
});

test("foreign text cannot steer the terminal", () => {
  const text = redlineText(
    compared(
      [paragraph("red\u001b[31m", ["\u001b]0;title\u0007"])],
      [paragraph("gone\u001b[2J\u202eback", ["\u009b1A"])],
    ),
    { colour: false },
  );
  expect(text.replaceAll("\n", "")).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
});

test("two texts that are the same are said to be", () => {
  expect(redlineText(compared(oldTerms, oldTerms), { colour: false })).toMatch(
    /\n\nNot a word of the text changed\.\n$/,
  );
});
