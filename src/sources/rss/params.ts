import { z } from "zod";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

/** A word, a phrase or a `/regular expression/` that items are picked by. */
export const topicWord = z
  .string()
  .trim()
  .min(1)
  .refine(
    (text) => !isPattern(text) || compiled(text) !== null,
    "is no regular expression; give /words|others/ or a plain phrase",
  );

/** The settings of a feed of news. */
export const rssParams = z.strictObject({
  url: address.describe("The feed: RSS, Atom or JSON Feed"),
  baseUrl: address
    .transform((url) => url.replace(/\/+$/, ""))
    .optional()
    .describe("Asked in the place of the feed's own host; a mirror can stand in"),
  match: z
    .array(topicWord)
    .default([])
    .describe(
      "Only entries that have one of these words or phrases, in any case and width, or fit one /regular expression/",
    ),
});

export type RssParams = z.infer<typeof rssParams>;

/** A test of an entry's words against `match`. Everything fits an empty list. */
export function topicTest(match: readonly string[]): (text: string) => boolean {
  if (match.length === 0) return () => true;
  const patterns = match.map((text) => (isPattern(text) ? compiled(text) : phrase(text))).filter((one) => one !== null);
  return (text) => {
    const folded = text.normalize("NFKC");
    return patterns.some((pattern) => pattern.test(folded));
  };
}

function isPattern(text: string): boolean {
  return text.length > 2 && text.startsWith("/") && text.endsWith("/");
}

function compiled(text: string): RegExp | null {
  try {
    return new RegExp(text.slice(1, -1), "iu");
  } catch {
    return null;
  }
}

// Chinese has no spaces between words, so that bounds are asked for only beside letters that have them.
function phrase(text: string): RegExp {
  const words = text
    .normalize("NFKC")
    .split(/\s+/)
    .map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
    .join(String.raw`\s+`);
  const before = /^[\p{Script=Latin}\d]/u.test(text) ? String.raw`(?<![\p{Script=Latin}\d])` : "";
  const after = /[\p{Script=Latin}\d]$/u.test(text) ? String.raw`(?![\p{Script=Latin}\d])` : "";
  return new RegExp(`${before}${words}${after}`, "iu");
}
