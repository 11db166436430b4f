import type { BlogStory, StandingPost } from "./story.ts";

/** What a page is written with. `visit` counts answers: much on a page changes with every visit and says nothing. */
export interface Desk {
  readonly story: BlogStory;
  readonly host: string;
  readonly posts: readonly StandingPost[];
  readonly visit: number;
}

/** A post between everything that a blog sets around it: navigation, authors, related links that rotate, banners that count clicks. */
export function postPage(post: StandingPost, desk: Desk): string {
  const { story, host, visit } = desk;
  const note =
    post.note === null
      ? ""
      : `<!-- 免责声明 --> <p style="background-color: #f9f9f9;padding: 20px;border-radius: 8px">${post.note}</p>`;
  return page(
    `${post.title} | ${story.title}`,
    desk,
    `<main id="aws-page-content-main"><article vocab="https://schema.org/" typeof="TechArticle">
<h1 property="name headline">${post.title}</h1>
<footer class="blog-post-meta">by ${post.author} on <time property="datePublished" datetime="${post.publishedAt}">${post.publishedAt.slice(0, 10)}</time> <a href="${host}${story.path}${post.slug}/#comments">Permalink</a></footer>
<section class="blog-post-content lb-rtxt" property="articleBody">
<div style="height:30px"></div>
${post.body.map((paragraph) => `<p>${paragraph}</p>`).join("\n")}
<p><img class="wp-smiley" src="https://s.w.org/images/core/emoji/15.0.3/72x72/1f449.png" alt="👉"/><img src="https://images.example/${visit % 7}/figure-1.png" alt=""/></p>
${note}
<h2>相关产品</h2>
<ul>${related(desk, "bl_pr")}</ul>
<h2>相关文章</h2>
<ul>${related(desk, "bl_ar")}</ul>
<h2>本篇作者</h2>
<div class="author-box"><h3>${post.author}</h3><p>解决方案架构师，负责云上架构的咨询与设计，已陪伴客户 ${(visit % 9) + 1} 年。</p></div>
</section></article></main>
<aside><p>云计算峰会正在报名 第 ${visit} 位访客</p><a href="https://summit.example/?ectrk=${visit}&amp;trk=banner${visit % 5}">立即注册</a></aside>`,
    `<meta property="article:published_time" content="${post.publishedAt}"/><meta property="og:title" content="${post.title} | ${story.title}"/>`,
  );
}

/** The list of posts, ten on a page; null beyond the last one. */
export function archivePage(desk: Desk, number: number): string | null {
  const { story, host, posts } = desk;
  const shown = posts.slice((number - 1) * 10, number * 10);
  if (shown.length === 0) return null;
  const articles = shown.map(
    ({ slug, title }) =>
      `<article class="blog-post"><h2><a href="${host}${story.path}${slug}/?nc1=b_rp">${title}</a></h2></article>`,
  );
  const older =
    posts.length > number * 10 ? `<a class="next" href="${host}${story.path}page/${number + 1}/">← 更早的文章</a>` : "";
  return page(story.title, desk, `<main>${articles.join("\n")}<nav>${older}</nav></main>`);
}

export function missingPage(desk: Desk): string {
  return page(`页面不存在 | ${desk.story.title}`, desk, "<main><h1>抱歉，您要找的页面不存在。</h1></main>");
}

// Another choice at every visit.
function related({ story, host, posts, visit }: Desk, mark: string): string {
  return [0, 1, 2]
    .map((index) => posts[(visit + index * 3) % Math.max(1, posts.length)])
    .filter((post) => post !== undefined)
    .map(
      ({ slug, title }, index) =>
        `<li><a href="${host}${story.path}${slug}/?p=${mark}_l=${index + 1}">${title}</a></li>`,
    )
    .join("");
}

function page(title: string, { story, visit }: Desk, body: string, head = ""): string {
  return `<!DOCTYPE html>
<html lang="${story.language}"><head><meta charset="UTF-8"/>
<meta http-equiv="Content-Security-Policy" content="script-src 'nonce-${visit}'"/>
<title>${title}</title>${head}
<script nonce="${visit}">window.visit=${visit};</script></head>
<body><header><nav><a href="/">首页</a> <a href="/cn/products/">产品</a> <a href="/cn/pricing/">价格</a></nav></header>
${body}
<footer><p>© 本站保留所有权利</p></footer></body></html>
`;
}
