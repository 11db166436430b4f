import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readCatalogue } from "../../src/pipeline/catalogue.ts";
import { readTermsFile, termsJsonSchema } from "../../src/pipeline/terms-file.ts";
import { writeFeeds } from "../support/house.ts";

test("the register that comes with regwatch can be read, and its schema is current", async () => {
  const folder = new URL("../../feeds/", import.meta.url);
  const { register, problems } = readTermsFile(await readFile(new URL("terms.yaml", folder), "utf8"), "terms.yaml");
  expect(problems).toEqual([]);
  expect(register.terms.length).toBeGreaterThanOrEqual(25);
  const schema: unknown = JSON.parse(await readFile(new URL("terms.schema.json", folder), "utf8"));
  expect(schema, "run: npm run schema").toEqual(termsJsonSchema());
});

test.each([
  ["terms:\n  - id: TPP\n    title: T\n    why: W\n    en: [TPP]", 2, "terms[0].id", /must be lower-case/],
  ["terms:\n  - id: tpp\n    title: T\n    why: W\n    words: [TPP]", 5, "terms[0].words", /is not a field/],
  ["terms:\n  - id: tpp\n    title: T\n    why: W", 2, "terms[0]", /has no words/],
  [
    "terms:\n  - { id: a, title: T, why: W, en: [TPP] }\n  - { id: b, title: T, why: W, en: [tpp] }",
    3,
    "terms[1].en",
    /stands under a already/,
  ],
  ["terms: []", 1, "terms", /must not be empty/],
])("what is wrong with a register is said with its line and field: %j", (text, line, field, message) => {
  const { register, problems } = readTermsFile(text, "terms.yaml");
  expect(register.terms).toEqual([]);
  expect(problems).toMatchObject([{ file: "terms.yaml", line, field, message: expect.stringMatching(message) }]);
});

test("a register in the feeds folder is no feed, and a bad one stops no feed", async () => {
  const dir = await writeFeeds({ terms: "terms: []" });
  const { feeds, problems, terms } = await readCatalogue(dir, []);
  expect([feeds, terms.terms]).toEqual([[], []]);
  expect(problems).toMatchObject([{ field: "terms" }]);
});
