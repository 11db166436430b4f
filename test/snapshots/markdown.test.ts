import { expect, test } from "vitest";
import { lines, read } from "./reading-lines.ts";

const md = { name: "2024-05-01.md" };

test("Markdown gives headings, numbered clauses and lists as paths, without its marks", () => {
  const { format, title, blocks, statedDate } = read(
    "Service Terms\n=============\n\n#### Last Updated: May 9, 2025\n\n#### 9\\. Appliances\n\n**9.9.** You will comply with [export laws](https://acme.test/law?trk=1) and *all*\nother laws&nbsp;too.  \n**9.10.** You return them.\n\n1.  First\n    *   Inner\n2.  Second\n",
    md,
  );
  expect({ format, title, statedDate }).toEqual({
    format: "markdown",
    title: "Service Terms",
    statedDate: "2025-05-09",
  });
  expect(lines(blocks).slice(2)).toEqual([
    "9. Appliances | 9. Appliances",
    "9. Appliances > 9.9 | 9.9. You will comply with export laws and all other laws too.",
    "9. Appliances > 9.10 | 9.10. You return them.",
    "9. Appliances > 9.10 > 1. | First",
    "9. Appliances > 9.10 > 1. | Inner",
    "9. Appliances > 9.10 > 2. | Second",
  ]);
});

test("a page and its Markdown say the same", () => {
  const html =
    '<h1>Terms</h1><h2>1. Use</h2><p>You <b>may</b> use the <a href="/s">Services</a> if:</p><ol><li>you pay; and</li><li>you comply with "local" law.</li></ol><table><tr><th>Region</th><th>Party</th></tr><tr><td>China</td><td>None<br>at all</td></tr></table><p>Write to https://acme.test/x_y_z now.</p>';
  const markdown =
    'Terms\n=====\n\n1\\. Use\n-------\n\nYou **may** use the [Services](https://acme.test/s) if:\n\n1.  you pay; and\n2.  you comply with "local" law.\n\n| Region | Party |\n| --- | --- |\n| China | None<br>at all |\n\nWrite to https://acme.test/x_y_z now.\n';
  expect(lines(read(markdown, md).blocks)).toEqual(lines(read(`<html><body>${html}</body></html>`).blocks));
});

test("a table of contents and lists of links are not text", () => {
  const { blocks, links } = read(
    "# T\n\n*   [1. Use](#use)\n*   [2. Law](#law)\n\nThe text applies.\n\n[Archive](https://acme.test/old)\n\nMore text.\n",
    md,
  );
  expect(blocks.map((block) => block.text)).toEqual(["T", "The text applies.", "More text."]);
  expect(links).toEqual([{ text: "Archive", target: "https://acme.test/old" }]);
});

test("Markdown is told by its marks where the name says nothing", () => {
  expect(read("# Terms\n\n## Use\n\n**Note** that [this](https://acme.test) holds.\n").format).toBe("markdown");
  expect(read("Terms\n\nThe price is 5 * 3 dollars.\n").format).toBe("plain-text");
});

test("quotes nested by the thousand are read as they stand", () => {
  expect(read(`${"> ".repeat(20_000)}deep`, md).blocks.length).toBeGreaterThan(0);
});
