import { describe, expect, test } from "vitest";
import { changedFacts } from "../../src/classify/changed-facts.ts";
import { extraction, judge, judgeFacts, judgeNew, now, paragraph } from "./texts.ts";

function complyBy(date: string) {
  return [{ kind: "compliance", date, sentence: `Comply by ${date}.` } as const];
}

describe("a document seen first", () => {
  test.each([
    ["Rule", "Final rule.", "2031-02-15", "substantive", "Final rule"],
    ["Rule", "Final rule.", "2031-01-15", "urgent", "Final rule, in force now"],
    ["Rule", "Interim final rule; request for comments.", "2031-01-13", "urgent", "Interim final rule, in force now"],
    ["Rule", "Final rule; stay.", "2031-01-10", "urgent", "Stay of a rule, in force now"],
    ["Rule", "Final rule; delay of effective date.", "2031-03-10", "substantive", "Effective date delayed"],
    ["Rule", "Correcting amendment.", "2031-01-10", "substantive", "Correction"],
    ["Proposed Rule", "Proposed rule.", null, "substantive", "Proposed rule"],
    [
      "Proposed Rule",
      "Advance notice of proposed rulemaking.",
      null,
      "substantive",
      "Advance notice of proposed rulemaking",
    ],
    ["Proposed Rule", "Proposed rule; extension of comment period.", null, "substantive", "Comment period extended"],
    ["Notice", "Notice of request for public comments.", null, "substantive", "Request for comments"],
    ["Notice", "Notice.", null, "editorial", "Notice"],
    ["Notice", "Notice of partially closed meeting.", null, "editorial", "Notice"],
    ["Notice", "Notice of information collection, request for comment.", null, "editorial", "Notice"],
  ])("%s, %s effective %s is %s: %s", (documentType, action, effectiveDate, significance, headline) => {
    const found = judgeNew({ documentType, action, effectiveDate }, { title: "A document" });
    expect([found.significance, found.headline]).toEqual([significance, headline]);
  });

  test("an executive order is substantive and named", () => {
    const found = judgeNew({
      documentType: "Presidential Document",
      subtype: "Executive Order",
      executiveOrderNumber: "14999",
    });
    expect([found.significance, found.headline]).toEqual(["substantive", "Executive Order 14999"]);
  });

  test("a correction names what it corrects", () => {
    expect(judgeNew({ documentType: "Rule", correctionOf: "2030-00711" }).headline).toBe("Correction to 2030-00711");
  });

  test.each([
    "Order Denying Export Privileges",
    "In the Matter of: John Smith",
    "Information Systems Technical Advisory Committee",
  ])("a routine notice is editorial: %s", (title) => {
    expect(judgeNew({ documentType: "Notice", action: null }, { title }).significance).toBe("editorial");
  });

  test("a notice about the Entity List is substantive", () => {
    expect(
      judgeNew({ documentType: "Notice", action: "Notice." }, { title: "Request to remove from the Entity List" })
        .significance,
    ).toBe("substantive");
  });

  test("a filing says so, unless it is in force already", () => {
    const facts = { documentType: "Rule", action: "Final rule." };
    const filed = { form: "inspection" };
    expect(judgeNew(facts, filed).headline).toBe("Filed for public inspection: final rule");
    expect(judgeNew({ ...facts, effectiveDate: "2031-01-15" }, filed)).toMatchObject({
      significance: "urgent",
      headline: "Final rule, in force now",
    });
  });

  test("in force is reckoned in Washington's time, and to the instant where one is stated", () => {
    const facts = { documentType: "Rule", action: "Final rule.", effectiveDate: "2031-01-15" };
    const lateEvening = Temporal.Instant.from("2031-01-15T03:30:00Z");
    expect(judge(null, extraction({ facts }), { now: lateEvening }).significance).toBe("substantive");
    const at = {
      kind: "effective",
      date: "2031-01-15",
      at: "2031-01-15T21:15:00.000Z",
      sentence: "Effective at 4:15 pm.",
    } as const;
    expect(judge(null, extraction({ facts, deadlines: [at] })).significance).toBe("substantive");
  });
});

describe("facts that moved", () => {
  test.each([
    [{ commentDeadline: "2031-02-01" }, { commentDeadline: "2031-03-01" }, "substantive", "Comment deadline moved"],
    [{ effectiveDate: "2031-02-01" }, { effectiveDate: "2031-03-01" }, "substantive", "Effective date moved"],
    [{ effectiveDate: null }, { effectiveDate: "2031-01-10" }, "urgent", "Effective date now stated"],
    [{ corrections: [] }, { corrections: ["2031-00500"] }, "substantive", "Corrected by 2031-00500"],
    [{ correctionOf: null }, { correctionOf: "2030-00711" }, "substantive", "Correction to 2030-00711"],
    [{ dispositionNotes: null }, { dispositionNotes: "See: EO 14999" }, "substantive", "Disposition note added"],
    [
      { editorialNote: null },
      { editorialNote: "Withdrawn at the agency's request." },
      "substantive",
      "Withdrawal noted",
    ],
    [{ action: "Final rule." }, { action: "Final rule; stay." }, "substantive", "Action changed"],
    [{ publicationDate: "2031-01-20" }, { publicationDate: "2031-01-21" }, "editorial", "Publication date moved"],
    [{ docketIds: ["A-1"] }, { docketIds: ["A-1", "A-2"] }, "editorial", "Details changed"],
  ])("%o to %o is %s: %s", (before, after, significance, headline) => {
    const found = judgeFacts(before, after);
    expect([found.significance, found.headline]).toEqual([significance, headline]);
  });

  test("the reason states both values", () => {
    expect(judgeFacts({ commentDeadline: "2031-02-01" }, { commentDeadline: "2031-03-01" }).reasons).toEqual([
      { rule: "comment-deadline", before: "2031-02-01", after: "2031-03-01" },
    ]);
  });

  test("a date in the text alone that moved is a deadline that moved", () => {
    const found = judge(
      extraction({ deadlines: complyBy("2031-05-01") }),
      extraction({ deadlines: complyBy("2031-07-01") }),
    );
    expect(found.headline).toBe("Compliance date moved");
    expect(found.reasons).toEqual([{ rule: "deadline", before: "2031-05-01", after: "2031-07-01" }]);
  });

  test("spacing, dashes and the order of lists are no change", () => {
    expect(
      changedFacts(
        { action: "Final  rule – stay.", agencies: ["B", "A"], rins: [], note: null },
        { action: "Final rule—stay.", agencies: ["A", "B"], rins: null },
      ),
    ).toEqual([]);
  });

  test("what a first-seen document states is all new", () => {
    expect(changedFacts(null, { documentNumber: "2031-00401", rins: [], action: null })).toEqual([
      { name: "documentNumber", before: null, after: "2031-00401" },
    ]);
  });
});

describe("from inspection to publication", () => {
  const filed = extraction({
    form: "inspection",
    facts: { documentType: "Rule" },
    blocks: [paragraph("Same words here.")],
  });

  test("a date that is stated now is told", () => {
    const published = { ...filed, form: "published", facts: { documentType: "Rule", effectiveDate: "2031-02-15" } };
    expect(judge(filed, published)).toMatchObject({
      significance: "substantive",
      headline: "Published: effective date now stated",
    });
  });

  test("words that differ are told", () => {
    const published = { ...filed, form: "published", blocks: [paragraph("Other words shall stand.")] };
    expect(judge(filed, published).headline).toBe("Published text differs from the filed one");
  });

  test("a publication date that only came with the form is no reason", () => {
    const published = { ...filed, form: "published", facts: { documentType: "Rule", publicationDate: "2031-01-16" } };
    expect(judge(filed, published)).toMatchObject({ significance: "cosmetic", reasons: [], headline: "Published" });
  });

  test("a filing that vanished was withdrawn before publication", () => {
    expect(judge(filed, filed, { vanished: "It was withdrawn at the request of the agency." })).toMatchObject({
      significance: "substantive",
      headline: "Withdrawn before publication",
      reasons: [{ rule: "withdrawn-before-publication", after: "It was withdrawn at the request of the agency." }],
    });
  });
});

test("a document is judged the same whenever it is judged, but for what the clock decides", () => {
  const facts = { documentType: "Rule", action: "Final rule.", effectiveDate: "2031-02-15" };
  expect(judge(null, extraction({ facts }))).toEqual(judge(null, extraction({ facts }), { now }));
});
