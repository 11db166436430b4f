import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ReadingError } from "../../src/model/errors.ts";
import type { Extraction } from "../../src/model/version.ts";
import { posts } from "../../src/sources/posts.ts";
import { served } from "./support/served.ts";

describe("posts: extraction of small pages", () => {
  it.each(["zh", "en"])("reads a post without what the blog sets around it (%s)", (language) => {
    const expected: unknown = JSON.parse(fixture(`post.${language}.expected.json`));
    expect(extract(fixture(`post.${language}.html`))).toEqual(expected);
  });

  it("ends at headings of the feed's own, and reads only what is selected", () => {
    const page =
      "<html><body><div class='a'><p>Eight nodes are enough for most of the teams we know.</p><h3>Our offers</h3><p>Buy now.</p></div><p>Elsewhere.</p></body></html>";
    const { blocks } = extract(page, { select: ".a", until: ["our offers"] });
    expect(blocks.map(({ text }) => text)).toEqual(["Eight nodes are enough for most of the teams we know."]);
  });

  it("says so when its selector matches nothing any more", () => {
    expect(() => extract("<html><body><p>Text enough for a page.</p></body></html>", { select: "#post" })).toThrow(
      ReadingError,
    );
  });
});

function extract(page: string, params: Record<string, unknown> = {}): Extraction {
  const parsed = posts.params.parse({ url: "https://blog.example/", feed: "feed", ...params });
  return posts.extract(
    {
      key: "https://blog.example/train",
      parts: [{ role: "page", response: served(page, "text/html", { url: "http://mirror.test/train/" }) }],
    },
    parsed,
  );
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/posts/${name}`, import.meta.url), "utf8");
}
