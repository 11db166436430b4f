import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Feed } from "../../src/model/feed.ts";
import { readCatalogue } from "../../src/pipeline/catalogue.ts";
import { nextDue } from "../../src/pipeline/cron.ts";
import { sources } from "../../src/sources/index.ts";
import { policyPage } from "../../src/sources/policy-page.ts";

let feeds: readonly Feed[];

beforeAll(async () => {
  const catalogue = await readCatalogue(fileURLToPath(new URL("../../feeds", import.meta.url)), sources);
  expect(catalogue.problems).toEqual([]);
  feeds = catalogue.feeds.filter((feed) => feed.source === policyPage.id);
});

describe("the policy pages that regwatch comes with", () => {
  it("say why they are watched and under which topics, in a folder for each provider", () => {
    expect(feeds.length).toBeGreaterThanOrEqual(24);
    for (const feed of feeds) {
      expect([feed.id, feed.why ?? ""]).toEqual([
        expect.stringMatching(/^policies\/[a-z-]+\/[a-z-]+$/),
        expect.stringMatching(/\w{3}/),
      ]);
      expect(feed.topics).not.toEqual([]);
    }
  });

  it("watch providers in China too", () => {
    const ids = feeds.filter((feed) => !feed.unverified).map(({ id }) => id.split("/")[1]);
    expect(ids).toEqual(expect.arrayContaining(["aws-china", "azure-china", "deepseek", "doubao", "tencent"]));
  });

  it("are watched once each, and never two of one host in the same minute", () => {
    const start = Temporal.Instant.from("2031-03-03T00:30:00Z");
    const moments = feeds.map((feed) => {
      const params = policyPage.params.parse(feed.params);
      return `${policyPage.host(params)} ${nextDue(feed.schedule, feed.timezone, start).toString()}`;
    });
    expect(new Set(moments).size).toBe(moments.length);
    expect(new Set(feeds.map(({ params }) => policyPage.params.parse(params).url)).size).toBe(feeds.length);
  });
});
