import { afterEach, beforeEach, expect, test } from "vitest";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { chinaBlog, firstNote, noteAddedAt } from "../../src/world/stories/blog/china-blog.ts";
import { openWorld, type TestWorld } from "./ask.ts";

let world: TestWorld;
beforeEach(async () => {
  world = await openWorld(demoStory, demoStart);
});
afterEach(() => world.close());

async function blog(path: string): Promise<string> {
  return (await fetch(`${world.blogs.get("china-blog")?.origin}${chinaBlog.path}${path}`)).text();
}

const body = (page: string) => /<section[^]*?<p><img/.exec(page)?.[0];
const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

test("the feed holds the newest ten posts, the sitemap and the archive all of them", async () => {
  expect(count(await blog("feed/"), /<item>/g)).toBe(10);
  expect(await blog("sitemap.xml")).toContain("sitemap-posts.xml");
  expect(count(await blog("sitemap-posts.xml"), /<lastmod>/g)).toBe(44);
  const pages = await Promise.all([1, 2, 3, 4, 5].map((number) => blog(`page/${number}/`)));
  expect(pages.map((page) => count(page, /class="blog-post"/g))).toEqual([10, 10, 10, 10, 4]);
});

test("a page differs at every visit, and its text does not", async () => {
  const { slug } = chinaBlog.posts[5] ?? { slug: "" };
  const [one, two] = [await blog(`${slug}/`), await blog(`${slug}/`)];
  expect(one).not.toBe(two);
  expect(body(one)).toBe(body(two));
});

test("the note appears under forty posts at once, and neither feed dates nor sitemap tell", async () => {
  const before = await blog("sitemap-posts.xml");
  await world.clock.set(Temporal.Instant.from(noteAddedAt));
  expect(await blog("sitemap-posts.xml")).toBe(before);
  const pages = await Promise.all(chinaBlog.posts.map(({ slug }) => blog(`${slug}/`)));
  expect(pages.filter((page) => page.includes(firstNote))).toHaveLength(40);
});

test("a taken down post leads to the front page or is missing", async () => {
  await world.clock.set(Temporal.Instant.from("2026-03-10T04:00:00Z"));
  const answers = await Promise.all(
    chinaBlog.posts
      .slice(0, 3)
      .map(async ({ slug }) =>
        fetch(`${world.blogs.get("china-blog")?.origin}${chinaBlog.path}${slug}/`, { redirect: "manual" }),
      ),
  );
  expect(answers.map(({ status }) => status)).toEqual([302, 404, 200]);
});

test("a feed of news answers 304 while nothing is new", async () => {
  const address = `${world.news.get("commerce-news")?.origin}/feeds/news`;
  const first = await fetch(address);
  const etag = first.headers.get("etag") ?? "";
  expect(count(await first.text(), /<item>/g)).toBe(1);
  expect((await fetch(address, { headers: { "if-none-match": etag } })).status).toBe(304);
  await world.clock.set(Temporal.Instant.from("2026-03-09T22:00:00Z"));
  expect((await fetch(address, { headers: { "if-none-match": etag } })).status).toBe(200);
});
