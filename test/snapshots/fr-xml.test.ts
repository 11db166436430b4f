import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFrText } from "../../src/snapshots/fr-document.ts";

describe("Federal Register XML", () => {
  it.each([
    [
      "pretty-printed",
      '<P>\n the \n <E T="04">Federal Register</E>\n . \n <E T="03">See</E>\n (\n<E T="03">e.g.,</E>\n exporters)\n</P>',
    ],
    ["packed", '<P>the<E T="04">Federal Register</E>.<E T="03">See</E>(<E T="03">e.g.,</E>exporters)</P>'],
  ])("reads %s text alike", (_what, paragraph) => {
    expect(texts(`<RULE>${paragraph}</RULE>`)).toEqual(["the Federal Register. See (e.g., exporters)"]);
  });

  it("keeps sub- and superscripts on their word, and takes footnote calls and page marks out", () => {
    const paragraph =
      '<P>CO\n<E T="52">2</E>\n rose by 10\n<E T="51">6</E>\n.<SU>7</SU>\n<FTREF/>\n It fell<PRTPAGE P="12"/>again.</P>';
    expect(texts(`<RULE>${paragraph}</RULE>`)).toEqual(["CO2 rose by 106. It fell again."]);
  });

  it("puts footnotes at the end, under their number, wherever a page broke", () => {
    const note = "<FTNT><P><SU>1</SU> See A.</P><P>And B.</P></FTNT>";
    expect(readFrText(`<RULE><P>One.</P>${note}<P>Two.</P></RULE>`).blocks).toEqual([
      { kind: "paragraph", path: [], text: "One." },
      { kind: "paragraph", path: [], text: "Two." },
      { kind: "note", path: ["Footnotes", "1"], text: "See A." },
      { kind: "note", path: ["Footnotes", "1"], text: "And B." },
    ]);
  });

  it("follows amendments outside a REGTEXT, as proposed rules have them", () => {
    const source = `<PRORULE><SUPLINF><PART><HD SOURCE="HED">PART 3—MACHINES</HD></PART><AMDPAR>1. Amend § 3.1.</AMDPAR>
      <SECTION><SECTNO>§ 3.1</SECTNO><SUBJECT>Noise.</SUBJECT><P>(a) Hum.</P></SECTION></SUPLINF></PRORULE>`;
    expect(readFrText(source).blocks.map(({ kind, path }) => [kind, path.join(" ")])).toEqual([
      ["heading", "part 3 PART 3—MACHINES"],
      ["instruction", "part 3 instruction 1"],
      ["heading", "§ 3.1"],
      ["item", "§ 3.1 (a)"],
    ]);
  });

  it("says when a document was filed, in Washington's time", () => {
    expect(filed("[FR Doc. 2031-1 Filed 3-3-31; 4:15 pm]")).toBe("2031-03-03T21:15:00.000Z");
    expect(filed("[FR Doc. 2031–1 Filed 7–3–31; 12:05 am]")).toBe("2031-07-03T04:05:00.000Z");
    expect(filed("[FR Doc. 2031-1 Filed 13-45-31; 8:45 am]")).toBeNull();
  });

  it("survives nesting that no document has", () => {
    const deep = `<RULE>${"<EXTRACT>".repeat(20_000)}<P>Deep.</P>`;
    expect(texts(deep)).toEqual(["Deep."]);
  });

  it("never fails, whatever the markup, and gives clean lines", () => {
    const name = fc.constantFrom(
      "P",
      "FP",
      "HD",
      "E",
      "SU",
      "FTREF",
      "FTNT",
      "SECTION",
      "SECTNO",
      "AMDPAR",
      "REGTEXT",
      "GPOTABLE",
      "ROW",
      "ENT",
      "EXTRACT",
      "PART",
      "STARS",
      "SIG",
      "PRESDOCU",
      "EXECORD",
      "X",
    );
    const piece = fc.oneof(
      fc
        .tuple(name, fc.constantFrom("<", "</", "<!"))
        .map(([tag, open]) => `${open}${tag}${open === "<" ? ' SOURCE="HD2" T="03"' : ""}>`),
      fc.constantFrom("word", "(a) text", "(1)", "&amp;", "&#xFFFFFF;", "]]>", "<", "§ 1.1"),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        for (const block of readFrText(`<RULE>${pieces.join("")}`).blocks) {
          expect(block.text).not.toBe("");
          expect(block.text).not.toMatch(/[\uE001\uE002]|\n|\s{2}/);
        }
      }),
    );
  });
});

describe("raw text and fragments", () => {
  it("never fails on any text", () => {
    const line = fc.oneof(
      fc.constantFrom(
        "",
        "AGENCY: A",
        "    Indented",
        "0",
        "2. Amend",
        "[[Page 1]]",
        "§ 1.2 Title",
        "\\1\\ Note",
        "1 Note",
        "</pre>",
        "<pre>",
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        expect(Array.isArray(readFrText(lines.join("\n")).blocks)).toBe(true);
        expect(Array.isArray(readFrText(`<div><p>${lines.join("</p>")}`).blocks)).toBe(true);
      }),
    );
  });

  it("reads the site's fragment, the last resort", () => {
    const source = `<div><h1 id="h-1">SUMMARY:</h1><p id="p-1">One <span class="printed-page-inline" data-page="2">Page 2</span>thing.</p>
      <table><tr><th>A</th><td>1</td></tr></table></div>`;
    expect(readFrText(source).blocks).toEqual([
      { kind: "heading", path: ["SUMMARY"], text: "SUMMARY:" },
      { kind: "paragraph", path: ["SUMMARY"], text: "One thing." },
      { kind: "row", path: ["SUMMARY"], text: "A | 1" },
    ]);
  });
});

function filed(line: string): string | null {
  return readFrText(`<RULE><P>A.</P><FRDOC>${line}</FRDOC></RULE>`).head.filedAt;
}

function texts(source: string): readonly string[] {
  return readFrText(source).blocks.map((block) => block.text);
}
