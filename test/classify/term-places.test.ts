import { describe, expect, test } from "vitest";
import { termFinder } from "../../src/classify/term-places.ts";
import type { Term } from "../../src/model/term.ts";
import type { Block } from "../../src/model/text.ts";

const term = (id: string, given: Partial<Term>): Term => ({
  id,
  title: id,
  why: "It matters.",
  en: [],
  zh: [],
  ...given,
});

const find = termFinder([
  term("tpp", { en: ["total processing performance", "TPP"], zh: ["总处理性能"], value: "number" }),
  term("density", { en: ["performance density"], value: "number" }),
  term("compute", { en: ["floating-point operations"], zh: ["浮点运算"], value: "power-of-ten" }),
  term("eccn", { en: ["3A090"] }),
  term("provider", { en: ["IaaS provider"] }),
]);

function block(text: string, path: readonly string[] = ["§ 774.1", "(a)"]): Block {
  return { kind: "paragraph", path, text };
}

function values(text: string) {
  return find([block(text)]).map(({ termId, value }) => [termId, value]);
}

describe("terms in a text", () => {
  test("stand with their section and sentence, whatever their capitals, hyphens and number", () => {
    const places = find([
      block(
        "Applies to U.S. persons. Any IaaS  Providers that sell Floating Point Operations report yearly. Nothing else is said.",
        ["§ 744.23", "(b)", "(2)"],
      ),
    ]);
    const sentence = "Any IaaS  Providers that sell Floating Point Operations report yearly.";
    expect(places).toEqual([
      { termId: "provider", section: "§ 744.23(b)(2)", sentence, value: null },
      { termId: "compute", section: "§ 744.23(b)(2)", sentence, value: null },
    ]);
  });

  test("are not found inside other words", () => {
    expect(values("HTTPPS, X3A0901 and 13A090")).toEqual([]);
    expect(values("Items under 3A090.a are listed.")).toEqual([["eccn", null]]);
  });

  test.each([
    ["a ‘total processing performance’ of 4,800 or more", [["tpp", "4800"]]],
    [
      "A “TPP” of 2400 or more and less than 4800 and a “performance density” of 1.6 or more",
      [
        ["tpp", "2400 / 4800"],
        ["density", "1.6"],
      ],
    ],
    ["a total processing performance of at least 1600", [["tpp", "1600"]]],
    [
      "A `total processing performance' of 1600 or more and a `performance density' of 5.92 or more",
      [
        ["tpp", "1600"],
        ["density", "5.92"],
      ],
    ],
    [
      "that has (I) a TPP of 21,000 or more; (II) a TPP of 2,400 or more and less than 4,800; or (III) none",
      [["tpp", "21000 / 2400 / 4800"]],
    ],
    ["‘TPP’ is 2 × ‘MacTOPS’ × ‘bit length of the operation’", [["tpp", null]]],
    ["chips with 4800 TPP", [["tpp", "4800"]]],
    ["TPP is defined in paragraph 3 of 15 CFR 774", [["tpp", null]]],
    ["more than 10^26 integer or floating-point operations", [["compute", "10^26"]]],
    ["10²⁶ floating-point operations", [["compute", "10^26"]]],
    ["1026 floating-point operations", [["compute", "10^26"]]],
    ["总处理性能达到4800的芯片", [["tpp", "4800"]]],
    ["训练使用超过10^26次浮点运算的模型", [["compute", "10^26"]]],
  ])("%s", (text, found) => {
    expect(values(text)).toEqual(found);
  });

  test("stand once for the same sentence, at most a dozen, those with a value first", () => {
    const many = Array.from({ length: 30 }, (_, index) => block(`The TPP is meant ${index}x here.`));
    const places = find([block("TPP and TPP again."), ...many, block("TPP of 4800.")]);
    expect(places).toHaveLength(12);
    expect(places[0]).toMatchObject({ value: "4800" });
    expect(find([block("TPP and TPP again.")])).toHaveLength(1);
  });
});
