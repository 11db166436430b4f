import { encodeGb2312 } from "./provider/gb2312.ts";
import { escaped } from "./blog/lists.ts";
import { isPast } from "./blog/story.ts";
import { page, type Answer, type Ask, type Publisher } from "./publisher.ts";

/** A portal of public procurement that the world plays: a list, and a page for each notice, in GB 2312. */
export interface TenderStory {
  /** Named in the request log and in faults: `tenders`. */
  readonly name: string;
  /** The real portal's: `http://www.ccgp.gov.cn`. */
  readonly origin: string;
  /** Where the list lies, with its file: `/cggg/zygg/index.htm`. Its next pages are `index_1.htm`, `index_2.htm`. */
  readonly path: string;
  readonly title: string;
  /** How many notices a page lists; 20 if left out. */
  readonly window?: number;
  readonly notices: readonly TenderNotice[];
}

export interface TenderNotice {
  /** Below the list's folder: `gkzb/202603/t20260309_901.htm`. */
  readonly path: string;
  readonly title: string;
  /** An instant. */
  readonly publishedAt: string;
  readonly buyer: string;
  /** Paragraphs. */
  readonly text: readonly string[];
}

/** What a test or the demo can still do to the portal while the world runs. */
export interface Tenders {
  readonly add: (...notices: readonly TenderNotice[]) => void;
}

/** Plays a portal. It says nowhere what its bytes mean, and counts the visits of every page. */
export function createTenders(story: TenderStory): Tenders & { readonly publisher: Publisher } {
  let told = story.notices;
  let visits = 0;
  const folder = story.path.replace(/[^/]+$/, "");

  function answer({ url }: Ask, now: Temporal.Instant): Answer {
    visits += 1;
    const standing = told
      .filter(({ publishedAt }) => isPast(publishedAt, now))
      .toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1));
    const size = story.window ?? 20;
    const at = pageNumber(story.path, url.pathname);
    if (at !== null && (at === 0 || at * size < standing.length))
      return chinese(frame(story.title, listHtml(standing.slice(at * size, (at + 1) * size)), visits));
    const notice = standing.find(({ path }) => folder + path === url.pathname);
    return notice === undefined ? notFound : chinese(frame(notice.title, noticeHtml(notice), visits));
  }

  return {
    publisher: {
      name: story.name,
      answer,
      unwell: {
        blockPage: tooFrequent,
        notFound,
        empty: () => chinese(frame(story.title, "<p>共找到 0 条内容</p>", 0)),
      },
    },
    add(...notices) {
      told = [...told, ...notices];
    },
  };
}

function pageNumber(first: string, asked: string): number | null {
  if (asked === first) return 0;
  const [stem, ending] = first.split(/(\.[^.]+)$/);
  const number = asked.startsWith(`${stem}_`) ? asked.slice(`${stem}_`.length, -(ending ?? "").length) : "";
  return /^\d+$/.test(number) ? Number(number) : null;
}

/** What portals serve those who ask too fast, with a 200. */
const tooFrequent = chinese(
  "<html><head><title>提示</title></head><body><p>您的访问过于频繁,请稍后再试</p></body></html>",
);
const notFound = page("<html><head><title>404</title></head><body><h1>404</h1></body></html>", 404);

function chinese(html: string): Answer {
  return { status: 200, headers: { "content-type": "text/html" }, body: encodeGb2312(html) };
}

function frame(title: string, main: string, visits: number): string {
  return `<!DOCTYPE html>
<html><head><title>${escaped(title)}</title></head>
<body><div class="nav"><a href="/">首页</a> <a href="/cggg/">公告</a></div>
${main}
<p class="footer">浏览次数：${10_000 + visits}</p></body></html>
`;
}

function listHtml(notices: readonly TenderNotice[]): string {
  const items = notices.map(
    ({ path, title, publishedAt, buyer }) =>
      `<li><a href="./${path}" title="${escaped(title)}">${escaped(shortened(title))}</a><em>${publishedAt.slice(0, 10)}</em> 采购人：${escaped(buyer)}</li>`,
  );
  return `<ul class="c_list_bid">\n${items.join("\n")}\n</ul>`;
}

function shortened(title: string): string {
  return title.length > 24 ? `${title.slice(0, 22)}...` : title;
}

function noticeHtml({ title, publishedAt, buyer, text }: TenderNotice): string {
  return `<h2 class="tc">${escaped(title)}</h2><p class="tc">${publishedAt.slice(0, 10)} 来源：采购网</p>
<div class="vF_detail_content"><p>采购单位：${escaped(buyer)}</p>${text.map((one) => `<p>${escaped(one)}</p>`).join("")}</div>`;
}
