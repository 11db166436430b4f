import type { Desk } from "./pages.ts";

/** The newest ten posts, RSS 2.0 as WordPress writes it. */
export function blogFeed({ story, host, posts }: Desk): string {
  const items = posts.slice(0, 10).map(
    ({ slug, title, author, publishedAt, body, note }) => `<item>
<title>${escaped(title)}</title>
<link>${host}${story.path}${slug}/</link>
<dc:creator><![CDATA[${author}]]></dc:creator>
<pubDate>${mailDate(publishedAt)}</pubDate>
<guid isPermaLink="false">${slug}@${new URL(story.origin).host}</guid>
<content:encoded><![CDATA[${body.map((paragraph) => `<p>${paragraph}</p>`).join("")}${note === null ? "" : `<p>${note}</p>`}]]></content:encoded>
</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>${escaped(story.title)}</title><link>${host}${story.path}</link><language>${story.language}</language>
${items.join("\n")}
</channel></rss>
`;
}

export function sitemapIndex({ host, story }: Desk): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${host}${story.path}sitemap-posts.xml</loc></sitemap></sitemapindex>
`;
}

/** `lastmod` is the day of publication: what is edited without a word does not move it. */
export function sitemap({ host, story, posts }: Desk): string {
  const urls = posts.map(
    ({ slug, publishedAt }) =>
      `<url><loc>${host}${story.path}${slug}/</loc><lastmod>${publishedAt.slice(0, 10)}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>${host}${story.path}</loc></url>
<url><loc>${host}${story.path}tag/generative-ai/</loc></url>
${urls.join("\n")}
</urlset>
`;
}

/** `Mon, 09 Mar 2026 15:00:00 +0000`. */
export function mailDate(instant: string): string {
  const time = Temporal.Instant.from(instant).toZonedDateTimeISO("UTC");
  const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const clock = time.toPlainTime().toString({ smallestUnit: "second" });
  return `${days[time.dayOfWeek - 1]}, ${String(time.day).padStart(2, "0")} ${months[time.month - 1]} ${time.year} ${clock} +0000`;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
