import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorldClock } from "../../src/world/clock.ts";
import { demoStart } from "../../src/world/stories/demo.ts";
import { openTestHouse, type TestHouse } from "../support/house.ts";

// Sources alone say what they saw; whether that is told, and stays so, is seen in the house.
let home: TestHouse;
const rin = "0694-ZZ09";

beforeAll(async () => {
  const received = demoStart.subtract({ hours: 48 }).toString();
  const section = (identifier: string) => ({
    type: "section" as const,
    identifier,
    heading: `Section ${identifier}.`,
    versions: [
      {
        at: received,
        amended: "2026-03-01",
        citation: "91 FR 90031, Mar. 1, 2026",
        text: { paragraphs: [`What § ${identifier} says of exports.`] },
      },
    ],
  });
  const story = {
    ecfr: {
      parts: [{ title: 15, part: "744", heading: "Control policy", divisions: [section("744.9"), section("744.11")] }],
    },
    oira: { reviews: [{ rin, title: "Remote access", stage: "Final Rule", received }] },
  };
  home = await openTestHouse(createWorldClock(demoStart), story, {
    feeds: (_register, { ecfr, oira }) => ({
      "ecfr/part": `source: ecfr\ntitle: Part 744\nparams: { baseUrl: "${ecfr.origin}", title: 15, parts: [744] }\n`,
      "oira/bis": `source: oira\ntitle: Under review\nparams: { baseUrl: "${oira.origin}", agencies: ["0694"] }\n`,
    }),
  });
  for (const feed of ["ecfr/part", "oira/bis"]) expect(await home.check(feed)).toMatchObject({ error: null });
});
afterAll(() => home.close());

/** Every four hours for so many days. */
async function days(count: number, feed: string): Promise<void> {
  for (let look = 0; look < count * 6; look += 1) {
    await home.clock.set(home.clock.now().add({ hours: 4 }));
    expect(await home.check(feed)).toMatchObject({ error: null });
  }
}

const toldOf = (feedId: string) =>
  home.changes.filter((change) => change.feedId === feedId && !change.baseline).map(({ kind }) => kind);

async function goneIn(feedId: string): Promise<readonly string[]> {
  const { rows } = await home.house.services.store.documents({ feedId, includePrivate: true, limit: 9 });
  return rows.filter(({ vanishedAt }) => vanishedAt !== null).map(({ key }) => key);
}

test("a section that left the CFR is told as gone once, and stays gone", { timeout: 60_000 }, async () => {
  home.world.ecfr.amend("744.9", { at: home.clock.now().add({ hours: 1 }).toString(), amended: "2026-03-09" });
  await days(4, "ecfr/part");
  expect(toldOf("ecfr/part")).toEqual(["withdrawn"]);
  expect(await goneIn("ecfr/part")).toEqual(["15 CFR 744.9"]);
});

test(
  "a review that left its list without a conclusion is told as gone once, and again when it is back",
  { timeout: 60_000 },
  async () => {
    home.world.oira.change(rin, { lost: home.clock.now().add({ hours: 1 }).toString() });
    await days(4, "oira/bis");
    expect(toldOf("oira/bis")).toEqual(["withdrawn"]);
    expect((await goneIn("oira/bis")).length).toBe(1);
    home.world.oira.change(rin, { lost: home.clock.now().add({ hours: 999 }).toString() });
    await days(1, "oira/bis");
    expect(toldOf("oira/bis")).toEqual(["withdrawn", "amended"]);
    expect(await goneIn("oira/bis")).toEqual([]);
  },
);
