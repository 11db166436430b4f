import { z } from "zod";
import { patternFault } from "../../lib/pattern.ts";

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

/** A word, a phrase or a `/regular expression/` that items are picked by. */
export const topicWord = z
  .string()
  .trim()
  .min(1)
  .superRefine((text, context) => {
    const fault = isPattern(text) ? (patternFault(text.slice(1, -1), mostRepetitions) ?? syntaxFault(text)) : null;
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });

const mostRepetitions = 4;

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

// What a piece of news is about stands at its beginning, and a pattern's time may grow by the square of the text.
const longestLooked = 50_000;

/** A test of an entry's words against `match`. Everything fits an empty list. */
export function topicTest(match: readonly string[]): (text: string) => boolean {
  if (match.length === 0) return () => true;
  const phrases = match.filter((text) => !isPattern(text)).map(phrase);
  const patterns = match.filter(isPattern).flatMap((text) => compiled(text) ?? []);
  return (text) => {
    const folded = text.normalize("NFKC");
    const beginning = folded.slice(0, longestLooked);
    return phrases.some((one) => one.test(folded)) || patterns.some((one) => one.test(beginning));
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

// What is allowed without the `u` flag may not be with it.
function syntaxFault(text: string): string | null {
  return compiled(text) === null ? "is no regular expression; give /words|others/ or a plain phrase" : null;
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
