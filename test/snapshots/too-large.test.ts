import { expect, test } from "vitest";
import { ReadingError } from "../../src/model/errors.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import { ordered } from "../../src/redline/steps.ts";

const page = (body: string): Uint8Array => new TextEncoder().encode(`<html><body><main>${body}</main></body></html>`);

// None of these came to an end within a minute before they were refused.
test.each([
  [
    "a million tables",
    "<table><tr><td>a</td><td>b</td></tr></table>".repeat(1_000_000),
    "has more than 300000 elements",
  ],
  ["a hundred thousand nested lists", "<ul><li>in".repeat(100_000), "nest more than 2000 deep"],
  ["a hundred thousand nested tables", "<table><tr><td>in".repeat(100_000), "nest more than 2000 deep"],
  ["a hundred thousand nested parts", "<div>".repeat(100_000), "nest more than 2000 deep"],
])("%s are refused before they are made a tree, with selectors and without", (_what, body, why) => {
  const bytes = page(body);
  for (const select of [[], ["main"]]) {
    const read = (): unknown => blocksOf(bytes, { name: "page.html", select });
    expect(read).toThrow(ReadingError);
    expect(read).toThrow(why);
  }
});

test("long pages with thousands of tables, items and icons that nobody closed are read", () => {
  const rows = "<table><tr><td>Item<td>Value</table><ul><li>one<li>two</ul><p>text<br><img src=x>".repeat(3000);
  const icons = '<svg><path d="M0"/><path d="M1"/></svg>'.repeat(3000);
  expect(blocksOf(page(rows + icons), { name: "page.html" }).blocks.length).toBeGreaterThan(10_000);
});

test("a run of more changes than a call can take arguments is put in order", () => {
  const steps = Array.from({ length: 300_000 }, () => ({ op: "delete", length: 1 }) as const);
  expect(ordered(steps)).toHaveLength(steps.length);
});
