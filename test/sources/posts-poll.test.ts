import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { StatusError, UnreachableError, WrongBodyError } from "../../src/model/errors.ts";
import type { Fetch } from "../../src/model/snapshot.ts";
import { posts } from "../../src/sources/posts.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";
import { served } from "./support/served.ts";
import { site, type Site } from "./support/site.ts";

const note = "这些服务目前仅在海外区域可用，具体信息以中国区域官网为准。";
const start = Temporal.Instant.from("2031-03-03T00:00:00Z");
const at = (hours: number) => start.add({ hours }).toString();
let own: Site;
let kept: Memory;
let visits = 0;
beforeEach(() => {
  own = site();
  kept = memory();
});

const key = (name: string) => `https://blog.example/cn/${name}`;
const body = (name: string) =>
  `我们在${name}号工程里准备了八个节点的集群，把数据放到对象存储中。完成实验以后，请记得删除集群，以免产生不必要的费用。团队每周更新一次模型，发布之前由两名工程师检查；结果的质量没有可见的差别，而成本低了三成。`;

function post(name: string, text = body(name), published = "2031-01-05"): void {
  visits += 1;
  own.answers.set(
    `/cn/${name}/`,
    `<html lang="zh"><head><title>第${name}篇 | 博客</title><script nonce="${visits}"></script><meta property="article:published_time" content="${published}"></head><body><main><h1>第${name}篇</h1>${text
      .split("\n")
      .map((line) => `<p>${line}</p>`)
      .join("")}<h2>相关文章</h2><p>另一篇 ${visits}</p></main></body></html>`,
  );
}

function sitemapOf(names: readonly string[], changed: Readonly<Record<string, string>> = {}): void {
  const urls = names.map(
    (name) =>
      `<url><loc>https://blog.example/cn/${name}/</loc><lastmod>${changed[name] ?? "2031-01-05"}</lastmod></url>`,
  );
  own.answers.set("/sitemap.xml", {
    type: "application/xml",
    body: `<urlset>${urls.join("")}<url><loc>https://blog.example/cn/tag/ai/</loc></url><url><loc>https://other.example/cn/1/</loc></url></urlset>`,
  });
}

function poll(hours: number, params: Record<string, unknown> = {}, fetch: Fetch = own.fetch): Promise<Said> {
  own.asked = [];
  return pollOnce(
    posts,
    { url: "https://blog.example/cn/", baseUrl: "http://mirror.test", sitemap: "/sitemap.xml", ...params },
    kept,
    {
      at: at(hours),
      fetch,
    },
  );
}

const names = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const of = (kind: string, { said }: Said) => said.filter((line) => line.startsWith(kind));

async function baseline(count: number, params: Record<string, unknown> = {}): Promise<void> {
  for (const name of names(count)) post(name);
  sitemapOf(names(count));
  expect(of("captured", await poll(0, params))).toHaveLength(count);
}

describe("posts: which posts there are", () => {
  it("finds them in a sitemap, and reads all of them the first time, whatever the budget", async () => {
    await baseline(12, { perPoll: 3 });
    expect(own.asked.filter((path) => path !== "/sitemap.xml")).toHaveLength(12);
  });

  it("finds them in a packed sitemap behind an index", async () => {
    post("1");
    own.answers.set(
      "/sitemap.xml",
      "<sitemapindex><sitemap><loc>https://blog.example/posts.xml.gz</loc></sitemap></sitemapindex>",
    );
    const packed = gzipSync("<urlset><url><loc>https://blog.example/cn/1/</loc></url></urlset>");
    const fetch: Fetch = async (url, options) =>
      url.endsWith(".gz")
        ? { ...served("", "application/gzip", { url, finalUrl: url }), body: new Uint8Array(packed) }
        : own.fetch(url, options);
    expect((await poll(0, {}, fetch)).said).toEqual([`captured ${key("1")} (page)`]);
  });

  it("finds them in archive pages, by number or by the link to the next, until one has nothing new", async () => {
    for (const name of ["1", "2", "3"]) post(name);
    own.answers.set(
      "/cn/page/1/",
      '<html><a href="/cn/3/?nc1=b_rp">Three</a><a href="https://blog.example/cn/2/#more">Two</a></html>',
    );
    own.answers.set(
      "/cn/page/2/",
      '<html><a href="https://blog.example/cn/1/">One</a><a href="/cn/author/x/">X</a></html>',
    );
    const params = { sitemap: undefined, archive: "page/{page}/" };
    expect(of("captured", await poll(0, params))).toHaveLength(3);
    await poll(1, params);
    expect(own.asked).toEqual(["/cn/page/1/"]);
    kept = memory();
    own.answers.set(
      "/cn/all",
      '<html><a href="/cn/3/">Three</a><a class="next page" href="/cn/page/2/">older</a></html>',
    );
    expect(of("captured", await poll(0, { sitemap: undefined, archive: "all" }))).toHaveLength(2);
  });

  it("reads a new post from the feed at once, and keeps old ones that no list has any more", async () => {
    await baseline(2);
    own.answers.set("/feed", {
      type: "application/rss+xml",
      body: "<rss version='2.0'><channel><item><link>http://blog.example/cn/9/?trk=a</link></item></channel></rss>",
    });
    post("9");
    expect((await poll(1, { feed: "/feed" })).said).toEqual([`captured ${key("9")} (page)`]);
    expect(of("unchanged", await poll(24 * 40, { sitemap: undefined, feed: "/feed" }))).toHaveLength(3);
  });

  it("goes on with the other lists where one is down, and is ill where all are", async () => {
    await baseline(2);
    own.answers.set("/feed", { type: "application/rss+xml", body: "<rss version='2.0'><channel/></rss>" });
    own.answers.set("/sitemap.xml", new UnreachableError("blog.example cannot be reached."));
    expect((await poll(24, { feed: "/feed" })).warnings).toEqual([
      "A list of posts could not be read: blog.example cannot be reached.",
    ]);
    await expect(poll(25)).rejects.toThrow(UnreachableError);
  });

  it("does not take a block page, an HTML page or half a list for a list", async () => {
    await baseline(1);
    for (const answer of ["<html><body>Welcome</body></html>", "<urlset><url><loc>https://blog.example/cn/1/</loc>"]) {
      own.answers.set("/sitemap.xml", answer);
      await expect(poll(24)).rejects.toThrow(WrongBodyError);
    }
  });
});

describe("posts: the rhythm", () => {
  it("reads a young post daily, an old one ever more rarely, but never stops", async () => {
    post("old", body("old"), "2029-01-01");
    post("young", body("young"), "2031-03-02");
    sitemapOf(["old", "young"]);
    await poll(0);
    const read = new Map([
      ["old", 0],
      ["young", 0],
    ]);
    for (let hours = 1; hours <= 24 * 90; hours += 6) {
      await poll(hours);
      for (const path of own.asked) {
        const name = /\/cn\/(\w+)\//.exec(path)?.[1];
        if (name !== undefined) read.set(name, (read.get(name) ?? 0) + 1);
      }
    }
    expect(read.get("young")).toBeGreaterThan(12);
    expect(read.get("old")).toBeGreaterThanOrEqual(3);
    expect(read.get("old")).toBeLessThanOrEqual(6);
  });

  it("keeps to its budget, and asks for another poll soon while more is due", async () => {
    await baseline(10);
    const said = await poll(24 * 40, { perPoll: 4 });
    expect(of("unchanged", said)).toHaveLength(4);
    expect(said.againInMinutes).toBe(5);
    await poll(24 * 40 + 1, { perPoll: 4 });
    expect(await poll(24 * 40 + 2, { perPoll: 4 })).toMatchObject({ againInMinutes: null });
  });

  it("reads on though the clock was a year ahead, in the sitemap too", async () => {
    await baseline(2);
    await poll(24 * 400);
    post("1", `${body("1")}${note}`);
    post("3");
    sitemapOf(names(3));
    expect(of("captured", await poll(24 * 40))).toEqual([`captured ${key("3")} (page)`, `captured ${key("1")} (page)`]);
  });

  it("reads a post at once when the sitemap or the feed says that it changed", async () => {
    await baseline(3);
    post("2", `${body("2")}\n${note}`);
    sitemapOf(names(3), { "2": "2031-03-04" });
    expect(of("captured", await poll(23, { sweep: 0 }))).toEqual([`captured ${key("2")} (page)`]);
  });
});

describe("posts: silent edits", () => {
  it("reads all the others in the same poll when one turns out edited", async () => {
    await baseline(20);
    for (const name of names(18)) post(name, `${body(name)}\n${note}`);
    expect((await pollUntilCaptured()).captured).toHaveLength(18);
  });

  it("looks at all of them again until they are recorded, and at none after that", async () => {
    await baseline(6);
    for (const name of names(5)) post(name, `${body(name)}\n${note}`);
    const before = new Map(kept.known);
    const { hours } = await pollUntilCaptured();
    const seen = new Map(kept.known);
    // The pipeline holds the changes back: nothing is remembered of them.
    for (const [name, document] of before) kept.known.set(name, document);
    expect(of("captured", await poll(hours + 1))).toHaveLength(5);
    for (const [name, document] of seen) kept.known.set(name, document);
    await poll(hours + 2);
    expect(own.asked.filter((path) => path !== "/sitemap.xml")).toEqual([]);
  });

  it("says nothing of related posts, nonces and visits that change all the time", async () => {
    await baseline(4);
    for (const name of names(4)) post(name);
    expect(of("captured", await poll(24 * 40))).toEqual([]);
  });

  it("holds a page that lost most of its text for a day, and then believes it", async () => {
    await baseline(1);
    post("1", "稍后再来。");
    const first = await poll(24 * 40);
    expect(first).toMatchObject({
      said: [],
      warnings: [expect.stringMatching(/shows \d+ characters where \d+ stood/)],
    });
    expect((await poll(24 * 40 + 12)).said).toEqual([]);
    expect((await poll(24 * 41 + 1)).said).toEqual([`captured ${key("1")} (page)`]);
  });
});

describe("posts: deletions", () => {
  it.each([
    ["answers 404", 404, /its address answers 404/],
    ["answers 410", 410, /its address answers 410/],
    ["leads to the front page", { body: "<html>front</html>", to: "/cn/" }, /leads to the front page/],
    ["leads to another post", { body: "<html>other</html>", to: "/cn/2/" }, /leads to another post/],
  ])("tells of a post that %s, when it is so again a day later", async (_what, answer, reason) => {
    await baseline(3);
    own.answers.set("/cn/1/", answer);
    expect(of("vanished", await poll(24 * 40))).toEqual([]);
    expect(of("vanished", await poll(24 * 40 + 20))).toEqual([]);
    const said = await poll(24 * 41 + 1);
    expect(of("vanished", said)).toEqual([expect.stringMatching(reason)]);
    expect(of("vanished", await poll(24 * 43))).toEqual([]);
    post("1");
    expect(of("captured", await poll(24 * 80))).toEqual([`captured ${key("1")} (page)`]);
  });

  it("tells of a deletion first seen while the clock was a year ahead, a day after it was set back", async () => {
    await baseline(3);
    own.answers.set("/cn/1/", 404);
    await poll(24 * 400);
    expect(of("vanished", await poll(24 * 40))).toEqual([]);
    expect(of("vanished", await poll(24 * 41))).toEqual([expect.stringMatching(/its address answers 404/)]);
  });

  it("looks for other deletions at once, and tells them together", async () => {
    await baseline(30);
    for (const name of ["3", "9", "27"]) own.answers.set(`/cn/${name}/`, 404);
    for (let hours = 24; hours < 24 * 40; hours += 6) {
      const said = of("vanished", await poll(hours));
      if (said.length > 0) {
        expect(said).toHaveLength(3);
        return;
      }
    }
    throw new Error("nothing vanished");
  });

  it("takes a post that was given another address for the same post", async () => {
    await baseline(3);
    own.answers.set("/cn/1-new/", own.answers.get("/cn/1/") ?? 404);
    const page = own.answers.get("/cn/1/");
    own.answers.set("/cn/1/", { body: typeof page === "string" ? page : "", to: "/cn/1-new/" });
    sitemapOf(["1-new", "2", "3"]);
    expect(of("captured", await poll(24))).toEqual([`captured ${key("1-new")} (page)`]);
    expect(of("vanished", await poll(24 * 30))).toEqual([]);
    expect(of("vanished", await poll(24 * 32))).toEqual([]);
  });

  it("takes a site that has lost everything for ill, and no post for deleted", async () => {
    await baseline(6);
    for (const name of names(6)) own.answers.set(`/cn/${name}/`, 404);
    await expect(poll(24 * 40)).rejects.toThrow(/gone at once/);
    await expect(poll(24 * 42)).rejects.toThrow(/gone at once/);
  });

  it("takes errors, block pages and pages elsewhere for no news, and goes on with the others", async () => {
    await baseline(6);
    own.answers.set("/cn/1/", new StatusError("blog.example answered 500.", 500));
    own.answers.set("/cn/2/", new WrongBodyError("blog.example sent a captcha page instead of the page."));
    own.answers.set("/cn/3/", { body: "<html>sign in</html>", to: "/login" });
    own.answers.set("/cn/4/", "<html><body><script>1</script></body></html>");
    const said = await poll(24 * 40);
    expect(said.said.toSorted()).toEqual([5, 6].map((name) => `unchanged ${key(String(name))} (all)`));
    expect(said.warnings).toHaveLength(4);
    expect(of("vanished", await poll(24 * 42))).toEqual([]);
  });

  it("is ill when the publisher turns all its looks away", async () => {
    await baseline(6);
    for (const name of names(6)) own.answers.set(`/cn/${name}/`, new StatusError("blog.example answered 403.", 403));
    await expect(poll(24 * 40)).rejects.toThrow(/403/);
  });
});

async function pollUntilCaptured(): Promise<{ readonly captured: readonly string[]; readonly hours: number }> {
  for (let hours = 1; hours < 24 * 40; hours += 12) {
    const captured = of("captured", await poll(hours));
    if (captured.length > 0) return { captured, hours };
  }
  throw new Error("nothing was captured");
}

describe("params of a collection", () => {
  it.each([
    [{ url: "https://a.example/" }, /feed, sitemap and archive/],
    [{ url: "ftp://a.example/", feed: "f" }, /http/],
    [{ url: "https://a.example/", feed: "f", perPoll: 0 }, /perPoll/],
    [{ url: "https://a.example/", feeds: "f" }, /feeds/],
  ])("are refused with words that help: %j", (params, message) => {
    expect(JSON.stringify(posts.params.safeParse(params).error?.issues)).toMatch(message);
  });
});
