import { expect, test } from "vitest";
import { linesOf } from "../../src/exports/redline-lines.ts";
import { outlineOf } from "../../src/exports/redline-outline.ts";
import { foldsWithin, partsByLine, piecesOf } from "../../src/exports/redline-parts.ts";
import type { Block } from "../../src/model/text.ts";
import { redline } from "../../src/redline/redline.ts";

const before: readonly Block[] = Array.from({ length: 300 }, (_, index) => ({
  kind: "paragraph",
  path: [`§ ${1 + Math.floor(index / 30)}`, `(${index % 30})`],
  text: `Paragraph ${index} says something of its own that is told apart by its number ${index} and by nothing else.`,
}));
const after = before.map((block, index) =>
  index % 20 === 7 ? { ...block, text: block.text.replace("says", "shall say") } : block,
);
const lines = linesOf(redline(before, after), before, after);

test("the parts of a redline hold every passage once, in order, each within its bound", () => {
  const pieces = piecesOf(lines, 1000);
  expect(pieces.flatMap((piece) => piece.lines)).toEqual(lines);
  const parts = Map.groupBy(pieces, ({ part }) => part);
  expect([...parts.keys()]).toEqual(Array.from({ length: parts.size }, (_, index) => index + 1));
  expect(parts.size).toBeGreaterThan(2);
  for (const held of parts.values()) {
    const shown = held.filter(({ fold }) => fold === null).flatMap((piece) => piece.lines);
    expect(shown.reduce((sum, line) => sum + line.length, 0)).toBeLessThanOrEqual(1000);
  }
  const folds = pieces.flatMap(({ fold }) => (fold === null ? [] : [fold]));
  expect(folds).toEqual(folds.map((_, index) => index + 1));
  expect(partsByLine(pieces).size).toBe(lines.length);
});

test("folds come along while there is room for them", () => {
  const pieces = piecesOf(lines);
  const one = pieces.find(({ fold }) => fold === 2)?.lines.reduce((sum, line) => sum + line.length, 0) ?? 0;
  expect(foldsWithin(pieces, 0).size).toBe(0);
  expect([...foldsWithin(pieces, one * 1.5)]).toEqual([1, 2]);
});

test("the outline names the sections that changed, with how much, and the larger ones where they are many", () => {
  const fine = outlineOf(lines);
  expect(fine).toHaveLength(15);
  expect(fine[0]).toMatchObject({ name: "§ 1(7)", inserted: 9, deleted: 4, moved: 0, stop: 1 });
  const coarse = outlineOf(lines, 12);
  expect(coarse.map(({ name, stop }) => `${name} ${stop}`).slice(0, 3)).toEqual(["§ 1 1", "§ 2 3", "§ 3 4"]);
});
