import { expect, test } from "vitest";
import { foldWords } from "../../src/alerts/fold.ts";
import { readEntityCell } from "../../src/classify/entity-cell.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import { languageOf } from "../../src/snapshots/language.ts";
import { withoutNoise } from "../../src/snapshots/noise.ts";
import { figuresIn } from "../../src/sources/pair/figures.ts";
import { readPost } from "../../src/sources/posts/read-post.ts";
import { feedDate } from "../../src/sources/rss/feed-date.ts";
import { topicWord } from "../../src/sources/rss/params.ts";
import { readFeed } from "../../src/sources/rss/read-feed.ts";
import { references } from "../../src/sources/rss/references.ts";
import { repairedXml } from "../../src/sources/rss/repair.ts";
import { unfit } from "../../src/summarise/unfit.ts";
import { patternFault } from "../../src/lib/pattern.ts";
import { createLogger } from "../../src/lib/log.ts";

/** What takes a second here took minutes, or longer than anybody waits, where a pattern went back and tried again. */
const mostMs = 2000;
const long = 200_000;

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, name: string) => () => void blocksOf(bytes(text), { name });
const served = (text: string) => ({
  url: "https://blog.example/",
  finalUrl: "https://blog.example/",
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  redirects: [],
  body: bytes(text),
  fetchedAt: "2026-01-12T12:00:00.000Z",
});
const much = (unit: string, length = long) => unit.repeat(Math.ceil(length / unit.length));
const register = (text: string) =>
  `[Federal Register Volume 91, Number 1 (Friday, January 2, 2026)]\n\nAGENCY: D.\n\nACTION: Rule.\n\nSUMMARY: ${text}!\n`;

const attacks: Readonly<Record<string, () => unknown>> = {
  "front matter that never ends": read(`---\n${much("\t\t#\n", 400)}# Title\n\nSome text.\n`, "a.md"),
  "a row of keyboard keys": () => withoutNoise(`${much("⌘ ", 200)}!`),
  "a language tag of many parts": () => languageOf([], `AA_${much("A_A-", 400)}!`),
  "blanks within a line": read(`One.\n\n${much(" ")}x`, "a.txt"),
  "blanks within Markdown": read(`# T\n\nOne.\n\n\`\`\`\n${much("\t")}x\n\`\`\`\n`, "a.md"),
  "hyphens in a printed text": read(register(much("-")), "a.txt"),
  "Chinese characters in a printed text": read(register(much("除")), "a.txt"),
  "empty cells": read(
    `<!doctype html><table><tr><td>a</td>${much("<td></td>", 90_000)}<td>x</td></tr></table>`,
    "a.html",
  ),
  "section signs": () => figuresIn(`${much("§")}x`),
  "numbers with points": () => figuresIn(`${much("0.")} x`),
  "empty lines": () => figuresIn(`${much("\n")}x`),
  "blanks beside Chinese": () => foldWords(`${much(" ")}x`),
  "a cell of dashes and blanks": () => readEntityCell(`a.k.a. ${much("; ")}x`),
  "metas that do not end": () => readPost(served(`<html><p>Some text of a post.</p>${much("<meta ")}`), postParams),
  "times that do not end": () => readPost(served(`<html><p>Some text of a post.</p>${much("<time ")}`), postParams),
  "CDATA that does not end": () => repairedXml(much("<![CDATA[")),
  "document types that do not end": () => repairedXml(much("<!DOCTYPE a [")),
  "links that do not end": () => readFeed(served(`<feed ${much("<link ")}`)).catch(() => null),
  "docket numbers that do not end": () => references(much("AA-"), [], null),
  "a date of many digits": () => feedDate(`2026-01-12T10:00:00.${much("0")}x`),
  "a name of many hyphens": () => unfit(much("a-")),
  "a scheme in a log": () => createLogger({ level: "warn", stream: { write: () => {} } }).warn(much("+a")),
};

const postParams = { select: [], remove: [], until: [] } as unknown as Parameters<typeof readPost>[1];

test.each(Object.entries(attacks))("%s cost no more than their length", async (_name, attack) => {
  const start = performance.now();
  await attack();
  expect(performance.now() - start).toBeLessThan(mostMs);
});

test.each(["/(a+)+$/", "/(?:\\w+\\s?)+:/", "/(a|aa)+b/", "/.*.*.*.*.*x/"])(
  "a feed file's pattern that could take for ever is refused (%s)",
  (pattern) => {
    expect(topicWord.safeParse(pattern).error?.issues[0]?.message).toContain("for ever");
    expect(patternFault(pattern.slice(1, -1))).toContain("for ever");
  },
);
