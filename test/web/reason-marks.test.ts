import { expect, test } from "vitest";
import { linesOf } from "../../src/exports/redline-lines.ts";
import { markReasons } from "../../src/web/reason-marks.ts";
import type { Block } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";
import { shelf } from "./sample.ts";

const change = shelf.changes.find(({ id }) => id === "c-rule");
const [before, after] = shelf.versions;
if (change === undefined || before === undefined || after === undefined) throw new Error("the sample has no rule");
const lines = linesOf(change.redline, before.blocks, after.blocks);

function marked(reason: Parameters<typeof markReasons>[1][number]): string | null {
  return markReasons(lines, [reason])[0]?.span.text ?? null;
}

test("a reason finds the changed words it names, the new ones first", () => {
  expect(marked({ rule: "obligation", section: "§ 744.23(b)", before: "may", after: "shall" })).toBe("shall");
  expect(marked({ rule: "threshold", section: "§ 744.23(b)", before: "4800" })).toBe("4800");
});

test("words that begin before the changed ones are found by their passage", () => {
  expect(marked({ rule: "deadline", section: "DATES", after: "received by February 4, 2026" })).toBe(
    "February 4, 2026",
  );
});

function items(...texts: readonly string[]): readonly Block[] {
  return texts.map((text) => ({ kind: "item", path: ["2.2"], text }));
}

test("terms that a rule lists are found one by one, however they are written", () => {
  const old = items("a person located in a closed country; or", "a firm that is run by such a person.");
  const current = items(
    "a person located in a closed country;",
    "a firm that is run by such a person; or",
    "an entity whose Ultimate Parent has its headquarters there.",
  );
  const reason = { rule: "scope", section: "2.2", after: "ultimate parent, headquarters" };
  const [mark] = markReasons(linesOf(redline(old, current), old, current), [reason]);
  expect(mark?.span.text).toContain("Ultimate Parent");
});

test("a reason of a whole section leads to the first change in it, and in what it holds", () => {
  expect(marked({ rule: "new-clause", section: "§ 744.40" })).toContain("Remote access");
  expect(marked({ rule: "obligation", section: "§ 744.2" })).toBeNull();
});

test("what the redline does not show is not marked", () => {
  expect(marked({ rule: "bill" })).toBeNull();
  expect(marked({ rule: "rule", after: "Final rule" })).toBeNull();
});
