import { describe, expect, test } from "vitest";
import { ReadingError } from "../../src/model/errors.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import { refuseNesting } from "../../src/snapshots/nesting.ts";
import { htmlTable } from "../../src/sources/table/html-table.ts";
import { readTolerantly } from "../../src/sources/rss/tolerant.ts";

const many = 60_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (tag: string) => `<!doctype html><main>${`<${tag}>`.repeat(many)}Some text.`;
const quickly = (work: () => unknown) => {
  const start = performance.now();
  expect(work).toThrow(ReadingError);
  expect(performance.now() - start).toBeLessThan(1500);
};

describe("markup that nests as no document does is refused before it is parsed", () => {
  test.each([
    "div",
    "span",
    "ul><li",
    "table><tr><td",
    "b",
    "x-y",
    "div a='</div>'",
    'div a="x>y</div>"',
    "div/",
    "svg><div><x/",
    "svg></math><title><div",
    "thead",
    "dd><p",
  ])("<%s>", (tag) => {
    quickly(() => blocksOf(bytes(nested(tag)), { name: "page.html" }));
    quickly(() => blocksOf(bytes(nested(tag)), { name: "page.html", select: ["main"] }));
  });

  test.each([
    "<!-- --!>",
    "<![CDATA[>",
    "<svg><title>",
    "<svg><style>",
    "<iframe>",
    "<noscript>",
    "</ x>",
    "<!-->",
    "<p a=b'c>",
  ])("behind %s, which hides nothing", (mark) => {
    quickly(() => blocksOf(bytes(`<!doctype html><main>${mark}${"<div>".repeat(many)}Text.`), { name: "page.html" }));
  });

  test("and values are no tags, however far their quotes stand from them", () => {
    const tag = `<div a=${" ".repeat(50)}"></div></div>">`;
    quickly(() => blocksOf(bytes(`<!doctype html><main>${tag.repeat(many / 4)}Text.`), { name: "page.html" }));
  });

  test("in lists, tables, feeds and laws too", () => {
    quickly(() => htmlTable(nested("div"), "table"));
    quickly(() => readTolerantly(`<rss>${"<a>".repeat(many)}`));
    quickly(() => blocksOf(bytes(`<?xml version="1.0"?><RULE>${"<P>".repeat(many)}Text`), { name: "rule.xml" }));
  });

  test("and formatting left open, which every paragraph would begin again", () => {
    const open = Array.from({ length: 500 }, (_, index) => `<b id=${index}>`).join("");
    quickly(() => blocksOf(bytes(`<!doctype html><main>${open}${"<p>x".repeat(many)}`), { name: "page.html" }));
  });
});

test("Markdown that nests so is read as the text it is", () => {
  for (const line of ["> ", "- ", "1. "]) {
    const start = performance.now();
    expect(blocksOf(bytes(`# T\n\n${line.repeat(many)}deep\n`), { name: "a.md" }).format).toBe("markdown");
    expect(performance.now() - start).toBeLessThan(1500);
  }
});

test("a rule across the page and a long list of short lines are Markdown as ever", () => {
  const text = `Terms\n${"-".repeat(200)}\n\n${"* ".repeat(30)}\n\n${"- one\n".repeat(200)}\n> quoted\n`;
  expect(blocksOf(bytes(text), { name: "a.md" }).blocks[0]).toMatchObject({ kind: "heading", text: "Terms" });
});

test("what closes itself, stands in scripts, drawings or remarks, is not nested", () => {
  const page = [
    "<p>One".repeat(40_000),
    "<br><img src=x>".repeat(many),
    `<svg>${'<path d="M0 0"/>'.repeat(9000)}</svg>`,
    `<script>${"if (a<b && c) x = '<div>';".repeat(many)}</script>`,
    `<!-- ${"<div>".repeat(many)} -->`,
    "<div><b>Two</b></div>".repeat(many),
  ].join("");
  expect(() => refuseNesting(page, "html")).not.toThrow();
});
