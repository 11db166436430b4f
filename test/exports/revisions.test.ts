import fc from "fast-check";
import { expect, test } from "vitest";
import type { RevisedParagraph } from "../../src/exports/revisions.ts";
import { revisedParagraphs } from "../../src/exports/revisions.ts";
import type { Block } from "../../src/model/text.ts";
import { plainText } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { newTerms, oldTerms, paragraph, someBlocks } from "./texts.ts";

test("taking every revision gives the new text, refusing every one the old text", () => {
  fc.assert(
    fc.property(someBlocks, someBlocks, (before, after) => {
      const paragraphs = revise(before, after);
      expect(settled(paragraphs, "delete")).toBe(plainText(after));
      expect(settled(paragraphs, "insert")).toBe(plainText(before));
    }),
    { numRuns: 500 },
  );
});

test("a passage that came between others has its own mark, and its neighbours are left alone", () => {
  const paragraphs = revise(
    [paragraph("First of all, this stays."), paragraph("Last of all, this stays too.")],
    [paragraph("First of all, this stays."), paragraph("Something new."), paragraph("Last of all, this stays too.")],
  );
  expect(paragraphs.map(({ runs, mark }) => [runs.map(({ op, text }) => `${op}: ${text}`).join(), mark])).toEqual([
    ["equal: First of all, this stays.", "equal"],
    ["insert: Something new.", "insert"],
    ["equal: Last of all, this stays too.", "equal"],
  ]);
});

test("a paragraph knows the passage it comes from, that of the old text if it went", () => {
  const kinds = revise(oldTerms, newTerms).map(({ runs, block }) => [
    runs.map(({ text }) => text).join(""),
    block?.kind,
  ]);
  expect(kinds.find(([text]) => text === "4. Credits")).toEqual(["4. Credits", "heading"]);
  expect(kinds.find(([text]) => text === "5. Audit")).toEqual(["5. Audit", "heading"]);
  expect(kinds.find(([text]) => text?.startsWith("Credits that"))?.[1]).toBe("paragraph");
});

function revise(before: readonly Block[], after: readonly Block[]): readonly RevisedParagraph[] {
  return revisedParagraphs(redline(before, after), before, after);
}

/** The text once everything with one fate is gone: runs, and marks, which join two paragraphs. */
function settled(paragraphs: readonly RevisedParagraph[], gone: "insert" | "delete"): string {
  const ops = gone === "insert" ? ["insert", "move-to"] : ["delete", "move-from"];
  return paragraphs
    .map(({ runs, mark }, index) => {
      const text = runs.filter(({ op }) => !ops.includes(op)).map((run) => run.text);
      return `${text.join("")}${mark === gone || index === paragraphs.length - 1 ? "" : "\n"}`;
    })
    .join("");
}
