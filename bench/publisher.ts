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

const before = "2026-03-10T15:00:00Z";

const story: Story = {
  ecfr: {
    parts: [
      {
        title: 15,
        part: "744",
        heading: "Bench",
        divisions: posts.map(({ title, body }, index) => ({
          type: "section",
          identifier: `744.${index + 1}`,
          heading: title,
          versions: [
            { at: before, amended: "2026-03-10", text: { paragraphs: body } },
            { at: tomorrow, amended: "2026-03-20", text: { paragraphs: [...body, "You may not export it."] } },
          ],
        })),
      },
    ],
  },
  dockets: {
    documents: posts.map(({ title }, index) => ({
      id: `BIS-2026-0001-${index}`,
      docket: "BIS-2026-0001",
      agency: "BIS",
      type: "Notice",
      title,
      states: [
        { at: before, commentsFrom: "2026-03-10", commentsUntil: "2026-05-10" },
        { at: tomorrow, commentsUntil: "2026-06-10" },
      ],
    })),
  },
  oira: {
    reviews: posts.map(({ title }, index) => ({
      rin: `0694-ZA${String(index % 100).padStart(2, "0")}`,
      title,
      stage: "Final Rule",
      received: Temporal.Instant.from("2025-03-01T15:00:00Z")
        .add({ hours: 24 * index })
        .toString(),
      concluded: tomorrow,
      decision: "Withdrawn",
    })),
  },
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
console.log(
  [
    world.federalRegister.origin,
    world.blogs.get("blog")?.origin,
    world.news.get("news")?.origin,
    world.ecfr.origin,
    world.dockets.origin,
    world.oira.origin,
    // A docket's list is a table as well.
    world.dockets.origin,
  ].join(" "),
);
process.stdin.on("data", () => void clock.step({ hours: 24 }).then(() => console.log("a day later")));
