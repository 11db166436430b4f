import { generateChinesePosts } from "../src/world/blog/generate.ts";
import { createWorldClock } from "../src/world/clock.ts";
import { generateDocuments } from "../src/world/federal-register/generate.ts";
import { startWorld, type Story } from "../src/world/world.ts";

// Publishers in a process of their own, so that their work is not counted as ours. Says their addresses and waits to be ended; a word
// from outside lets a day pass, after which every post and every piece of news is edited.
const count = Number(process.argv[2]);
const clock = createWorldClock(Temporal.Instant.from("2026-03-20T15:00:00Z"));
const { documents } = generateDocuments({ seed: 1, count, from: "2026-03-16", perDay: Math.ceil(count / 4) });
const tomorrow = "2026-03-21T00:00:00Z";
const posts = generateChinesePosts(count, "2026-03-19");

const story: Story = {
  federalRegister: { documents },
  blogs: [
    {
      name: "blog",
      origin: "https://blog.example",
      path: "/blog/",
      title: "Blog",
      language: "zh-CN",
      posts: posts.map((post) => ({ ...post, revisions: [{ at: tomorrow, note: "*这些服务仅在海外区域可用。" }] })),
    },
  ],
  news: [
    {
      name: "news",
      origin: "https://news.example",
      path: "/feed",
      format: "rss",
      title: "News",
      language: "zh-CN",
      window: count,
      entries: posts.map(({ slug, title, publishedAt, body }) => ({
        id: slug,
        path: `/${slug}`,
        title,
        publishedAt,
        html: body.join("\n"),
        revisions: [{ at: tomorrow, html: `${body.join("\n")}<p>*这些服务仅在海外区域可用。</p>` }],
      })),
    },
  ],
};

const world = await startWorld({ clock, story });
console.log([world.federalRegister.origin, world.blogs.get("blog")?.origin, world.news.get("news")?.origin].join(" "));
process.stdin.on("data", () => void clock.step({ hours: 24 }).then(() => console.log("a day later")));
