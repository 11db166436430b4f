import { generateChinesePosts } from "../../blog/generate.ts";
import type { BlogPost, BlogStory } from "../../blog/story.ts";

/** The note as providers have set it under posts on services that are not offered in China's regions. */
export const firstNote =
  "*前述特定亚马逊云科技生成式人工智能相关的服务仅在亚马逊云科技海外区域可用，亚马逊云科技中国仅为帮助您了解行业前沿技术和发展海外业务选择推介该服务。";
export const laterNote =
  "*前述特定亚马逊云科技生成式人工智能相关的服务目前在亚马逊云科技海外区域可用。亚马逊云科技中国区域相关云服务由西云数据和光环新网运营，具体信息以中国区域官网为准。";

/** When the note appears under forty posts at once, when its wording changes, and when two posts are taken down. */
export const noteAddedAt = "2026-03-10T02:00:00Z";
export const noteRewordedAt = "2026-03-12T02:00:00Z";
const takenDownAt = "2026-03-10T03:00:00Z";

const noted = 40;

/** A provider's blog in Chinese: 44 posts, and a week in which they change without a word. */
export const chinaBlog: BlogStory = {
  name: "china-blog",
  origin: "https://aws.amazon.com",
  path: "/cn/blogs/china/",
  title: "云科技官方博客",
  language: "zh-CN",
  posts: generateChinesePosts(44, "2026-03-08").map(withItsWeek),
};

function withItsWeek(post: BlogPost, index: number): BlogPost {
  if (index < 2) return { ...post, deleted: { at: takenDownAt, answers: index === 0 ? "front-page" : "not-found" } };
  if (index >= noted + 2) return post;
  return {
    ...post,
    revisions: [
      { at: noteAddedAt, note: firstNote },
      { at: noteRewordedAt, note: laterNote },
    ],
  };
}
