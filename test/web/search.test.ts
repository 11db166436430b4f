import { load } from "cheerio";
import { afterAll, beforeAll, expect, test } from "vitest";
import { embeddedStore, type TestStore } from "../support/database.ts";
import { exampleSubscription } from "../support/example-change.ts";
import { at, sampleRecording } from "../contract/store-samples.ts";
import { openWeb, type OpenWeb } from "./open-web.ts";
import { feeds } from "./sample.ts";

const token = "an-admin-token-of-some-length";
const admin = { authorization: `Bearer ${token}` };
const bis = "federal-register/bis-rules";
let kept: TestStore;
let web: OpenWeb;

beforeAll(async () => {
  kept = await embeddedStore();
  const { store } = kept;
  await store.syncFeeds(
    feeds.map((feed) => ({ feed, host: "publisher.example" })),
    at(-3600),
  );
  await record("one", "Remote access to advanced chips.\nThe licensee shall report.", "§ 744.23", {});
  await record("two", "云服务提供者应当报告算力租赁。\n其他条款。", "第三条", { language: "zh-CN" });
  await record("three", "A routine correction of an address.", "ADDRESSES", {}, { significance: "editorial" });
  await record("four", "Remote access, announced.", "SUMMARY", {}, { muted: "announcements" });
  await record("secret", "Remote access to the Zephyrine.", "§ 1", {}, {}, "private/matter");
  await store.addSubscription(
    exampleSubscription({
      id: "sub-1",
      query: '"remote access" AND NOT Zephyrine AND topic:export-controls',
      minimum: "substantive",
      createdAt: at(0),
    }),
  );
  web = await openWeb({ store, read: "public", adminToken: token });
});
afterAll(async () => {
  await web.close();
  await kept.close();
});

async function record(
  key: string,
  text: string,
  section: string,
  extraction: object,
  change: object = {},
  feedId = bis,
): Promise<void> {
  const blocks = text.split("\n").map((line) => ({ kind: "paragraph" as const, path: [section], text: line }));
  const spans = [{ op: "insert" as const, section, text }];
  const stats = { inserted: text.length, deleted: 0, moved: 0, sections: 1 };
  const recording = sampleRecording(feedId, key, text, {
    extraction: { title: `Document ${key}`, blocks, ...extraction },
    change: { title: `Document ${key}`, redline: { spans, stats }, ...change },
  });
  expect((await kept.store.record(recording)).kind).toBe("recorded");
}

const link = (path: string, query: string, more = ""): string => `${path}?q=${encodeURIComponent(query)}${more}`;

test("The texts as they are now are searched, with the words marked and a way to the passage", async () => {
  const $ = load(await web.text(link("/search", '"remote access"')));
  expect(
    $(".hit h2")
      .toArray()
      .map((each) => $(each).text())
      .toSorted(),
  ).toEqual(["Document four", "Document one"]);
  const one = $(".hit").filter((_, each) => $(each).text().includes("Document one"));
  expect(one.find("mark").text()).toBe("Remote access");
  expect(one.find(".place").text()).toBe("§ 744.23");
  const href = one.find(".place").attr("href") ?? "";
  const passage = load(await web.text(href.replace(/#.*/, "")))(href.replace(/.*#/, "#")).text();
  expect(passage).toContain("Remote access to advanced chips.");
});

test("Chinese is searched without spaces between its words, and shown in its language", async () => {
  const $ = load(await web.text(link("/search", "算力租赁")));
  expect($(".hit mark").text()).toBe("算力租赁");
  expect($(".hit blockquote").attr("lang")).toBe("zh-CN");
  expect(load(await web.text(link("/search", "租力")))(".empty h2").text()).toBe("Nothing found");
});

test("A private text is found by nobody who may not see it", async () => {
  expect(await web.text(link("/search", "zephyrine"))).not.toContain("Document secret");
  expect(await (await web.get(link("/search", "zephyrine"), admin)).text()).toContain("Document secret");
});

test("A query that cannot be read is answered beside the box", async () => {
  const answer = await web.get(link("/search", 'chips AND ("'));
  expect(answer.status).toBe(400);
  expect(load(await answer.text())("#problem").text()).toContain("column");
});

test("The search says what it would have told, and is kept as a feed, a calendar and a subscription", async () => {
  const path = link("/", "remote OR routine", `&topic=export-controls&min=substantive`);
  const $ = load(await (await web.get(path, admin)).text());
  const query = "(remote OR routine) AND topic:export-controls";
  expect($(".keep p").text().replaceAll(/\s+/g, " ")).toContain("told 2 of 5 changes, from substantive up");
  expect($(".keep a[href^='/atom.xml']").attr("href")).toContain("min=substantive");
  expect($(".keep a[href^='/deadlines.ics']").attr("href")).toBe(
    `/deadlines.ics?${new URLSearchParams({ q: query }).toString()}`,
  );
  const subscribe = $(".keep a[href^='/subscriptions/new']").attr("href") ?? "";
  const form = load(await (await web.get(subscribe, admin)).text());
  expect(form("[name=query]").val()).toBe(query);
  expect(form("[name=min] option[selected]").attr("value")).toBe("substantive");
  expect(load(await web.text(path))(".keep a[href^='/subscriptions']")).toHaveLength(0);
});

test("What was not told stands with its reason, and a wider query that has it", async () => {
  expect((await web.get("/subscriptions/sub-1/not-told")).status).toBe(401);
  const $ = load(await (await web.get("/subscriptions/sub-1/not-told", admin)).text());
  const entry = (title: string) => $(".entry").filter((_, each) => $(each).find("h3").text() === title);
  expect(entry("Document one")).toHaveLength(0);
  expect(entry("Document two").find(".why").text()).toContain('"remote access"');
  expect(entry("Document four").find(".why").text()).toContain("announcements");
  expect(entry("Document four").find(".meta a")).toHaveLength(0);
  expect(entry("Document secret").find(".why code").text()).toBe("NOT zephyrine");
  const [widen = "", see = ""] = entry("Document two")
    .find(".meta a")
    .toArray()
    .map((each) => $(each).attr("href") ?? "");
  expect(await (await web.get(see, admin)).text()).toContain("Document two");
  const form = load(await (await web.get(widen, admin)).text());
  expect(form("[name=query]").val()).toContain(") OR feed:federal-register/bis-rules");
});

test("A feed's page says how it is and what is read of it; an admin has it checked now", async () => {
  const $ = load(await (await web.get(`/feeds/${bis}`, admin)).text());
  expect($("h1").text()).toBe("BIS export-control rules");
  expect($(".hit h3").text()).toContain("Document");
  expect($(".hit .meta").first().text()).toMatch(/\d blocks?/);
  const action = $("form[action$='/check']").attr("action") ?? "";
  const ask = (headers: Record<string, string>) =>
    fetch(web.url + action, { method: "POST", headers, redirect: "manual" });
  expect((await ask({})).status).toBe(401);
  const answer = await ask(admin);
  expect(answer.status).toBe(303);
  expect(await (await web.get(answer.headers.get("location") ?? "", admin)).text()).toContain("A check was asked for");
  expect((await kept.store.feedState(bis))?.nextDueAt).toBe("2026-01-14T15:30:00.000Z");
  expect((await web.get("/feeds/private/matter")).status).toBe(404);
});

test("The plot and the strip say in words what they show", async () => {
  const $ = load(await web.text("/"));
  expect($(".plots svg desc").first().text()).toMatch(/4 changes in 26 weeks|3 changes in 26 weeks/);
  const strip = load(await web.text(`/documents/doc-${bis}-one`.replace(/doc-.*/, (id) => encodeURIComponent(id))));
  expect(strip("svg.strip desc").text().replaceAll(/\s+/g, " ")).toContain("1 change in 1 week");
});
