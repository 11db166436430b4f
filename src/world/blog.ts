import { blogFeed, sitemap, sitemapIndex } from "./blog/lists.ts";
import { archivePage, missingPage, postPage, type Desk } from "./blog/pages.ts";
import { isPast, standingPosts, type BlogPost, type BlogStory, type PostRevision } from "./blog/story.ts";
import { page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** What a test or the demo can still do to the blog while the world runs. */
export interface Blog {
  readonly add: (...posts: readonly BlogPost[]) => void;
  readonly revise: (slug: string, revision: PostRevision) => void;
  readonly remove: (slug: string, deleted: NonNullable<BlogPost["deleted"]>) => void;
}

/** Plays a provider's blog: pages full of what changes at every visit, and posts that are edited and deleted without a word. */
export function createBlog(story: BlogStory, links: "real" | "own"): Blog & { readonly publisher: Publisher } {
  let told = story.posts;
  let visit = 0;

  function answer(ask: Ask, now: Temporal.Instant): Answer {
    visit += 1;
    const host = links === "own" ? ask.url.origin : story.origin;
    return route(
      decodeURIComponent(ask.url.pathname),
      { story, host, posts: standingPosts(told, now), visit },
      now,
      told,
    );
  }

  const change = (slug: string, changed: (post: BlogPost) => BlogPost) => {
    if (!told.some((post) => post.slug === slug)) throw new RangeError(`The blog has no post ${slug}`);
    told = told.map((post) => (post.slug === slug ? changed(post) : post));
  };

  return {
    publisher: {
      name: story.name,
      answer,
      unwell: {
        blockPage: page(
          "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>",
          403,
        ),
        notFound: page("<html><head><title>404</title></head><body><h1>404</h1></body></html>", 404),
        empty: () => page(blogFeed({ story, host: story.origin, posts: [], visit }), 200, "application/rss+xml"),
      },
    },
    add(...posts) {
      told = [...told, ...posts];
    },
    revise(slug, revision) {
      change(slug, (post) => ({ ...post, revisions: [...(post.revisions ?? []), revision] }));
    },
    remove(slug, deleted) {
      change(slug, (post) => ({ ...post, deleted }));
    },
  };
}

function route(path: string, desk: Desk, now: Temporal.Instant, told: readonly BlogPost[]): Answer {
  const { story, posts } = desk;
  if (!path.startsWith(story.path)) return page(missingPage(desk), 404);
  const rest = path.slice(story.path.length).replace(/\/$/, "");
  if (rest === "feed") return page(blogFeed(desk), 200, "application/rss+xml; charset=UTF-8");
  if (rest === "sitemap.xml") return page(sitemapIndex(desk), 200, "application/xml");
  if (rest === "sitemap-posts.xml") return page(sitemap(desk), 200, "application/xml");
  const number = rest === "" ? 1 : Number(/^page\/(\d+)$/.exec(rest)?.[1]);
  const archive = Number.isNaN(number) ? null : archivePage(desk, number);
  if (archive !== null) return page(archive);
  const post = posts.find(({ slug }) => slug === rest);
  if (post !== undefined) return page(postPage(post, desk));
  const { deleted } = told.find(({ slug }) => slug === rest) ?? {};
  if (deleted?.answers === "front-page" && isPast(deleted.at, now))
    return { status: 302, headers: { location: story.path }, body: "" };
  return page(missingPage(desk), 404);
}
