import { describe, expect, it } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Sighting } from "../../src/model/source.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { ecfr } from "../../src/sources/ecfr.ts";
import { summarise } from "../../src/summarise/by-rules.ts";
import { createEcfr, type Ecfr, type EcfrStory, type StoryText } from "../../src/world/ecfr.ts";
import { played, type Played } from "./support/played.ts";
import { memory, pollOnce, type Memory, type Said } from "./support/poll.ts";

const list = "Supplement No. 4 to Part 744";
const header = ["Country", "Entity", "License requirement", "License review policy", "Federal Register citation"];
const harbour = [
  "China",
  "Harbour Chips Co., Ltd., a.k.a., the following two aliases: —Harbour Semi; and —HCC. 12 Quay Road, Shanghai, China.",
  "For all items subject to the EAR.",
  "Presumption of denial",
  "89 FR 100, 1/5/24.",
];
const northern = [
  "Iran",
  "Northern Trading; 4 Gate Street, Tehran, Iran",
  "For all items subject to the EAR.",
  "Presumption of denial",
  "88 FR 9, 2/1/23.",
];

function entityList(...rows: readonly (readonly string[])[]): StoryText {
  return { paragraphs: ["This Supplement lists certain entities."], table: [header, ...rows] };
}

const story: EcfrStory = {
  parts: [
    {
      title: 15,
      part: "744",
      heading: "Control policy",
      divisions: [
        {
          type: "section",
          identifier: "744.23",
          heading: "Supercomputer end use.",
          versions: [
            {
              at: "2030-01-10T12:00:00Z",
              amended: "2030-01-08",
              text: { paragraphs: ["(a) You may export it.", "(b) Terms apply."] },
            },
          ],
        },
        {
          type: "section",
          identifier: "744.9",
          heading: "Old controls.",
          versions: [{ at: "2030-01-10T12:00:00Z", amended: "2030-01-08", text: { paragraphs: ["(a) None."] } }],
        },
        {
          type: "section",
          identifier: "744.10",
          heading: "[Reserved]",
          versions: [{ at: "2030-01-10T12:00:00Z", amended: "2030-01-08", text: { paragraphs: [] } }],
        },
        {
          type: "appendix",
          identifier: list,
          heading: "Entity List",
          versions: [{ at: "2030-01-10T12:00:00Z", amended: "2030-01-08", text: entityList(harbour, northern) }],
        },
      ],
    },
  ],
  imports: [{ from: "2031-03-05T00:00:00Z", until: "2031-03-06T12:00:00Z" }],
};

interface House {
  readonly world: Ecfr;
  readonly own: Played;
  readonly kept: Memory;
  readonly poll: (at: string) => Promise<Said>;
}

function house(): House {
  const { publisher, ...world } = createEcfr(story);
  const own = played(publisher, "2031-03-03T15:00:00Z");
  const kept = memory();
  return {
    world,
    own,
    kept,
    poll(at) {
      own.now = at;
      return pollOnce(ecfr, { baseUrl: "http://ecfr.test", title: 15, parts: [744] }, kept, { at, fetch: own.fetch });
    },
  };
}

function read(sighting: Sighting | undefined): Extraction {
  if (sighting?.kind !== "captured") throw new Error("Nothing was captured.");
  return ecfr.extract(sighting);
}

function told(
  before: Extraction,
  after: Extraction,
): { readonly significance: string; readonly headline: string; readonly summary: string } {
  const difference = {
    before,
    after,
    facts: changedFacts(before.facts, after.facts),
    redline: redline(before.blocks, after.blocks),
  };
  const classification = classify({ ...difference, now: Temporal.Instant.from("2031-03-04T15:00:00Z") });
  return {
    significance: classification.significance,
    headline: classification.headline,
    summary: summarise({ ...difference, classification }),
  };
}

function headline(now: string, after: Extraction): string {
  return classify({
    before: null,
    after,
    facts: [],
    redline: redline([], after.blocks),
    now: Temporal.Instant.from(now),
  }).headline;
}

describe("the eCFR", () => {
  it("is read section by section out of one request a part, and then asked for nothing but how far it is", async () => {
    const { own, poll } = house();
    const first = await poll("2031-03-03T15:00:00Z");
    expect(first.said).toEqual([
      "captured 15 CFR 744.23 (metadata, text)",
      "captured 15 CFR 744.9 (metadata, text)",
      `captured 15 CFR ${list} (metadata, text)`,
    ]);
    expect(own.requests).toHaveLength(3);
    expect((await poll("2031-03-03T17:00:00Z")).said.every((line) => line.startsWith("unchanged"))).toBe(true);
    expect(own.requests).toHaveLength(4);
    const section = read(first.sightings[0]);
    expect(section).toMatchObject({
      title: "§ 744.23 Supercomputer end use.",
      citation: "15 CFR 744.23",
      fullCitation: "15 C.F.R. § 744.23 (2030)",
      sourceUrl: "https://www.ecfr.gov/current/title-15/part-744/section-744.23",
      facts: { cfrReferences: ["15 CFR 744.23"], amendmentDate: "2030-01-08", amendedBy: null, addedBy: "61 FR 12768" },
    });
    expect(section.blocks.map(({ path, text }) => [path.join(""), text])).toEqual([
      ["§ 744.23", "§ 744.23 Supercomputer end use."],
      ["§ 744.23(a)", "(a) You may export it."],
      ["§ 744.23(b)", "(b) Terms apply."],
    ]);
  });

  it("fetches only what changed, and says when the amendment took effect and where it was published", async () => {
    const { world, own, poll } = house();
    const before = read((await poll("2031-03-03T15:00:00Z")).sightings[0]);
    world.amend("744.23", {
      at: "2031-03-04T10:00:00Z",
      amended: "2031-03-02",
      citation: "96 FR 1234, Mar. 2, 2031",
      text: { paragraphs: ["(a) You may not export it.", "(b) Terms apply."] },
    });
    const asked = own.requests.length;
    const { said, sightings } = await poll("2031-03-04T15:00:00Z");
    expect(said.filter((line) => line.startsWith("captured"))).toEqual(["captured 15 CFR 744.23 (metadata, text)"]);
    expect(own.requests.slice(asked).map(({ pathname }) => pathname.split("/v1/")[1])).toEqual([
      "titles.json",
      "versions/title-15.json",
      "full/2031-03-04/title-15.xml",
    ]);
    const after = read(sightings.find(({ kind }) => kind === "captured"));
    expect(after.officialUrl).toBe("https://www.govinfo.gov/link/fr/96/1234");
    expect(told(before, after)).toEqual({
      significance: "substantive",
      headline: "Amended, in force 2031-03-02",
      summary:
        "15 CFR 744.23 is in force as amended on March 2, 2031 by 96 FR 1234. § 744.23(a): “not” was put in, so that it reads “(a) You may not export it.”",
    });
  });

  it("tells the Entity List by what became of its rows", async () => {
    const { world, poll } = house();
    const before = read((await poll("2031-03-03T15:00:00Z")).sightings[2]);
    const renamed = harbour.with(
      1,
      "HCC, a.k.a., the following one alias: —Harbour Chips Co., Ltd. 14 Quay Road, Shanghai, China.",
    );
    world.amend(list, {
      at: "2031-03-04T10:00:00Z",
      amended: "2031-03-04",
      text: entityList(
        [
          "China",
          "Amber Compute Co., Ltd.; 1 Hill Road, Wuhan, China",
          "For all items subject to the EAR.",
          "Presumption of denial",
          "96 FR 1, 3/4/31.",
        ],
        renamed,
        [
          "China",
          "Delta Logic Ltd.; 2 Hill Road, Wuhan, China",
          "For all items subject to the EAR.",
          "Presumption of denial",
          "96 FR 1, 3/4/31.",
        ],
        northern.with(2, "For items on the CCL only."),
      ),
    });
    const after = read((await poll("2031-03-04T15:00:00Z")).sightings.find(({ kind }) => kind === "captured"));
    expect(told(before, after)).toEqual({
      significance: "urgent",
      headline: "2 entities added, 1 renamed, 2 changed",
      summary:
        "2 entities added under China: Amber Compute Co., Ltd.; Delta Logic Ltd. Renamed under China: “Harbour Chips Co., Ltd.” is “HCC” now. License requirement of Northern Trading under Iran changed from “For all items subject to the EAR.” to “For items on the CCL only.” Aliases of HCC under China changed: added “Harbour Chips Co., Ltd”, removed “Harbour Semi; HCC”. Address of HCC under China changed from “12 Quay Road, Shanghai, China.” to “14 Quay Road, Shanghai, China.” Supplement No. 4 to 15 CFR part 744 is in force as amended on March 4, 2031.",
    });
    expect(after.citation).toBe("Supplement No. 4 to 15 CFR part 744");
  });

  it("is left alone while an issue is being taken in, and named when that does not end", async () => {
    const { own, poll } = house();
    await poll("2031-03-03T15:00:00Z");
    const during = await poll("2031-03-05T08:00:00Z");
    expect([during.said, during.warnings, during.againInMinutes]).toEqual([[], [], 30]);
    expect([during.newest, during.busy]).toEqual([expect.stringMatching(/^2031-03-0\d$/), "an import is running"]);
    expect(own.requests).toHaveLength(4);
    expect((await poll("2031-03-06T09:00:00Z")).warnings).toEqual([
      "ecfr.test has been taking in an issue for 25 hours; nothing is read until it ends.",
    ]);
    const after = await poll("2031-03-06T15:00:00Z");
    expect([after.said.length, after.warnings]).toEqual([3, []]);
    expect([after.newest, after.busy]).toEqual([expect.stringMatching(/^2031-03-0\d$/), null]);
  });

  it("begins nothing while an issue is being taken in", async () => {
    await expect(house().poll("2031-03-05T08:00:00Z")).rejects.toThrow(/the first look waits/);
  });

  it("reads every version between two looks, and what was removed", async () => {
    const { world, poll } = house();
    await poll("2031-03-03T15:00:00Z");
    for (const [at, text] of [
      ["2031-03-10T10:00:00Z", "(a) First."],
      ["2031-03-12T10:00:00Z", "(a) Second."],
    ] as const)
      world.amend("744.23", { at, amended: at.slice(0, 10), text: { paragraphs: [text] } });
    world.amend("744.9", { at: "2031-03-12T10:00:00Z", amended: "2031-03-12" });
    const { said, sightings } = await poll("2031-03-13T15:00:00Z");
    expect(said.slice(0, 3)).toEqual([
      "captured 15 CFR 744.23 (metadata, text)",
      "captured 15 CFR 744.23 (metadata, text)",
      "vanished 15 CFR 744.9: It is no longer part of the CFR as of 2031-03-12.",
    ]);
    expect(sightings.slice(0, 2).map((one) => read(one).facts["amendmentDate"])).toEqual(["2031-03-10", "2031-03-12"]);
    expect((await poll("2031-03-14T15:00:00Z")).said.every((line) => line.startsWith("unchanged"))).toBe(true);
  });

  it("asks again for a version that is listed and not there yet", async () => {
    const { world, own, poll } = house();
    await poll("2031-03-03T15:00:00Z");
    world.amend("744.23", { at: "2031-03-04T10:00:00Z", amended: "2031-03-04", text: { paragraphs: ["(a) New."] } });
    own.instead.set("/api/versioner/v1/full/", 404);
    expect((await poll("2031-03-04T15:00:00Z")).warnings).toEqual([
      "15 CFR 744.23 as of 2031-03-04 is listed and cannot be had yet; it is asked for again at the next poll.",
    ]);
    own.instead.clear();
    expect((await poll("2031-03-04T17:00:00Z")).said).toContain("captured 15 CFR 744.23 (metadata, text)");
  });

  it("tells a section that was added, and only watches one that was there before", async () => {
    const { world, poll } = house();
    const first = read((await poll("2031-03-03T15:00:00Z")).sightings[0]);
    expect(headline("2031-03-03T15:00:00Z", first)).toBe("Watched from now on");
    expect(headline("2030-01-20T15:00:00Z", first)).toBe("Added to the CFR");
    world.amend("744.23", {
      at: "2031-03-04T10:00:00Z",
      amended: "2031-03-04",
      citation: "96 FR 5, Mar. 4, 2031",
      text: { paragraphs: ["(a) New."] },
    });
    const amended = read((await poll("2031-03-04T15:00:00Z")).sightings.find(({ kind }) => kind === "captured"));
    expect(headline("2031-03-05T15:00:00Z", amended)).toBe("Watched from now on");
  });

  it("says nothing new of a section whose printing alone was put right", async () => {
    const { world, poll } = house();
    const before = read((await poll("2031-03-03T15:00:00Z")).sightings[0]);
    world.amend("744.23", {
      at: "2031-03-04T10:00:00Z",
      amended: "2031-03-04",
      substantive: false,
      text: { paragraphs: ["(a) You may export it.", "(b) Terms apply."] },
    });
    const after = read((await poll("2031-03-04T15:00:00Z")).sightings.find(({ kind }) => kind === "captured"));
    expect(changedFacts(before.facts, after.facts)).toEqual([]);
    expect(after.blocks).toEqual(before.blocks);
  });

  it.each([
    ["no titles", '{"titles":[],"meta":{}}'],
    ["other JSON", "[]"],
    ["broken JSON", '{"titles":'],
  ])("is ill where it sends %s", async (_what, body) => {
    const { own, poll } = house();
    await poll("2031-03-03T15:00:00Z");
    own.instead.set("/api/versioner/v1/titles.json", body);
    await expect(poll("2031-03-03T17:00:00Z")).rejects.toThrow(/ecfr\.test/);
  });
});
