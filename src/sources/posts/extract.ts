import { ReadingError } from "../../model/errors.ts";
import type { Captured } from "../../model/source.ts";
import type { Extraction } from "../../model/version.ts";
import type { PostsParams } from "./params.ts";
import { readPost } from "./read-post.ts";

/** A post's text, title, language and dates. Throws `ReadingError`. */
export function extractPost({ key, parts }: Captured, params: PostsParams): Extraction {
  const response = parts.find(({ role }) => role === "page")?.response;
  if (response === undefined) throw new ReadingError(`${key} has no page among its answers`);
  const { title, language, blocks, publishedAt, statedDate } = readPost(response, params);
  return {
    title: title === "" ? key : title,
    language: language ?? "und",
    sourceUrl: new URL(new URL(response.url).pathname, key).href,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt,
    form: "page",
    complete: true,
    blocks,
    facts: statedDate === null ? {} : { statedDate },
    deadlines: [],
    threadKeys: [`page:${key.replace(/^https:\/\//, "")}`],
    links: [],
  };
}
