import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leadingLabels, legalPaths, type Numbering } from "../../src/snapshots/legal-path.ts";

describe("legalPaths", () => {
  it("walks the six levels of a CFR section down and up again", () => {
    expect(
      paths([
        "(a) A",
        "(1) B",
        "(i) C",
        "(A) D",
        "(1) E",
        "(i) F",
        "(ii) G",
        "(2) H",
        "(B) I",
        "(ii) J",
        "(2) K",
        "(b) L",
      ]),
    ).toEqual([
      "(a)",
      "(a)(1)",
      "(a)(1)(i)",
      "(a)(1)(i)(A)",
      "(a)(1)(i)(A)(1)",
      "(a)(1)(i)(A)(1)(i)",
      "(a)(1)(i)(A)(1)(ii)",
      "(a)(1)(i)(A)(2)",
      "(a)(1)(i)(B)",
      "(a)(1)(ii)",
      "(a)(2)",
      "(b)",
    ]);
  });

  it("takes (i) for the letter after (h) when (j) follows, and for a numeral when (ii) does", () => {
    expect(paths(["(h) A", "(i) B", "(j) C"])).toEqual(["(h)", "(i)", "(j)"]);
    expect(paths(["(h) A", "(1) B", "(i) C", "(ii) D", "(i) E"])).toEqual([
      "(h)",
      "(h)(1)",
      "(h)(1)(i)",
      "(h)(1)(ii)",
      "(i)",
    ]);
    expect(paths(["(u) A", "(v) B", "(w) C", "(x) D", "(y) E"])).toEqual(["(u)", "(v)", "(w)", "(x)", "(y)"]);
  });

  it("goes on in an amended section where paragraphs are left out", () => {
    expect(paths(["* * *", "(b) A", "* * *", "(4) B", "* * *", "(iii) C", "* * *", "(f) D"])).toEqual([
      "",
      "(b)",
      "(b)",
      "(b)(4)",
      "(b)(4)",
      "(b)(4)(iii)",
      "(b)(4)(iii)",
      "(f)",
    ]);
  });

  it("reads several labels at the head of one paragraph", () => {
    expect(paths(["(a)(1)(i) A", "(ii) B", "(2) C", "(b) Master files. (1) D", "(2) E"])).toEqual([
      "(a)(1)(i)",
      "(a)(1)(ii)",
      "(a)(2)",
      "(b)(1)",
      "(b)(2)",
    ]);
  });

  it("lets italics decide between the second and the fifth level", () => {
    const found = legalPaths(
      [
        numbered("(a)", false),
        numbered("(1)", false),
        numbered("(i)", false),
        numbered("(A)", false),
        numbered("(1)", true),
        numbered("(2)", false),
      ],
      "cfr",
    );
    expect(found.map((path) => path.join(""))).toEqual([
      "(a)",
      "(a)(1)",
      "(a)(1)(i)",
      "(a)(1)(i)(A)",
      "(a)(1)(i)(A)(1)",
      "(a)(2)",
    ]);
  });

  it("numbers orders (a)(i)(A) and statutes (a)(1)(A)(i)", () => {
    expect(paths(["(a) A", "(i) B", "(ii) C", "(A) D", "(b) E"], "order")).toEqual([
      "(a)",
      "(a)(i)",
      "(a)(ii)",
      "(a)(ii)(A)",
      "(b)",
    ]);
    expect(paths(["(a) A", "(1) B", "(A) C", "(i) D", "(I) E", "(2) F"], "statute")).toEqual([
      "(a)",
      "(a)(1)",
      "(a)(1)(A)",
      "(a)(1)(A)(i)",
      "(a)(1)(A)(i)(I)",
      "(a)(2)",
    ]);
  });

  it("gives every paragraph a path that ends with its own label, whatever the labels are", () => {
    const label = fc.constantFrom(
      "(a)",
      "(b)",
      "(i)",
      "(ii)",
      "(v)",
      "(A)",
      "(1)",
      "(2)",
      "(12)",
      "(aa)",
      "(I)",
      "(x)",
    );
    const numbering = fc.constantFrom<Numbering>("cfr", "order", "statute");
    fc.assert(
      fc.property(
        fc.array(fc.record({ labels: fc.array(label, { maxLength: 3 }), gap: fc.boolean() }), { maxLength: 40 }),
        numbering,
        (some, kind) => {
          const found = legalPaths(
            some.map(({ labels, gap }) => ({ labels: labels.map((text) => ({ text })), gap })),
            kind,
          );
          expect(found).toHaveLength(some.length);
          found.forEach((path, index) => {
            const own = some[index]?.labels ?? [];
            if (own.length > 0) expect(own).toContain(path.at(-1));
          });
        },
      ),
    );
  });
});

describe("leadingLabels", () => {
  it.each([
    ["(a) Scope.", "(a)"],
    ["(a)(1)(i) Scope.", "(a)(1)(i)"],
    ["(b) Requirement—(1) Timing—(i) General. Text", "(b)(1)(i)"],
    ["(and) so on", ""],
    ["No label (a) here", ""],
    ["(b) See paragraph (a) of this section", "(b)"],
  ])("reads %j as %j", (text, labels) => {
    expect(
      leadingLabels(text)
        .map((label) => label.text)
        .join(""),
    ).toBe(labels);
  });
});

function numbered(text: string, italic: boolean) {
  return { labels: [{ text, italic }] };
}

function paths(texts: readonly string[], numbering: Numbering = "cfr"): readonly string[] {
  const paragraphs = texts.map((text) => ({ labels: leadingLabels(text), gap: text.startsWith("*") }));
  return legalPaths(paragraphs, numbering).map((path) => path.join(""));
}
