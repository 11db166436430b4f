import { load } from "cheerio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostile } from "./sample.ts";
import { noSubscriptions, openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

const pages = [
  "/",
  "/?q=export&min=editorial&muted=with&since=30d",
  "/?muted=only",
  "/changes/c-rule",
  "/changes/c-rule?view=side",
  "/changes/c-rule?view=side&whole=1",
  "/changes/c-urgent",
  "/changes/c-terms",
  "/changes/c-hostile",
  "/changes/c-gone",
  "/documents",
  "/documents/rule",
  "/documents/rule?from=1&to=2",
  "/documents/c-hostile",
  "/deadlines",
  "/feeds",
  "/login",
];

const others = [
  ["/atom.xml", "application/atom+xml; charset=utf-8"],
  ["/feed.json", "application/feed+json; charset=utf-8"],
  ["/deadlines.ics", "text/calendar; charset=utf-8"],
  ["/api/openapi.json", "application/json"],
  ["/api/v1/changes", "application/json"],
  ["/api/v1/changes/c-rule", "application/json"],
  ["/api/v1/changes/c-rule/redline", "application/json"],
  ["/api/v1/documents", "application/json"],
  ["/api/v1/documents/rule", "application/json"],
  ["/api/v1/feeds", "application/json"],
  ["/api/v1/deadlines", "application/json"],
  ["/api/v1/digest?since=7d", "application/json"],
  ["/healthz", "text/plain; charset=UTF-8"],
  ["/readyz", "text/plain; charset=UTF-8"],
  ["/metrics", "text/plain; version=0.0.4; charset=utf-8"],
  ["/favicon.svg", "image/svg+xml"],
] as const;

describe("every page", () => {
  test.each(pages)("%s answers with a page that runs and loads nothing foreign", async (path) => {
    const answer = await web.get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=UTF-8");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-inline");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");

    const $ = load(await answer.text());
    expect($("script, style, img, iframe, object, embed, [style]")).toHaveLength(0);
    const attributes = $("*")
      .toArray()
      .flatMap((element) => ("attribs" in element ? Object.keys(element.attribs) : []));
    expect(attributes.filter((name) => name.startsWith("on"))).toEqual([]);
    for (const link of $("a[href]").toArray()) {
      const href = $(link).attr("href") ?? "";
      expect(href).toMatch(/^(https?:\/\/|\/(?!\/)|#)/);
      if (href.startsWith("http")) expect($(link).attr("rel")).toBe("noopener noreferrer nofollow");
    }
  });

  test.each(pages)("%s has its landmarks, one first heading, headed tables and no id twice", async (path) => {
    const $ = load(await web.text(path));
    expect($("html").attr("lang")).toBe("en");
    expect($("header nav")).toHaveLength(1);
    expect($("main#main")).toHaveLength(1);
    expect($("h1")).toHaveLength(1);
    expect($("a.skip").attr("href")).toBe("#main");
    expect(
      $("table")
        .toArray()
        .every((table) => $(table).find("thead th[scope=col]").length > 0),
    ).toBe(true);
    const ids = $("[id]")
      .toArray()
      .map((element) => $(element).attr("id"));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const named = $("[aria-labelledby]")
      .toArray()
      .map((element) => $(element).attr("aria-labelledby"));
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    const controls = $("input:not([type=hidden]), select")
      .toArray()
      .filter(
        (each) => $(`label[for="${$(each).attr("id")}"]`).length === 0 && $(each).attr("aria-label") === undefined,
      );
    expect(controls).toEqual([]);
  });
});

test.each(others)("%s answers as %s", async (path, type) => {
  const answer = await web.get(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe(type);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
});

test("the style sheet has an address of its content and may be kept for ever", async () => {
  const href = load(await web.text("/"))("link[rel=stylesheet]").attr("href") ?? "";
  const answer = await web.get(href);
  expect(answer.headers.get("content-type")).toBe("text/css; charset=utf-8");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(await answer.text()).not.toMatch(/url\(|@import/);
});

test("hostile text stands on the page as text", async () => {
  const $ = load(await web.text("/changes/c-hostile"));
  expect($("h1").text()).toBe(hostile);
  expect($("dl, table.facts").text()).toContain(hostile);
  expect(
    $(".actions a")
      .toArray()
      .map((link) => $(link).text()),
  ).toEqual(["History of this document"]);
});

test("what is not there is a page that says so, or JSON under /api", async () => {
  for (const path of ["/nowhere", "/changes/nope", "/documents/nope", "/documents/rule?from=1&to=9"]) {
    const answer = await web.get(path);
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 404, "text/html; charset=UTF-8"]);
  }
  for (const path of [
    "/api/nowhere",
    "/api/v1/changes/nope",
    "/api/v1/changes/nope/redline",
    "/api/v1/documents/nope",
  ]) {
    const answer = await web.get(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ error: { message: expect.stringContaining("no such") } });
  }
});

test("a snapshot is a file to keep, never a page", async () => {
  const $ = load(await web.text("/changes/c-rule"));
  const href = $("a[download]").first().attr("href") ?? "";
  const answer = await web.get(href);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[0-9a-f]{16}\.txt"$/);
  expect(answer.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(await answer.text()).toBe("served v-rule-1");
});

test("a snapshot of another change is not served", async () => {
  const href =
    load(await web.text("/changes/c-terms"))("a[download]")
      .first()
      .attr("href") ?? "";
  const answer = await web.get(href.replace("c-terms", "c-rule"));
  expect(answer.status).toBe(404);
});

test("readiness says what is missing, and whether the database answers", async () => {
  const starting = await openWeb({ ready: () => "feeds are being read" });
  expect((await starting.get("/readyz")).status).toBe(503);
  expect(await starting.text("/readyz")).toBe("feeds are being read\n");
  expect((await starting.get("/healthz")).status).toBe(200);
  await starting.close();
});

test("an address with a NUL is refused before the database sees it", async () => {
  for (const path of ["/changes/a%00b", "/?feed=%00", "/api/v1/documents/%00"]) {
    expect([path, (await web.get(path)).status]).toEqual([path, 400]);
  }
  expect(web.errors).toEqual([]);
});

test("a bug is logged once and told to nobody", async () => {
  const broken = await openWeb({
    feeds: () => {
      throw new Error("the secret inside");
    },
  });
  const answer = await broken.get("/feeds");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("the secret inside");
  expect(broken.errors).toHaveLength(1);
  await broken.close();
});

test("a port that is taken is said in one line", async () => {
  const { port } = new URL(web.url);
  const { createWeb } = await import("../../src/web/server.ts");
  const second = createWeb({
    store: {} as never,
    feeds: () => ({ feeds: [], problems: [] }),
    clock: { now: () => Temporal.Now.instant() },
    publicUrl: web.url,
    read: "open",
    adminToken: null,
    ready: () => true,
    version: "0",
    redline: () => ({ spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } }),
    subscriptions: noSubscriptions,
    logError: () => {},
  });
  await expect(second.listen("127.0.0.1", Number(port))).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken. Set REGWATCH_PORT`,
  );
});
