import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { essenceOf, folder, picturedPages, picturesFile } from "./kept.ts";
import { makeExamples, type Examples } from "./make.ts";

let examples: Examples;
beforeAll(async () => {
  examples = await makeExamples();
});

test.each(["redline.html", "digest.html", "digest.md", "digest.docx", "deadlines.ics"])(
  "examples/%s is what regwatch makes today",
  async (name) => {
    const kept = await readFile(new URL(name, folder));
    const made = examples.files.get(name) ?? new Uint8Array();
    expect(essenceOf(name, kept) === essenceOf(name, made), "run: npm run examples").toBe(true);
  },
);

test("the pictures show the messages that regwatch makes today", async () => {
  const kept: unknown = JSON.parse(await readFile(new URL(picturesFile, folder), "utf8"));
  expect(picturedPages(examples), "run: npm run examples").toEqual(kept);
});
