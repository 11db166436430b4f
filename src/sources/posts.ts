import { hostAndPort } from "../lib/address.ts";
import type { Source } from "../model/source.ts";
import { extractPost } from "./posts/extract.ts";
import { postsParams, readingParams, type PostsParams } from "./posts/params.ts";
import { pollPosts } from "./posts/poll.ts";

/** A blog or another collection of posts, watched for what is edited or deleted without a word. */
export const posts = {
  id: "posts",
  title: "Posts",
  schedule: ["17 * * * *"],
  timezone: "UTC",
  params: postsParams,
  revision: 1,
  gathers: true,
  confirmMinutes: (params) => params.confirmMinutes,
  host: (params) => hostAndPort(new URL(params.baseUrl ?? params.url)),
  recipeParams: readingParams,
  poll: pollPosts,
  extract: extractPost,
} satisfies Source<PostsParams>;
