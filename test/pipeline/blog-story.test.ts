import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import {
  chinaBlog,
  firstNote,
  laterNote,
  noteAddedAt,
  noteRewordedAt,
} from "../../src/world/stories/blog/china-blog.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

const blog = "policies/china-blog";
let receiver: WebhookReceiver;
let home: TestHouse;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    allow: [receiver.host],
    feeds: (origin, world) => ({
      "federal-register/bis": `source: federal-register\ntitle: BIS\nparams: { baseUrl: "${origin}", agencies: [industry-and-security-bureau] }\n`,
      [blog]: `source: posts
title: Blog
params:
  url: ${chinaBlog.origin}${chinaBlog.path}
  baseUrl: ${world.blogs.get("china-blog")?.origin}
  feed: feed/
  sitemap: sitemap.xml
  archive: page/{page}/
`,
      "news/commerce": `source: rss\ntitle: Commerce\nparams: { url: "https://www.commerce.gov/feeds/news", baseUrl: "${world.news.get("commerce-news")?.origin}" }\n`,
      "news/cloud": `source: rss\ntitle: Cloud\nparams: { url: "https://aws.amazon.com/about-aws/whats-new/recent/feed/", baseUrl: "${world.news.get("cloud-news")?.origin}" }\n`,
    }),
  });
  await home.subscribe(`webhook:${receiver.url}`, "* OR kind:health", { minimum: "cosmetic" });
});
afterEach(async () => {
  await home.close();
  await receiver.close();
});

const to = (instant: string) => home.clock.set(Temporal.Instant.from(instant));
const told = () => receiver.received.map(({ body }) => body.changes);
async function checkAt(...instants: readonly string[]): Promise<void> {
  for (const instant of instants) {
    await to(instant);
    await home.check(blog);
  }
}

test(
  "a note added to forty posts is one alert that lists them, two deleted posts are another, a new wording a third",
  { timeout: 120_000 },
  async () => {
    expect(await home.check(blog)).toMatchObject({ baseline: true, error: null, changes: 44, warnings: [] });
    await to("2026-03-09T23:30:00Z");
    expect(await home.check(blog)).toMatchObject({ changes: 0 });
    expect(receiver.received).toEqual([]);

    await checkAt(noteAddedAt, "2026-03-10T03:00:00Z", "2026-03-10T15:30:00Z", "2026-03-11T16:00:00Z");
    const [added = [], ...others] = told();
    expect(added).toHaveLength(40);
    expect(
      added.every((change) =>
        change.redline.spans.some(({ op, text }) => op === "insert" && text.includes(firstNote.slice(1, 40))),
      ),
    ).toBe(true);
    expect(others.map((changes) => changes.map(({ kind }) => kind))).toEqual([["withdrawn", "withdrawn"]]);

    await checkAt(
      noteRewordedAt,
      "2026-03-12T03:00:00Z",
      "2026-03-12T03:30:00Z",
      "2026-03-12T23:00:00Z",
      "2026-03-12T23:30:00Z",
    );
    const reworded = told()[2] ?? [];
    expect(reworded).toHaveLength(40);
    expect(JSON.stringify(reworded[0]?.redline)).toContain(laterNote.slice(-20, -1));
    expect(told()).toHaveLength(3);
    expect(await home.house.services.store.verify()).toMatchObject({ ok: true });
  },
);

test("a press release joins the thread of the rule it announces, and is told to nobody", async () => {
  await home.check();
  await home.check("news/commerce");
  await to("2026-03-09T15:20:00Z");
  await home.check();
  expect(told()).toHaveLength(1);
  await to("2026-03-09T21:10:00Z");
  expect(await home.check("news/commerce")).toMatchObject({ changes: 1, deliveries: 0 });
  const [rule, release] = [told()[0]?.[0], home.changes.at(-1)];
  expect(release).toMatchObject({ feedId: "news/commerce", threadKey: rule?.threadKey });
});

test("a feed that dies is told once, and once when it is back with what was edited meanwhile", async () => {
  await home.check("news/cloud");
  for (const instant of [
    "2026-03-10T13:00:00Z",
    "2026-03-10T14:00:00Z",
    "2026-03-11T13:00:00Z",
    "2026-03-12T13:00:00Z",
  ]) {
    await to(instant);
    expect((await home.check("news/cloud")).error).toMatch(/404/);
  }
  await to("2026-03-12T18:00:00Z");
  expect(await home.check("news/cloud")).toMatchObject({ error: null, changes: 1 });
  await to("2026-03-13T15:00:00Z");
  expect(await home.check("news/cloud")).toMatchObject({ changes: 1 });
  expect(receiver.received.map(({ body }) => body.changes[0]?.kind ?? body.kind)).toEqual([
    "health",
    "first-seen",
    "health",
    "amended",
  ]);
});
