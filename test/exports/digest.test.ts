import { marked } from "marked";
import { expect, test } from "vitest";
import { composeClientDigest } from "../../src/alerts/client-digest.ts";
import { compose } from "../../src/alerts/compose.ts";
import { clientDocx } from "../../src/exports/client-docx.ts";
import { clientPage } from "../../src/exports/client-page.ts";
import { digestDocx } from "../../src/exports/digest-docx.ts";
import { digestMarkdown } from "../../src/exports/digest-markdown.ts";
import { digestPage } from "../../src/exports/digest-page.ts";
import type { ClientDigest, Letterhead } from "../../src/model/client-digest.ts";
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

const firm: Letterhead = { name: "Example & Partners LLP", lines: ["1 Example Street"], logo: null };
function forClients(changed: Partial<Digest> = {}): ClientDigest {
  const alert = exampleDigest(changed);
  if (alert.kind !== "digest") throw new Error("no digest");
  const now = Temporal.Instant.from("2026-01-12T13:00:00Z");
  return composeClientDigest(alert.digest, { now, publicUrl: "https://regwatch.example.org" }, firm);
}

test("for clients a Word file underlines and strikes through, or tracks on request, under the firm's name", async () => {
  const files = unzip(await clientDocx(forClients(), "2026-01-12T13:00:00.000Z", false));
  const body = files.get("word/document.xml") ?? "";
  expect(body).toMatch(/<w:strike\/>.*?may/s);
  expect(body).toMatch(/<w:u w:val="single"\/>.*?shall/s);
  expect(body).not.toMatch(/<w:(ins|del) /);
  expect(body).toContain("Comment: ");
  expect(body).toContain("91 Fed. Reg. 1234 (Jan. 12, 2026)");
  const all = [...files].map(([, text]) => text).join("\n");
  expect(all).toContain("Example &amp; Partners LLP");
  expect(all).toContain("Check the official edition");
  expect(all).not.toMatch(/regwatch|c0ffee|sha256:|federal-register\/bis/);
  const tracked = unzip(await clientDocx(forClients(), "2026-01-12T13:00:00.000Z", true)).get("word/document.xml");
  expect(tracked).toMatch(/<w:del [^>]*w:author="Example &amp; Partners LLP"[^>]*>.*?may/s);
});

test("for clients a page has the same, and foreign text is no markup in it", async () => {
  const page = await clientPage(forClients(), "");
  expect(page).toMatch(/<del>may<\/del>.*<ins>shall/s);
  expect(page).toContain("91 Fed. Reg. 1234 (Jan. 12, 2026)");
  expect(page).not.toMatch(/regwatch|c0ffee|sha256:|federal-register\/bis/);
  const threads = [{ threadKey: "t", title: hostile.title, significance: "urgent", changes: [hostile] }] as const;
  const hostilePage = await clientPage(forClients({ threads }), "");
  expect(hostilePage).not.toMatch(/<script|href="javascript/);
});

test("for clients what is not in an official publication is cited by its page, and blind spots are no names", () => {
  const page = exampleChange({ fullCitation: null, citation: null, officialUrl: null, title: "Service Terms" });
  const threads = [{ threadKey: "t", title: page.title, significance: "urgent", changes: [page] }] as const;
  const digest = forClients({ threads, checks: { feeds: 61, checks: 9, ill: ["policies/acme"] } });
  expect(digest.threads[0]?.entries[0]?.citation).toBe(
    "Service Terms, https://www.federalregister.gov/d/2026-00123 (last visited Jan. 12, 2026)",
  );
  expect(digest.checked).toBe("61 sources were checked 9 times. 1 source could not be read when this was written.");
  expect(forClients({ threads: [] }).counts).toMatch(/^Nothing of the weight asked for/);
});

test("a digest of nothing says in every form how often was looked", async () => {
  const nothing = { threads: [], counts: { cosmetic: 0, editorial: 0, substantive: 0, urgent: 0 } };
  const word = unzip(await digestDocx(composed(nothing), "2026-01-12T13:00:00.000Z")).get("word/document.xml");
  const forms = [digestMarkdown(composed(nothing)), await digestPage(composed(nothing), ""), word ?? ""];
  for (const form of forms)
    expect(form.replaceAll("\\", "")).toContain("Nothing changed, and 61 feeds were checked 1,234 times.");
  const client = unzip(await clientDocx(forClients(nothing), "2026-01-12T13:00:00.000Z", false)).get(
    "word/document.xml",
  );
  for (const form of [client, await clientPage(forClients(nothing), "")]) {
    expect(form).toContain("Nothing changed in this period");
    expect(form).toContain("61 sources were checked 1,234 times.");
  }
});
