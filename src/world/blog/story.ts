/** A blog the world plays. Its posts are found by feed (the newest ten), sitemap and archive pages. */
export interface BlogStory {
  /** Named in the request log and in faults: `china-blog`. */
  readonly name: string;
  /** The real publisher's, for links: `https://aws.amazon.com`. */
  readonly origin: string;
  /** With a slash at both ends: `/cn/blogs/china/`. */
  readonly path: string;
  readonly title: string;
  readonly language: string;
  readonly posts: readonly BlogPost[];
}

export interface BlogPost {
  readonly slug: string;
  readonly title: string;
  readonly author: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** Paragraphs, as HTML. */
  readonly body: readonly string[];
  readonly revisions?: readonly PostRevision[];
  /** From when on the address leads to the front page, or answers 404. */
  readonly deleted?: { readonly at: string; readonly answers: "front-page" | "not-found" };
}

/** What is edited without a word: neither feed nor sitemap says so. */
export interface PostRevision {
  readonly at: string;
  readonly body?: readonly string[];
  /** The note at the post's end; null takes it away. */
  readonly note?: string | null;
}

/** A post as it stands at a moment. */
export interface StandingPost extends BlogPost {
  readonly note: string | null;
}

/** The posts there are at a moment, newest first. */
export function standingPosts(posts: readonly BlogPost[], now: Temporal.Instant): readonly StandingPost[] {
  return posts
    .filter((post) => isPast(post.publishedAt, now) && !(post.deleted !== undefined && isPast(post.deleted.at, now)))
    .map((post) => standing(post, now))
    .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1));
}

export function isPast(instant: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(instant), now) <= 0;
}

function standing(post: BlogPost, now: Temporal.Instant): StandingPost {
  let { body } = post;
  let note: string | null = null;
  for (const revision of post.revisions ?? []) {
    if (!isPast(revision.at, now)) continue;
    body = revision.body ?? body;
    if (revision.note !== undefined) note = revision.note;
  }
  return { ...post, body, note };
}
