import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { Feed } from "../../src/model/feed.ts";
import { readCatalogue } from "../../src/pipeline/catalogue.ts";
import { sources } from "../../src/sources/index.ts";
import type { ListingParams } from "../../src/sources/listing/params.ts";
import { topicTest } from "../../src/sources/rss/params.ts";

let feeds: readonly Feed[];

beforeAll(async () => {
  const catalogue = await readCatalogue(fileURLToPath(new URL("../../feeds", import.meta.url)), sources);
  expect(catalogue.problems).toEqual([]);
  ({ feeds } = catalogue);
});

const lists = () =>
  feeds.filter(({ source }) => source === "listing").map(({ id, params }) => ({ id, params: params as ListingParams }));

describe("the catalogue", () => {
  it("has at least sixty feeds, and every source among them that there is a file for", () => {
    expect(feeds.length).toBeGreaterThanOrEqual(60);
    const files = readdirSync(new URL("../../src/sources", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "index.ts")
      .map(({ name }) => name.replace(".ts", ""));
    expect(sources.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
    expect([...new Set(feeds.map(({ source }) => source))].toSorted()).toEqual(files.toSorted());
  });

  it("says of every list and pair why it is watched and under which topics", () => {
    for (const { id, source, why = "", topics } of feeds) {
      if (source !== "listing" && source !== "pair") continue;
      expect([id, why, topics]).toEqual([
        id,
        expect.stringMatching(/\w{3}/),
        expect.arrayContaining([expect.any(String)]),
      ]);
    }
  });

  it("asks Chinese portals no faster than every three seconds", () => {
    const portals = lists().filter(({ id }) => id.startsWith("tenders/"));
    expect(portals.length).toBeGreaterThanOrEqual(5);
    for (const { id, params } of portals)
      expect([id, params.gapSeconds >= 3 && params.gapSeconds <= 6]).toEqual([id, true]);
  });

  it.each([
    ["北港大学海外区域云服务采购项目公开招标公告", true],
    ["某研究院 A100 服务器采购项目成交公告", true],
    ["某大学 AWS 账户采购公示", true],
    ["人工智能学院智算中心算力租赁竞争性磋商公告", true],
    ["某大学图书馆座椅采购项目成交公告", false],
    ["某大学校园绿化养护项目更正公告", false],
  ])("picks %s: %s", (title, wanted) => {
    const match = lists().find(({ id }) => id === "tenders/ccgp-central")?.params.match ?? [];
    expect(topicTest(match)(title)).toBe(wanted);
  });
});
