import { marked } from "marked";
import { expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { digestDocx } from "../../src/exports/digest-docx.ts";
import { digestMarkdown } from "../../src/exports/digest-markdown.ts";
import { digestPage } from "../../src/exports/digest-page.ts";
import type { ComposedDigest } from "../../src/model/composed.ts";
import type { Digest } from "../../src/model/digest.ts";
import { exampleChange, exampleDigest } from "../support/example-change.ts";
import { unzip } from "./unzip.ts";

function composed(changed: Partial<Digest> = {}): ComposedDigest {
  const now = Temporal.Instant.from("2026-01-12T13:00:00Z");
  const words = compose(exampleDigest(changed), { now, publicUrl: "https://regwatch.example.org" });
  if (words.kind !== "digest") throw new Error("no digest was composed");
  return words.digest;
}

const hostile = exampleChange({
  title: '<script>alert("1")</script> **bold** [link](https://evil.example)',
  summary: "# Not a heading ~~struck~~ <b>",
  sourceUrl: "javascript:alert(1)",
  officialUrl: null,
});
const hostileDigest = () =>
  composed({ threads: [{ threadKey: "t", title: hostile.title, significance: "urgent", changes: [hostile] }] });

test("Markdown shows before and after, the sources and how often was looked", async () => {
  const page = await marked.parse(digestMarkdown(composed()));
  expect(page).toContain("<h1>Digest: 1 change</h1>");
  expect(page).toContain("<del>may</del>");
  expect(page).toContain("<strong>shall");
  expect(page).toContain('<a href="https://www.govinfo.gov/content/pkg/FR-2026-01-12/pdf/2026-00123.pdf">');
  expect(page).toContain("61 feeds were checked 1,234 times.");
});

test("foreign text is no markup in Markdown", async () => {
  const page = await marked.parse(digestMarkdown(hostileDigest()));
  expect(page).not.toMatch(/<script|<b>|evil\.example"|<strong>bold|<del>struck|javascript:[^)]*"/);
  expect(page).toContain("**bold**");
});

test("a page shows before and after without colour alone, and foreign text is no markup in it", async () => {
  const page = await digestPage(composed(), "body{}");
  expect(page).toMatch(/deleted: <\/span><del>may<\/del>/);
  expect(page).toMatch(/inserted: <\/span><ins>shall/);
  expect(await digestPage(hostileDigest(), "")).not.toMatch(/<script|href="javascript/);
});

test("a Word file tracks before and after of each entry, and links the official document", async () => {
  const files = unzip(await digestDocx(composed(), "2026-01-12T13:00:00.000Z"));
  const body = files.get("word/document.xml") ?? "";
  expect(body).toMatch(/<w:del [^>]*w:author="regwatch"[^>]*>.*?may/s);
  expect(body).toMatch(/<w:ins [^>]*w:date="2026-01-12T13:00:00Z"[^>]*>.*?shall/s);
  expect(files.get("word/_rels/document.xml.rels")).toContain("https://www.govinfo.gov/");
  expect(
    unzip(await digestDocx(hostileDigest(), "2026-01-12T13:00:00.000Z")).get("word/_rels/document.xml.rels"),
  ).not.toContain("javascript");
});
