import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listing } from "../../src/sources/listing.ts";
import { listedDate } from "../../src/sources/listing/listed-date.ts";
import { readList } from "../../src/sources/listing/read-list.ts";
import { encodeGb2312 } from "../../src/world/provider/gb2312.ts";
import { served } from "./support/served.ts";

const url = "http://tenders.example/cggg/index.htm";
const params = listing.params.parse({
  url,
  item: "ul.list > li",
  remove: ".visits",
  detail: { select: ".detail" },
});

describe("listing: what a list and its items say", () => {
  it("reads a list in GB 2312 without a charset in its header: each item once, titles whole, links absolute", () => {
    const list = { ...served("", "text/html", { url, finalUrl: url }), body: encodeGb2312(fixture("tenders.html")) };
    expect(readList(list, params)).toEqual(JSON.parse(fixture("tenders.expected.json")));
  });

  it("reads an item from its list and its page", async () => {
    const list = served(fixture("tenders.html"), "text/html; charset=utf-8", { url, finalUrl: url });
    const detail = { ...served("", "text/html"), body: encodeGb2312(fixture("tender.html").replace("￥", "")) };
    const [item] = readList(list, params);
    const extraction = await listing.extract(
      {
        key: item?.key ?? "",
        parts: [
          { role: "list", response: list },
          { role: "detail", response: detail },
        ],
      },
      params,
    );
    expect(extraction).toEqual(JSON.parse(fixture("tender.expected.json")));
  });

  it.each([
    ["2031-03-04", "2031-03-04"],
    ["[2031.3.4 10:00:00]", "2031-03-04"],
    ["发布时间：２０３１年３月４日", "2031-03-04"],
    ["March 4, 2031 | Sanctions", "2031-03-04"],
    ["03/04/2031", "2031-03-04"],
    ["2031-02-30", null],
    ["03-04", null],
    ["120310304", null],
  ])("reads %j as the date %s", (text, date) => {
    expect(listedDate(text)).toBe(date);
  });
});

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/listing/${name}`, import.meta.url), "utf8");
}
