import { describe, expect, it } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { classify } from "../../src/classify/classify.ts";
import type { Facts } from "../../src/model/facts.ts";
import type { Block } from "../../src/model/text.ts";
import type { Extraction } from "../../src/model/version.ts";
import { redline } from "../../src/redline/redline.ts";
import { summarise } from "../../src/summarise/by-rules.ts";

const now = Temporal.Instant.from("2031-03-10T12:00:00Z");
const facts: Facts = {
  billType: "hr",
  billNumber: "99041",
  latestAction: "Referred to House Foreign Affairs, 2031-01-15",
  textVersion: "Introduced in House",
  introducedDate: "2031-01-15",
  sponsors: ["Rep. Placeholder, Pat [I-ZZ-1]"],
  officialTitle: "To provide for lighthouses.",
};

describe("what happened to a bill, how much it matters, and in which words", () => {
  it.each([
    [{ publicLaw: "122-7", signed: "2031-03-09" }, "urgent", "Became law (P.L. 122-7)"],
    [{ vetoed: "2031-03-09" }, "urgent", "Vetoed by the President"],
    [{ passedHouse: "369–22, as amended, 2031-03-09" }, "substantive", "Passed House (369–22)"],
    [{ passedHouse: "by voice vote, 2031-03-09" }, "substantive", "Passed House (by voice vote)"],
    [{ failed: "in Senate, 40–60, 2031-03-09" }, "substantive", "Failed in Senate, 40–60"],
    [{ reportedInSenate: "with a substitute, Banking, 2031-03-09" }, "substantive", "Reported with a substitute"],
    [
      { committeeVote: "51–0, as amended, 2031-03-09" },
      "substantive",
      "Committee orders it reported (51–0, as amended)",
    ],
    [{ presentedToPresident: "2031-03-09" }, "substantive", "Presented to the President"],
    [{ cosponsorsReached: 50 }, "editorial", "50 or more cosponsors"],
    [{ summary: "Introduced in House: This bill mends lighthouses." }, "editorial", "New summary"],
    [{ shortTitle: "Lighthouse Act" }, "editorial", "Title changed"],
    [
      { latestAction: "Committee on Rules. Hearings held, 2031-03-09" },
      "editorial",
      "Committee on Rules. Hearings held",
    ],
    [{ policyArea: "Energy" }, "cosmetic", "Policy area set"],
    [{ relatedBills: ["S. 7"], companions: ["s7-122"] }, "cosmetic", "Related bills changed"],
  ] as const)("%j is %s: %s", (over, significance, headline) => {
    expect(judged(bill(facts), bill({ ...facts, ...over }))).toMatchObject({ significance, headline });
  });

  it("calls a bill that the other chamber passes urgent: it has gone through both", () => {
    const passed = { ...facts, passedHouse: "369–22, 2031-02-01" };
    expect(judged(bill(passed), bill({ ...passed, passedSenate: "60–40, 2031-03-09" }))).toMatchObject({
      significance: "urgent",
      headline: "Passed Senate (60–40), and so both chambers",
    });
  });

  it("calls a referral print with the same words no change of text", () => {
    const referred = { textVersion: "Referred in Senate", latestAction: "Referred to Senate Banking, 2031-03-09" };
    expect(judged(bill(facts), bill({ ...facts, ...referred }))).toMatchObject({
      significance: "editorial",
      headline: "Referred to Senate Banking: text unchanged",
      summary:
        "Referred to Senate Banking, on March 9, 2031. New print: “Referred in Senate”, after “Introduced in House”.",
    });
  });

  it("calls a whole text in the place of another a substitute, and a new print a new text version", () => {
    const other = [paragraph("The Secretary may not sell lighthouses."), paragraph("Buoys shall be green.")];
    const substitute = { ...facts, textVersion: "Reported in House, with a substitute" };
    expect(judged(bill(facts), bill(substitute, other))).toMatchObject({ headline: "Reported with a substitute" });
    const engrossed = { ...facts, textVersion: "Engrossed in House" };
    expect(judged(bill(facts), bill(engrossed, other))).toMatchObject({
      significance: "substantive",
      headline: "New text version: engrossed in House",
    });
  });

  it("says of a print that was mended under its name that it is the same version", () => {
    const mended = [
      paragraph("The Secretary may keep lighthouses in repair, and shall report to Congress every year."),
    ];
    expect(judged(bill(facts), bill(facts, mended))).toMatchObject({
      significance: "substantive",
      headline: "Issued again as Introduced in House, with other words",
    });
  });

  it("introduces a bill by who brought it and what it is for, and one found on its way by how far it is", () => {
    expect(judged(null, bill(facts))).toMatchObject({
      headline: "Bill introduced",
      summary:
        "Introduced on January 15, 2031 by Rep. Placeholder, Pat [I-ZZ-1]. To provide for lighthouses. Latest action: Referred to House Foreign Affairs, on January 15, 2031.",
    });
    expect(judged(null, bill({ ...facts, passedHouse: "by voice vote, 2031-02-01" }))).toMatchObject({
      headline: "Bill found: passed House",
    });
  });

  it("says in which section a clause stands that was sought in a bill on something else", () => {
    const { summary } = judged(null, bill({ ...facts, matchedSections: ["Sec. 2"] }));
    expect(summary).toContain("What is sought stands in Sec. 2: “The Secretary shall keep lighthouses in repair");
  });
});

function judged(before: Extraction | null, after: Extraction) {
  const moved = changedFacts(before?.facts ?? null, after.facts);
  const input = { before, after, facts: moved, redline: redline(before?.blocks ?? [], after.blocks) };
  const classification = classify({ ...input, now });
  return { ...classification, summary: summarise({ ...input, classification }) };
}

function paragraph(text: string): Block {
  return { kind: "paragraph", path: ["Sec. 2"], text };
}

function bill(
  stated: Facts,
  blocks: readonly Block[] = [
    paragraph("The Secretary shall keep lighthouses in repair, and shall report to Congress every year."),
  ],
): Extraction {
  return {
    title: "H.R. 99041: Lighthouse Act",
    language: "en",
    sourceUrl: "https://www.congress.gov/bill/122nd-congress/house-bill/99041",
    officialUrl: null,
    citation: null,
    fullCitation: null,
    publishedAt: "2031-03-09",
    form: "bill",
    complete: true,
    blocks,
    facts: stated,
    deadlines: [],
    threadKeys: ["bill:hr99041-122"],
    links: [],
  };
}
