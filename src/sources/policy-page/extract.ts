import { ReadingError } from "../../model/errors.ts";
import type { Captured } from "../../model/source.ts";
import type { Extraction } from "../../model/version.ts";
import type { PolicyPageParams } from "./params.ts";
import { readPage } from "./read.ts";

/** The text of a page, its title, language and the date it states for itself. Rejects with `ReadingError`. */
export async function extractPolicyPage({ key, parts }: Captured, params: PolicyPageParams): Promise<Extraction> {
  const response = parts.find(({ role }) => role === "page")?.response;
  if (response === undefined) throw new ReadingError(`${key} has no page among its answers`);
  const { title, language, blocks, statedDate, format } = await readPage(response, params);
  return {
    title: title ?? params.url,
    language: params.language ?? language ?? "und",
    sourceUrl: params.url,
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: statedDate,
    form: format === "pdf" ? "pdf" : "page",
    complete: true,
    blocks,
    facts: statedDate === null ? {} : { statedDate },
    deadlines: [],
    threadKeys: [`page:${threadPlace(params.url)}`],
    links: [],
  };
}

/** What a page's thread is known by: the same page in two feeds is one matter; the scheme and a slash at the end do not count. */
export function threadPlace(url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${host}${pathname.replace(/\/$/, "")}${search}`;
}
