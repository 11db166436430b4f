import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { demoStart } from "../../src/world/stories/demo.ts";
import { acceptableUse, chineseEditAt } from "../../src/world/stories/provider/acceptable-use.ts";
import { tenders, tooFrequentAt } from "../../src/world/stories/tenders/week.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

const pair = "pairs/harbour";
const list = "tenders/portal";
let home: TestHouse;

beforeAll(async () => {
  const fault = { publisher: "tenders", from: Temporal.Instant.from(tooFrequentAt), times: 1 } as const;
  const story = {
    provider: { pages: acceptableUse },
    tenders: [tenders],
    faults: [{ ...fault, does: { kind: "block-page" } }],
  } as const;
  home = await openTestHouse(createWorldClock(demoStart), story, {
    feeds: (_origin, world) => ({
      [pair]: `source: pair
title: Acceptable use
params:
  days: 1
  pages:
    - { name: English, url: "${world.provider.origin}/acceptable-use/" }
    - { name: Chinese, url: "${world.provider.origin}/cn/acceptable-use/", language: zh-CN }
`,
      [list]: `source: listing
title: Tenders
params:
  url: ${tenders.origin}${tenders.path}
  baseUrl: ${world.tenders.get("tenders")?.origin}
  item: ul.c_list_bid > li
  match: [云服务]
  detail: { select: .vF_detail_content }
  confirmMinutes: 0
`,
    }),
  });
});
afterAll(() => home.close());

const to = (instant: string) => home.clock.set(Temporal.Instant.from(instant));
const news = (feedId: string) => home.changes.filter((change) => change.feedId === feedId && !change.baseline);

test("a Chinese page that is edited alone is told after a day, once, with its passage and where it parts ways", async () => {
  expect(await home.check(pair)).toMatchObject({ baseline: true, error: null });
  await to(chineseEditAt);
  for (const at of ["2026-03-10T06:00:00Z", "2026-03-10T20:00:00Z"]) {
    await to(at);
    expect(await home.check(pair)).toMatchObject({ changes: 0, error: null, held: 0 });
  }
  for (const at of ["2026-03-11T07:00:00Z", "2026-03-11T07:30:00Z", "2026-03-12T07:00:00Z"]) {
    await to(at);
    await home.check(pair);
  }
  expect(news(pair)).toMatchObject([
    {
      headline: "Chinese page changed, English page has not",
      significance: "substantive",
      title: "Harbour Cloud Acceptable Use Policy: English and Chinese",
      summary:
        "The Chinese page changed on 2026-03-10; the English page has not changed since. New there: “2.2. 客户可在12个区域租用不超过4,000个计算性能单位，期限最长12个月。上述实例仅在海外区域可用。” 2.2: English says 4,800; Chinese says 4,000.",
    },
  ]);
});

test("a tender on the topic is told with its text, and a portal that turns us away is asked nothing for an hour", async () => {
  await home.clock.set(Temporal.Instant.from("2026-03-12T07:00:00Z"));
  expect(news(list)).toEqual([]);
  const asked = () => home.world.requests.filter(({ publisher }) => publisher === "tenders").length;
  expect(await home.check(list)).toMatchObject({ error: expect.stringContaining('"too frequent" page') });
  expect(asked()).toBe(1);
  await to("2026-03-12T07:50:00Z");
  expect(await home.check(list)).toMatchObject({
    error: expect.stringContaining("asked to be left alone until 2026-03-12T08:00Z"),
  });
  expect(asked()).toBe(1);
  await to("2026-03-12T08:00:00Z");
  expect(await home.check(list)).toMatchObject({ baseline: true, error: null, changes: 2 });
  home.world.tenders.get("tenders")?.add({
    path: "cjgg/202603/t20260313_90006.htm",
    title: "南湖研究院海外云服务采购项目成交公告",
    publishedAt: "2026-03-13T02:00:00Z",
    buyer: "南湖研究院",
    text: ["成交供应商：某科技有限公司。成交内容：H100 加速计算实例。"],
  });
  await to("2026-03-13T03:00:00Z");
  expect(await home.check(list)).toMatchObject({ error: null, changes: 1 });
  expect(news(list)).toMatchObject([
    {
      headline: "Contract awarded",
      kind: "first-seen",
      significance: "substantive",
      language: "zh",
      publishedAt: "2026-03-13",
    },
  ]);
  expect(news(list)[0]?.sourceUrl).toBe("http://www.ccgp.gov.cn/cggg/zygg/cjgg/202603/t20260313_90006.htm");
  expect(await home.house.services.store.verify()).toMatchObject({ ok: true });
});
