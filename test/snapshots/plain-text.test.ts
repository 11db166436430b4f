import { expect, test } from "vitest";
import { lines, read } from "./reading-lines.ts";

test("text wrapped at 72 columns is joined, page marks and numbers go, headings and clauses are paths", () => {
  const source = [
    "EXPORT CONTROLS",
    "",
    "1. Scope of the agreement",
    "",
    "    These terms apply to every item that is subject to the regulations of",
    "the United States, and to every person who receives such an item or has",
    "access to it over a network, wherever that person is.",
    "[[Page 46861]]",
    "",
    "    1.1 Nobody may give access to an item to a person on the list, or to a",
    "person who acts for one, without a license from the bureau for export-",
    "controlled items.",
    "",
    "                                 12",
    "",
    "    (a) A license names the person, the item and the end use for which it",
    "was asked.",
  ].join("\n");
  expect(lines(read(source, { name: "terms.txt" }).blocks)).toEqual([
    " | EXPORT CONTROLS",
    "1. Scope of the agreement | 1. Scope of the agreement",
    "1. Scope of the agreement | These terms apply to every item that is subject to the regulations of the United States, and to every person who receives such an item or has access to it over a network, wherever that person is.",
    "1. Scope of the agreement > 1.1 | 1.1 Nobody may give access to an item to a person on the list, or to a person who acts for one, without a license from the bureau for export-controlled items.",
    "1. Scope of the agreement > 1.1 > (a) | (a) A license names the person, the item and the end use for which it was asked.",
  ]);
});

test("text that is not wrapped has one paragraph a line", () => {
  const { blocks, language } = read(
    "用户协议\n更新日期：2024年7月1日\n第一条 本协议适用于所有用户。\n第二条 用户不得违反出口管制法律。\n",
  );
  expect(lines(blocks).slice(2)).toEqual([
    "第一条 | 第一条 本协议适用于所有用户。",
    "第二条 | 第二条 用户不得违反出口管制法律。",
  ]);
  expect(language).toBe("zh");
});

test("bullets are items", () => {
  const { blocks } = read("You may not:\n• resell it;\n• rent it.\n");
  expect(blocks.map((block) => `${block.kind} ${block.text}`)).toEqual([
    "paragraph You may not:",
    "item resell it;",
    "item rent it.",
  ]);
});
