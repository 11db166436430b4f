import { describe, expect, it } from "vitest";
import { StatusError, WrongBodyError } from "../../src/model/errors.ts";
import { plainText } from "../../src/model/text.ts";
import { pair } from "../../src/sources/pair.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";
import { site, type Site } from "./support/site.ts";

const params = {
  pages: [
    { name: "English", url: "https://harbour.example/terms/" },
    { name: "Chinese", url: "https://harbour.example/cn/terms/", language: "zh-CN" },
  ],
  days: 7,
};
const key = "https://harbour.example/terms/ https://harbour.example/cn/terms/";
const seen = [`unchanged ${key} (all)`];

const english = (more = "") =>
  page(
    "en",
    `<h1>Terms</h1>${"<p>1. You must not resell Accelerated Instances to anybody in a Restricted Territory.</p>".repeat(5)}<p>2. You keep records for five years.</p>${more}`,
  );
const chinese = (more = "") =>
  page(
    "zh-CN",
    `<h1>服务条款</h1>${"<p>1. 您不得将加速计算实例转售给受限制国家或地区的任何人，也不得转租给任何第三方。</p>".repeat(8)}<p>2. 您应将记录保存五年。</p>${more}`,
  );

let visits = 0;

function page(language: string, main: string): string {
  visits += 1;
  return `<!DOCTYPE html><html lang="${language}"><head><title>Terms</title><script nonce="${visits}"></script></head><body><main>${main}</main></body></html>`;
}

function harbour(): Site {
  const own = site();
  own.answers.set("/terms/", english());
  own.answers.set("/cn/terms/", chinese());
  return own;
}

function poll(own: Site, kept: Memory, day: number): Promise<Said> {
  const at = `2031-05-${String(day).padStart(2, "0")}T12:00:00Z`;
  return pollOnce(pair, params, kept, { at, fetch: own.fetch });
}

async function textOf({ sightings: [one] }: Said): Promise<string> {
  if (one?.kind !== "captured") return "nothing";
  return plainText((await pair.extract(one, pair.params.parse(params))).blocks);
}

describe("pair: when a page is told to be behind", () => {
  it("takes both at first, and is silent while both are as they were", async () => {
    const own = harbour();
    const kept = memory();
    expect((await poll(own, kept, 1)).said).toEqual([`captured ${key} (first, second)`]);
    own.answers.set("/terms/", english());
    expect((await poll(own, kept, 2)).said).toEqual(seen);
  });

  it("tells once, after a week, which page was changed alone and with which words, and once when both are in step again", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p>"));
    for (const day of [3, 6, 9]) expect([day, (await poll(own, kept, day)).said]).toEqual([day, seen]);
    expect(await textOf(await poll(own, kept, 10))).toBe(
      "The Chinese page changed on 2031-05-03; the English page has not changed since.\n3. 本服务仅在海外区域可用。",
    );
    for (const day of [11, 20]) expect((await poll(own, kept, day)).said).toEqual(seen);
    own.answers.set("/terms/", english("<p>3. The Service is available in overseas Regions alone.</p>"));
    expect(await textOf(await poll(own, kept, 21))).toBe("The two pages state the same.");
    expect((await poll(own, kept, 22)).said).toEqual(seen);
  });

  it("lays both side by side as soon as the translation follows", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    own.answers.set("/terms/", english("<p>3. The limit is 4,800 units.</p>"));
    expect((await poll(own, kept, 2)).said).toEqual(seen);
    own.answers.set("/cn/terms/", chinese("<p>3. 上限为 4,000 个单位。</p>"));
    expect(await textOf(await poll(own, kept, 4))).toBe("English says 4,800; Chinese says 4,000.");
  });

  it("is silent where a change is taken back in time, and tells the taking back of one that was told", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    const edited = chinese("<p>3. 本服务仅在海外区域可用。</p>");
    own.answers.set("/cn/terms/", edited);
    await poll(own, kept, 2);
    own.answers.set("/cn/terms/", chinese());
    for (const day of [3, 12]) expect((await poll(own, kept, day)).said).toEqual(seen);
    own.answers.set("/cn/terms/", edited);
    await poll(own, kept, 13);
    expect(await textOf(await poll(own, kept, 20))).toContain("The Chinese page changed on 2031-05-13");
    own.answers.set("/cn/terms/", chinese());
    expect(await textOf(await poll(own, kept, 21))).toBe("The two pages state the same.");
  });

  it("tells a further change of the page that is behind no sooner than a week later", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p>"));
    await poll(own, kept, 2);
    await poll(own, kept, 9);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p><p>4. 本条款自即日起生效。</p>"));
    expect((await poll(own, kept, 10)).said).toEqual(seen);
    expect(await textOf(await poll(own, kept, 17))).toBe(
      "The Chinese page changed on 2031-05-02; the English page has not changed since.\n3. 本服务仅在海外区域可用。\n4. 本条款自即日起生效。",
    );
  });

  it("tells it though the clock was ahead when the page changed", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p>"));
    await poll(own, kept, 30);
    for (const day of [3, 9]) expect([day, (await poll(own, kept, day)).said]).toEqual([day, seen]);
    expect((await poll(own, kept, 10)).said).toEqual([expect.stringMatching(/^captured .*second changed/)]);
  });

  it("is ill where one of the pages is, and forgets nothing", async () => {
    const own = harbour();
    const kept = memory();
    await poll(own, kept, 1);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p>"));
    await poll(own, kept, 2);
    own.answers.set("/cn/terms/", 500);
    await expect(poll(own, kept, 3)).rejects.toThrow(StatusError);
    own.answers.set("/cn/terms/", english());
    await expect(poll(own, kept, 4)).rejects.toThrow(WrongBodyError);
    own.answers.set("/cn/terms/", chinese("<p>3. 本服务仅在海外区域可用。</p>"));
    expect(await textOf(await poll(own, kept, 9))).toContain("changed on 2031-05-02");
  });
});
