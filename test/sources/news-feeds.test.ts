import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Feed } from "../../src/model/feed.ts";
import { readCatalogue } from "../../src/pipeline/catalogue.ts";
import { sources } from "../../src/sources/index.ts";
import { topicTest, type RssParams } from "../../src/sources/rss/params.ts";

const folder = fileURLToPath(new URL("../../feeds", import.meta.url));
let feeds: readonly Feed[];

beforeAll(async () => {
  const catalogue = await readCatalogue(folder, sources);
  expect(catalogue.problems).toEqual([]);
  feeds = catalogue.feeds.filter(({ source }) => source === "rss" || source === "posts");
});

describe("the feeds of news and posts that regwatch comes with", () => {
  it("say why they are watched and under which topics, and each watches another address", () => {
    expect(feeds.length).toBeGreaterThanOrEqual(12);
    for (const { id, why = "", topics } of feeds)
      expect([id, why, topics]).toEqual([
        id,
        expect.stringMatching(/\w{3}/),
        expect.arrayContaining([expect.any(String)]),
      ]);
    const addresses = feeds.map(({ params }) => (params as RssParams).url);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it.each([
    ["news/aws-whats-new", "Amazon EC2 P5 instances with NVIDIA GPUs are now available in Asia Pacific", true],
    ["news/aws-whats-new", "Amazon Bedrock adds models in two regions", true],
    ["news/aws-whats-new", "Amazon WorkMail supports new fonts", false],
    ["news/congress-house-floor", "H.R. 2683 — Remote Access Security Act", true],
    ["news/congress-house-floor", "Naming a post office in Ohio", false],
  ])("%s takes %j: %s", (id, text, wanted) => {
    const match = feeds.flatMap((one) => (one.id === id ? (one.params as RssParams).match : []));
    expect(topicTest(match)(text)).toBe(wanted);
  });
});
