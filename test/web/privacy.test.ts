import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { secretWord } from "./sample.ts";

const token = "an-admin-token-of-some-length";
let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb({ read: "public", adminToken: token });
});
afterAll(() => web.close());

const starts = [
  "/",
  "/?muted=with",
  "/?feed=private%2Fmatter",
  "/?topic=secret-topic",
  "/?thread=rin%3A0694-AK11",
  `/?q=${secretWord}`,
  "/?document=matter",
  "/documents?feed=private%2Fmatter",
  "/documents/rule",
  "/changes/c-rule",
  "/deadlines?feed=private%2Fmatter",
  "/metrics",
  "/readyz",
  "/atom.xml?baseline=with",
  "/feed.json?muted=with",
  "/deadlines.ics",
  "/api/v1/changes?limit=200&muted=with",
  "/api/v1/changes?feed=private%2Fmatter",
  "/api/v1/documents",
  "/api/v1/feeds",
  "/api/v1/deadlines",
  "/api/v1/digest",
];

test("a public reader finds private feeds nowhere, whatever link is followed", async () => {
  const seen = new Set<string>();
  const waiting = [...starts];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (seen.has(path) || seen.size > 300) continue;
    seen.add(path);
    const answer = await web.get(path);
    const body = await answer.text();
    // What the reader typed comes back in the search box and in links made from it.
    const own = path.replaceAll(/[?&](q|feed|topic|document)=[^&]*/g, "") !== path;
    const text = own ? withoutEchoes(body) : body;
    expect(text, path).not.toMatch(new RegExp(`${secretWord}|private/matter|secret-topic|"matter"|/matter|c-matter`));
    if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) continue;
    const $ = load(body);
    waiting.push(
      ...$("a[href^='/']")
        .toArray()
        .map((link) => ($(link).attr("href") ?? "").replace(/#.*/, "")),
    );
  }
  expect(seen.size).toBeGreaterThan(starts.length + 15);
});

function withoutEchoes(body: string): string {
  return body
    .replaceAll(/<form class="filters[\s\S]*?<\/form>/g, "")
    .replaceAll(/<(link|a)\b[^>]*href="[^"]*"/g, "")
    .replaceAll(/<(id|title|link)[ >][^\n]*/g, "")
    .replaceAll(/^(X-WR-CAL)?NAME:.*(\r\n .*)*/gm, "")
    .replaceAll(/"(title|home_page_url|feed_url)":"[^"]*"/g, "");
}

test("a private change, document and snapshot are no different from ones that do not exist", async () => {
  for (const path of [
    "/changes/c-matter",
    "/changes/c-matter/bundle.zip",
    "/changes/c-matter/redline.docx",
    "/documents/matter",
    "/documents/matter/blame",
    "/documents/matter/redline.docx",
    "/api/v1/changes/c-matter",
    "/api/v1/changes/c-matter/redline",
    "/api/v1/documents/matter",
  ]) {
    const [there, nowhere] = [await web.get(path), await web.get(path.replace("matter", "nobody"))];
    expect([path, there.status]).toEqual([path, 404]);
    expect(await there.text()).toBe(await nowhere.text());
  }
});

test("the admin token shows them", async () => {
  const headers = { authorization: `Bearer ${token}` };
  expect(await web.text("/", headers)).toContain(secretWord);
  expect(await web.text("/feeds", headers)).toContain(`private/${secretWord}.yaml`);
  expect(await web.text("/api/v1/changes", headers)).toContain(secretWord);
  expect(await web.text("/metrics", headers)).toContain("regwatch_changes_total");
  expect((await web.get("/changes/c-matter", headers)).status).toBe(200);
});

test("metrics leave out totals from which a public reader could tell that something private moved", async () => {
  const text = await web.text("/metrics");
  expect(text).toContain("regwatch_feeds 4");
  expect(text).toContain("regwatch_feeds_ill 1");
  expect(text).toContain("process_cpu_seconds_total");
  expect(text).not.toContain("regwatch_changes_total");
});

test("on loopback the operator sees private feeds until an admin token is set", async () => {
  const alone = await openWeb({ read: "open", adminToken: null });
  expect(await alone.text("/")).toContain(secretWord);
  expect(await alone.text("/metrics")).toContain("regwatch_changes_total 9");
  await alone.close();
  const guarded = await openWeb({ read: "open", adminToken: token });
  expect(await guarded.text("/")).not.toContain(secretWord);
  await guarded.close();
});
