import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReadingError } from "../../src/model/errors.ts";
import { blocksOf, blocksOfPdf, readingOf } from "../../src/snapshots/blocks-of.ts";
import { read } from "./reading-lines.ts";
import { cpuMilliseconds } from "../support/cpu-time.ts";

const name = "terms";

describe("files that cannot be read", () => {
  test.each([
    ["an empty file", new Uint8Array(), "terms is empty"],
    [
      "an Office file",
      Uint8Array.of(0x50, 0x4b, 3, 4, 20),
      "terms is a ZIP or Office file, which cannot be read: give HTML, XML, Markdown, text or PDF",
    ],
    [
      "an image",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
      "terms is an image, which cannot be read: give HTML, XML, Markdown, text or PDF",
    ],
    ["zero bytes", new TextEncoder().encode("a\0b"), "terms is no text: it holds zero bytes"],
    [
      "JSON",
      new TextEncoder().encode('{"a":1}'),
      "terms is JSON, which has no passages to compare: name the page or document instead",
    ],
    [
      "a feed",
      new TextEncoder().encode('<?xml version="1.0"?><rss><channel/></rss>'),
      "terms is a list of pages (rss), not a document: name one of its pages",
    ],
    [
      "a damaged PDF",
      new TextEncoder().encode("%PDF-1.7\nnothing"),
      "terms is a PDF that cannot be read: Invalid PDF structure.",
    ],
  ])("such as %s say what they are", async (_kind, bytes, message) => {
    await expect(readingOf(bytes, { name })).rejects.toThrow(new ReadingError(message));
  });

  test("white space alone is no text", () => {
    expect(() => read(" \n ", { name })).toThrow("terms has no text");
  });
});

describe("the format", () => {
  test.each([
    ["<!doctype html><p>Text</p>", "a.txt", "html"],
    ["<p>Text</p>", "a.html", "html"],
    ['<?xml version="1.0"?><RULE><P>Text</P></RULE>', "a.xml", "federal-register-xml"],
    [
      '<!-- c --><!DOCTYPE bill [<!ENTITY a "b">]><bill><legis-body><section><enum>1.</enum><text>T</text></section></legis-body></bill>',
      "a",
      "bill-dtd",
    ],
    [
      "<html><pre>[Federal Register Volume 90, Number 187 (Tuesday)]\n\nAGENCY: Bureau.\n\nACTION: Rule.\n</pre></html>",
      "a.txt",
      "federal-register-text",
    ],
    ["Plain # text", "a.md", "markdown"],
    ["Plain # text", "a.txt", "plain-text"],
    ["if a < b then <stop>", "a.txt", "plain-text"],
  ])("of %s is told by content, then by name", (text, file, format) => {
    expect(read(text, { name: file }).format).toBe(format);
  });

  test("follows the bytes' own encoding", () => {
    const bytes = Uint8Array.of(
      ...new TextEncoder().encode('<meta charset="gbk"><p>'),
      0xd3,
      0xc3,
      0xbb,
      0xa7,
      0xd0,
      0xad,
      0xd2,
      0xe9,
      0xb5,
      0xda,
      0xd2,
      0xbb,
      0xcc,
      0xf5,
      0xd3,
      0xc3,
      0xbb,
      0xa7,
      0xd0,
      0xad,
      0xd2,
      0xe9,
    );
    expect(blocksOf(bytes, { name: "a.html" }).blocks[0]?.text).toBe("用户协议第一条用户协议");
  });
});

describe("a PDF", () => {
  test("is read in passages, with its page numbers left out", async () => {
    const reading = await blocksOfPdf(
      pdf([
        "Acceptable Use Policy",
        "Last updated: 28 January 2025",
        "1.1 You may not resell the",
        "service to anybody.",
        "3",
      ]),
    );
    expect(reading.format).toBe("pdf");
    expect(reading.statedDate).toBe("2025-01-28");
    expect(reading.blocks.map((block) => block.text)).toEqual([
      "Acceptable Use Policy",
      "Last updated: 28 January 2025",
      "1.1 You may not resell the service to anybody.",
    ]);
  });

  test("without text is said to be a scan", async () => {
    await expect(blocksOfPdf(pdf([]), { name })).rejects.toThrow("terms is a PDF without text, perhaps a scan");
  });
});

describe("whatever comes in", () => {
  const pieces = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      ..."<p> </p> <div> <table> <tr> <td> <th colspan=2> <li> <ol start=9> <ul> <a href='#x'> </a> <br> <h1> </h2> <b> <button aria-expanded> <pre> <!-- --> <![CDATA[ ]]> &amp; &#0; <main> <nav>".split(
        " ",
      ),
      ..."<bill> <section> <enum>(a)</enum> <text> <quoted-block> </quoted-block> <after-quoted-block>; <RULE> <AMDPAR> <DIV8 TYPE='SECTION' N='1.1'> <P>(a) <TABLE> xmlns='http://schemas.gpo.gov/xml/uslm'".split(
        " ",
      ),
      ..."# ## ** _ ` [a](b) | |---| > - 1. 9.9. (a) (i) 第三条 （一） 一、 Sec. \n \n\n © 2024 Updated: 更新日期：2024年1月1日".split(
        " ",
      ),
      "119th CONGRESS\nA BILL\n",
      "<?xml version='1.0'?>",
      "<!DOCTYPE html>",
    ),
  );
  const texts = fc.array(pieces, { minLength: 1, maxLength: 120 }).map((found) => found.join(""));

  test("gives blocks with text, the same each time, or a ReadingError", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("a", "a.html", "a.md", "a.txt", "a.xml"), (text, file) => {
        const first = attempt(text, file);
        expect(attempt(text, file)).toEqual(first);
        if (first === null) return;
        expect(first.every((block) => block.text.trim() !== "" && block.path.every((label) => label !== ""))).toBe(
          true,
        );
      }),
      { numRuns: 400 },
    );
  });

  test("takes time in proportion, up to 50 KB of one thing repeated", () => {
    for (const part of [
      "<div>",
      "<ul><li>x",
      "<table><tr><td>",
      "> ",
      "[",
      "*a ",
      "<!DOCTYPE ",
      "Updated 2024 ",
      "第一条",
      "<b>",
      "1.1 ",
      "<quoted-block>",
    ]) {
      const spent = cpuMilliseconds(() => {
        attempt(part.repeat(Math.ceil(50_000 / part.length)), "a.md");
        attempt(`<bill>${part.repeat(Math.ceil(50_000 / part.length))}`, "a.xml");
      });
      expect(spent, part).toBeLessThan(8000);
    }
  });
});

/** A PDF of one page with these lines. */
function pdf(texts: readonly string[]): Uint8Array {
  const content = texts.map((text, index) => `BT /F1 10 Tf 72 ${700 - index * 14} Td (${text}) Tj ET`).join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("")}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

function attempt(text: string, file: string) {
  try {
    return read(text, { name: file }).blocks;
  } catch (error) {
    if (error instanceof ReadingError) return null;
    throw error;
  }
}
