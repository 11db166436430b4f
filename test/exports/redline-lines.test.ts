import fc from "fast-check";
import { expect, test } from "vitest";
import type { Redline } from "../../src/model/redline.ts";
import type { Block } from "../../src/model/text.ts";
import { plainText } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { fold, inNew, inOld, linesOf } from "../../src/exports/redline-lines.ts";

const word = fc.constantFrom("the", "licensee", "may", "shall", "export", "thirty", "days", "许可", "中国");
const text = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
const kind = fc.constantFrom("heading", "paragraph", "item", "note");
const block = fc.record({ kind, path: fc.array(fc.constantFrom("§ 1", "(a)", "(b)"), { maxLength: 2 }), text });
const blocks: fc.Arbitrary<readonly Block[]> = fc.array(block, { maxLength: 12 });

test("passages hold every word of both texts, in order", () => {
  fc.assert(
    fc.property(blocks, blocks, (before, after) => {
      const lines = linesOf(redline(before, after), before, after);
      const side = (belongs: typeof inOld) =>
        lines
          .map((line) =>
            line.spans
              .filter(belongs)
              .map((span) => span.text)
              .join(""),
          )
          .join("");
      expect(side(inOld)).toBe(plainText(before).replaceAll("\n", ""));
      expect(side(inNew)).toBe(plainText(after).replaceAll("\n", ""));
    }),
  );
});

test("folding loses no passage and hides no change", () => {
  fc.assert(
    fc.property(blocks, blocks, (before, after) => {
      const lines = linesOf(redline(before, after), before, after);
      const stretches = fold(lines);
      expect(stretches.flatMap((stretch) => stretch.lines)).toEqual(lines);
      const hidden = stretches.filter((stretch) => stretch.kind === "folded").flatMap((stretch) => stretch.lines);
      expect(hidden.every((line) => line.fate === "equal")).toBe(true);
    }),
  );
});

test("a passage has the kind of the block it came from", () => {
  const before: readonly Block[] = [
    { kind: "heading", path: [], text: "Dates" },
    { kind: "paragraph", path: [], text: "Comments close in May." },
    { kind: "note", path: [], text: "An old footnote on something else entirely." },
  ];
  const after: readonly Block[] = [
    { kind: "heading", path: [], text: "Dates" },
    { kind: "item", path: [], text: "Comments close in June." },
  ];
  const lines = linesOf(redline(before, after), before, after);
  expect(lines.map(({ kind, fate }) => [kind, fate])).toEqual([
    ["heading", "equal"],
    ["item", "mixed"],
    ["note", "delete"],
  ]);
});

test("a line feed that was inserted begins a new passage", () => {
  const change: Redline = {
    spans: [
      { op: "equal", section: "", text: "One" },
      { op: "insert", section: "", text: ".\nTwo" },
      { op: "equal", section: "", text: " and more" },
    ],
    stats: { inserted: 5, deleted: 0, moved: 0, sections: 1 },
  };
  const lines = linesOf(change, [], []);
  expect(lines.map((line) => line.spans.map((span) => span.text).join(""))).toEqual(["One.", "Two and more"]);
});
