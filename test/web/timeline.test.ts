import { load } from "cheerio";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { onceIfAlike } from "../../src/web/timeline.ts";
import { exampleChange } from "../support/example-change.ts";
import { openWeb } from "./open-web.ts";
import type { OpenWeb } from "./open-web.ts";
import { feeds, shelf } from "./sample.ts";
import { storeOver } from "./shelf.ts";
import type { Shelf } from "./shelf.ts";

let web: OpenWeb;
beforeAll(async () => {
  web = await openWeb();
});
afterAll(() => web.close());

test("changes stand under their day, newest first, with weight, deadlines and feeds", async () => {
  const $ = load(await web.text("/"));
  expect($(".day h2").first().text()).toBe("Wednesday, 14 Jan 2026");
  const entry = $(".entry").filter((_, each) => $(each).find("a[href='/changes/c-rule']").length > 0);
  expect(entry.find(".badge").text()).toBe("Substantive");
  expect(entry.find(".dues").text()).toMatch(
    /Takes effect 20 Jan 2026 in 6 days.*Comments close 4 Feb 2026 in 21 days/s,
  );
  expect(entry.find(".dues").text()).not.toContain("Expires");
  expect(entry.find(".meta").text()).toMatch(/BIS export-control rules.*Entity List/s);
  expect($("a[href='/changes/c-rule-entity']")).toHaveLength(0);
});

test("what was there before the watch began says so; muted changes are shown when asked for, with the reason", async () => {
  const $ = load(await web.text("/?muted=with"));
  const text = (id: string) => $(`a[href='/changes/${id}']`).closest(".entry").text();
  expect(text("c-baseline")).toContain("before the watch began");
  expect(text("c-muted")).toContain("muted: committee notices");
  expect(await web.text("/")).not.toContain("/changes/c-muted");
});

test("foreign titles carry their language", async () => {
  const $ = load(await web.text("/"));
  expect($("a[href='/changes/c-terms']").attr("lang")).toBe("zh-CN");
  expect($("a[href='/changes/c-hostile']").attr("lang")).toBe("");
});

test("filters live in the address and come back in the form", async () => {
  const $ = load(
    await web.text("/?q=export*&min=substantive&feed=federal-register%2Fbis-rules&kind=amended&since=30d"),
  );
  expect($("input[name=q]").attr("value")).toBe("export*");
  expect($("select[name=min] option[selected]").attr("value")).toBe("substantive");
  expect($("select[name=feed] option[selected]").text()).toBe("BIS export-control rules");
  expect($("input[name=since]").attr("value")).toBe("30d");
  expect($("details").attr("open")).toBeDefined();
  expect(
    $(".entry h3 a")
      .toArray()
      .map((link) => $(link).attr("href")),
  ).toEqual(["/changes/c-rule"]);
  expect($("link[rel=alternate]").attr("href")).toContain("min=substantive");
});

test("a query that cannot be read is answered beside the search box, with where and why", async () => {
  const answer = await web.get(`/?q=${encodeURIComponent('chips AND ("')}`);
  expect(answer.status).toBe(400);
  const $ = load(await answer.text());
  expect($("#problem").text()).toContain("column");
  expect($("input[name=q]").attr("aria-describedby")).toBe("problem");
  expect($("input[name=q]").attr("value")).toBe('chips AND ("');
  expect($(".entry")).toHaveLength(0);
});

test("pages follow each other by a link", async () => {
  const first = load(await web.text("/?limit=3"));
  const next = first("a[rel=next]").attr("href") ?? "";
  const second = load(await web.text(next));
  const ids = ($: typeof first) =>
    $(".entry h3 a")
      .toArray()
      .map((link) => $(link).attr("href"));
  expect(ids(first).filter((id) => ids(second).includes(id))).toEqual([]);
  expect(ids(second)).toContain("/changes/c-terms");
});

describe("an empty timeline says why it is empty", () => {
  const opened: OpenWeb[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });

  async function emptyPage(changes: Partial<Shelf>, path = "/", watched = feeds): Promise<string> {
    const store = storeOver({ ...shelf, changes: [], ...changes });
    const empty = await openWeb({ store, feeds: () => ({ feeds: watched, problems: [] }) });
    opened.push(empty);
    return load(await empty.text(path))(".empty").text();
  }

  const well = shelf.states.map((state) => ({ ...state, illSince: null, baselineAt: "2026-01-10T08:00:00.000Z" }));

  test("the first check is running", async () => {
    expect(await emptyPage({})).toContain("The first check is running");
    expect(await emptyPage({ states: [] })).toContain("The first check is running");
  });

  test("no publisher can be read", async () => {
    const ill = shelf.states.map((state) => ({ ...state, illSince: "2026-01-14T09:00:00.000Z" }));
    expect(await emptyPage({ states: ill })).toContain("No publisher could be read");
  });

  test("nothing is watched", async () => {
    expect(await emptyPage({}, "/", [])).toContain("Nothing is watched");
  });

  test("nothing matches", async () => {
    expect(await emptyPage({ states: well }, "/?q=unheard-of")).toContain("Nothing matches");
  });

  test("nothing has changed", async () => {
    expect(await emptyPage({ states: well })).toContain("Nothing has changed");
  });
});

test("the same change in several documents of a feed stands once, with the others under it", () => {
  const seen = ["a", "b", "c"].map((id) => ({ change: { ...exampleChange(), id, title: `Post ${id}` }, alsoIn: [] }));
  const other = { change: exampleChange({ id: "d", feedId: "another" }), alsoIn: [] };
  expect(onceIfAlike([...seen, other]).map(({ change, alike }) => [change.id, alike.map(({ id }) => id)])).toEqual([
    ["a", ["b", "c"]],
    ["d", []],
  ]);
});
