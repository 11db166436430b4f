import { afterEach, beforeEach, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import type { Answer } from "../../src/world/publisher.ts";
import * as standIns from "../../src/world/provider/stand-ins.ts";
import { serviceTerms } from "../../src/world/stories/provider/service-terms.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

const feedId = "policies/harbour-cloud/service-terms";
const clockStart = Temporal.Instant.from("2026-03-09T15:00:00Z");
let home: TestHouse;

beforeEach(async () => {
  const clock = createWorldClock(clockStart);
  const story = { provider: { pages: [serviceTerms] } };
  home = await openTestHouse(clock, story, {
    feeds: (_origin, { provider }) => ({
      [feedId]: `source: policy-page\ntitle: Terms\nparams:\n  url: ${provider.origin}/service-terms/\n`,
    }),
  });
});
afterEach(() => home.close());

const look = async () => {
  await home.clock.step({ minutes: 30 });
  return home.check(feedId);
};

test("a quiet edit of a page that differs at every visit is told once, with what it means", async () => {
  for (let looks = 0; looks < 4; looks += 1) expect(await look()).toMatchObject({ error: null });
  expect(home.changes.filter((change) => !change.baseline)).toEqual([]);
  await home.clock.set(Temporal.Instant.from("2026-03-11T01:00:00Z"));
  for (let looks = 0; looks < 4; looks += 1) await look();
  const [change, ...more] = home.changes.filter(({ baseline }) => !baseline);
  expect(more).toEqual([]);
  expect(change).toMatchObject({ kind: "amended", significance: "substantive", title: "Harbour Cloud Service Terms" });
  const reasons = change?.reasons.map(({ rule }) => rule);
  expect(reasons).toContain("quiet-edit");
});

test.each([
  ["a consent wall", standIns.consentWall, /consent page/],
  ["a login wall", standIns.loginWall, /login page/],
  ["another country's page", standIns.otherCountry, /not available in our country/],
  ["a soft error", standIns.softError, /shrank from \d+ to \d+ characters/],
  ["a shell for scripts", standIns.scriptShell, /set `render: true`/],
] satisfies readonly [string, Answer, RegExp][])(
  "%s is a matter of health, and no change",
  async (_what, answer, words) => {
    await look();
    const known = home.changes.length;
    const mend = await home.world.fault({ publisher: "provider", does: { kind: "answer", answer } });
    const ill = await look();
    expect(ill.error).toMatch(words);
    expect((await look()).illSince).toBe(ill.illSince);
    await mend();
    expect(await look()).toMatchObject({ error: null, changes: 0 });
    expect(home.changes.length).toBe(known);
  },
);

test("a text that stays cut for a day is told after all", async () => {
  await look();
  home.world.provider.publish("/service-terms/", { text: "# Harbour Cloud\nThe Services have ended." });
  const known = home.changes.length;
  for (let looks = 0; looks < 40; looks += 1)
    expect((await look()).error).toMatch(/counts as a change once it has stood for a day/);
  expect(home.changes.length).toBe(known);
  for (let looks = 0; looks < 20; looks += 1) await look();
  expect(home.changes.length).toBe(known + 1);
});
