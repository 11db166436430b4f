import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let home: TestHouse;

beforeAll(async () => {
  home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    feeds: (register, { ecfr, dockets, oira }) => ({
      "federal-register/bis": `source: federal-register\ntitle: BIS\nparams: { baseUrl: "${register}", agencies: [industry-and-security-bureau] }\n`,
      "ecfr/list": `source: ecfr\ntitle: Entity List\nparams: { baseUrl: "${ecfr.origin}", title: 15, parts: [744] }\n`,
      "dockets/bis": `source: regulations-gov\ntitle: Docket\nparams: { baseUrl: "${dockets.origin}", dockets: [BIS-2026-9002] }\n`,
      "oira/bis": `source: oira\ntitle: Under review\nparams: { baseUrl: "${oira.origin}", agencies: ["0694"] }\n`,
    }),
    settings: { REGULATIONS_API_KEY: "a-key-of-the-test" },
  });
  for (const feed of ["federal-register/bis", "ecfr/list", "dockets/bis", "oira/bis"])
    expect(await home.check(feed)).toMatchObject({ baseline: true, error: null, warnings: [] });
});
afterAll(() => home.close());

const at = async (date: string, time: string, feed: string) => {
  await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
  const before = home.changes.length;
  const report = await home.check(feed);
  return { ...report, told: home.changes.slice(before) };
};

test("a week of rules under review, dockets and the CFR is told once each", { timeout: 60_000 }, async () => {
  const [received] = (await at("2026-03-10", "13:00", "oira/bis")).told;
  expect(received).toMatchObject({
    headline: "Final Rule under review at OIRA",
    threadKey: "rin:0694-ZZ09",
    significance: "substantive",
  });

  await at("2026-03-11", "08:00", "federal-register/bis");
  const proposal = home.changes.find(({ identifiers }) => identifiers.documentNumber === "2026-90103");
  const [copy] = (await at("2026-03-11", "10:00", "dockets/bis")).told;
  expect(copy).toMatchObject({
    headline: "Comment period opened",
    muted: expect.stringContaining("It announces what is known already") as string,
  });
  expect(proposal?.muted).toBeNull();

  expect(await at("2026-03-12", "09:00", "ecfr/list")).toMatchObject({
    error: null,
    looked: 0,
    told: [],
    warnings: [],
  });
  const [list, ...others] = (await at("2026-03-12", "11:00", "ecfr/list")).told;
  expect(others).toEqual([]);
  expect(list).toMatchObject({
    kind: "amended",
    significance: "urgent",
    headline: "5 entities added",
    citation: "Supplement No. 4 to 15 CFR part 744",
    officialUrl: "https://www.govinfo.gov/link/fr/91/90140",
    identifiers: { cfrReferences: ["15 CFR 744"] },
    summary:
      "3 entities added under FREEDONIA: Duck Soup Computing, Ltd.; Firefly Cloud Services; Rufus Rack Assembly Co. 2 entities added under SYLVANIA: Duck Soup Computing, Ltd.; Trentino Institute of Machine Intelligence. Supplement No. 4 to 15 CFR part 744 is in force as amended on March 11, 2026 by 91 FR 90140.",
  });

  const [extended] = (await at("2026-03-12", "12:00", "dockets/bis")).told;
  expect(extended).toMatchObject({
    headline: "Comment period extended to 2026-06-10",
    muted: null,
    deadlines: [{ kind: "comments-close", date: "2026-06-10" }],
    summary: "Comments close June 10, 2026 instead of May 11, 2026. 100 or more comments were received.",
  });

  const [concluded] = (await at("2026-03-13", "11:00", "oira/bis")).told;
  expect(concluded).toMatchObject({
    headline: "OIRA concluded its review: consistent with change",
    threadKey: "rin:0694-ZZ09",
  });
});
