import { afterEach, describe, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { easternTime } from "../../src/world/federal-register/document.ts";
import { demoStart, demoStory } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

let home: TestHouse;

const named = (origin: string) => `source: congress
title: Remote compute bills
topics: [cloud-access]
params: { baseUrl: "${origin}", bills: [hr99041, s99012] }
`;
const found = (origin: string) => `source: congress
title: Chips in bills
params: { baseUrl: "${origin}", term: '"integrated circuit*" "export license*"' }
`;

async function open(settings: Readonly<Record<string, string>>): Promise<void> {
  home = await openTestHouse(createWorldClock(demoStart), demoStory, {
    feeds: (_, { congress }) => ({
      "congress/named": named(congress.origin),
      "congress/found": found(congress.origin),
    }),
    settings,
  });
}

afterEach(() => home.close());

const at = async (date: string, time: string, feed = "congress/named") => {
  await home.clock.set(Temporal.Instant.from(easternTime(date, time)));
  return home.check(feed);
};
const headlines = () => home.changes.map(({ headline }) => headline);

const ways: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["api.congress.gov", { CONGRESS_API_KEY: "a-key-of-the-test" }],
  ["govinfo, without a key", {}],
];

describe.each(ways)("through %s", (_how, settings) => {
  test("a bill is followed from its introduction to the other chamber", { timeout: 60_000 }, async () => {
    await open(settings);
    expect(await home.check("congress/named")).toMatchObject({
      baseline: true,
      error: null,
      changes: 2,
      warnings: [],
    });
    await at("2026-03-09", "17:00");
    await at("2026-03-10", "11:00");
    await at("2026-03-11", "20:00");
    await at("2026-03-12", "09:00");
    await at("2026-03-12", "09:30");
    await at("2026-03-12", "11:00");
    await at("2026-03-13", "10:00");
    await at("2026-03-13", "11:00");
    expect(headlines()).toEqual([
      "Bill introduced",
      "Bill introduced",
      "Committee orders it reported (38–2, with a substitute)",
      "Reported with a substitute",
      "Passed House (352–41)",
      "New text version: engrossed in House",
      "Referred to Senate Banking, Housing, and Urban Affairs: text unchanged",
    ]);
    expect(new Set(home.changes.map(({ threadKey }) => threadKey)).size).toBe(1);
    expect(await home.house.services.store.verify()).toMatchObject({ ok: true });
  });

  test("a clause hidden in a bill on something else is found", { timeout: 60_000 }, async () => {
    await open(settings);
    expect(await home.check("congress/found")).toMatchObject({ baseline: true, error: null, changes: 0 });
    const report = await at("2026-03-10", "14:00", "congress/found");
    expect(report).toMatchObject({ error: null });
    expect(home.changes.map(({ title, kind }) => `${kind} ${title}`)).toEqual([
      "first-seen H.R. 99100: Coastal Readiness Authorization Act",
    ]);
    expect(await at("2026-03-10", "14:30", "congress/found")).toMatchObject({ error: null, changes: 0 });
  });
});
