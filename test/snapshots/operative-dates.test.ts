import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operativeDates, withStatedDates } from "../../src/snapshots/operative-dates.ts";

const published = "2031-03-04";
const filedAt = "2031-03-03T21:15:00.000Z";

describe("operativeDates", () => {
  it.each([
    ["This rule is effective March 3, 2031.", "effective 2031-03-03"],
    ["Effective date: March 31, 2031.", "effective 2031-03-31"],
    [
      "The effective date of the final rule published on January 5, 2031, is delayed until May 21, 2031.",
      "effective 2031-05-21",
    ],
    [
      "The duties are effective for goods entered on or after 12:01 a.m. Eastern Time on March 12, 2031.",
      "effective 2031-03-12",
    ],
    [
      "This bulletin is effective March 23, 2031 and applicable beginning March 19, 2031.",
      "effective 2031-03-19, effective 2031-03-23",
    ],
    ["Comments must be received by BIS no later than April 3, 2031.", "comments-close 2031-04-03"],
    [
      "The comment period for the rule published February 1, 2031, at 96 FR 1, is extended to April 30, 2031.",
      "comments-close 2031-04-30",
    ],
    [
      "The comment period for the rule published at 96 FR 1 on February 1, 2031, is extended from March 31, 2031, to April 30, 2031.",
      "comments-close 2031-04-30",
    ],
    ["The effective date is delayed from Monday, March 31, 2031, until May 21, 2031.", "effective 2031-05-21"],
    ["The meeting was moved from April 2, 2031 to April 3, 2031.", "other 2031-04-03"],
    ["The window is open from April 2, 2031 to May 2, 2031.", "other 2031-04-02, other 2031-05-02"],
    ["This TGL expires on November 28, 2031.", "expires 2031-11-28"],
    [
      "The amendments published at 95 FR 47201, on September 30, 2030, are stayed until November 9, 2031.",
      "stay-ends 2031-11-09",
    ],
    ["The suspension is set to end November 9, 2031, absent a future extension.", "stay-ends 2031-11-09"],
    ["Compliance is required by June 1, 2031.", "compliance 2031-06-01"],
    ["Compliance with § 744.99(c) is required beginning May 8, 2031.", "compliance 2031-05-08"],
    [
      "The meeting will be held on April 23, 2031, from 9 a.m. to 4 p.m. and April 24, 2031.",
      "hearing 2031-04-23, hearing 2031-04-24",
    ],
    ["Affiliates may request modification of the entry at any time on or after March 29, 2031.", "other 2031-03-29"],
    [
      "Comments are due [INSERT DATE 30 DAYS AFTER DATE OF PUBLICATION IN THE FEDERAL REGISTER].",
      "comments-close 2031-04-03",
    ],
    ["This rule is effective [INSERT DATE OF PUBLICATION IN THE FEDERAL REGISTER].", "effective 2031-03-04"],
    ["This rule is effective upon publication.", "effective 2031-03-04"],
    ["This rule is effective on public display.", "effective 2031-03-03"],
    ["This rule is effective upon filing for public inspection.", "effective 2031-03-03"],
  ])("in the DATES section finds in %j: %s", (text, expected) => {
    expect(found(text, "DATES")).toBe(expected);
  });

  it.each([
    [
      "Shipments en route aboard a carrier on March 3, 2031, may proceed, provided the export is completed no later than on April 2, 2031.",
      "expires 2031-04-02",
    ],
    [
      "First, from the date of this Order until November 17, 2034, A. Person may not participate in any transaction.",
      "expires 2034-11-17",
    ],
    ["In the second phase, effective November 10, 2032, the controls come back.", "effective 2032-11-10"],
    ["Effective November 10, 2032, amend § 744.99 by revising paragraph (a).", "effective 2032-11-10"],
    ["Reports must be submitted no later than June 15, 2031.", "compliance 2031-06-15"],
  ])("in the text finds in %j: %s", (text, expected) => {
    expect(found(text, "SUPPLEMENTARY INFORMATION")).toBe(expected);
  });

  it.each([
    ["On August 13, 2018, the President signed the Act into law."],
    ["The old rule was effective July 1, 2029."],
    ["The interim final rule (94 FR 62186, October 13, 2029) is amended."],
    ["See the notice dated April 1, 2031."],
    ["BIS added the entity on February 3, 1997."],
    ["As of January 1, 2031, there were nine."],
    ["Comments were due on December 5, 2030."],
    ["The company is in Building 12, July Street."],
  ])("in the text finds nothing in %j", (text) => {
    expect(found(text, "SUPPLEMENTARY INFORMATION")).toBe("");
  });

  it("keeps the sentence, its place, and the instant where there is one", () => {
    const blocks = [
      { kind: "paragraph" as const, path: ["DATES"], text: "One thing. This rule is effective on filing. Another." },
    ];
    expect(operativeDates(blocks, { publicationDate: published, filedAt })).toEqual([
      {
        kind: "effective",
        date: "2031-03-03",
        at: filedAt,
        sentence: "This rule is effective on filing.",
        section: "DATES",
      },
    ]);
  });

  it("tells each date once, in the words of the DATES section", () => {
    const blocks = [
      said("SUMMARY", "The suspension will end on November 9, 2031."),
      said("DATES", "The rule is stayed until November 9, 2031."),
      said("II. Text", "It is suspended through November 9, 2031."),
    ];
    expect(operativeDates(blocks, { publicationDate: published, filedAt: null })).toEqual([
      {
        kind: "stay-ends",
        date: "2031-11-09",
        sentence: "The rule is stayed until November 9, 2031.",
        section: "DATES",
      },
    ]);
  });

  it("leaves footnotes and signatures out", () => {
    const text = "This rule is effective March 31, 2031.";
    const blocks = [
      { kind: "note" as const, path: ["Footnotes", "1"], text },
      { kind: "paragraph" as const, path: ["Signature"], text },
    ];
    expect(operativeDates(blocks, { publicationDate: published, filedAt: null })).toEqual([]);
  });

  it("takes any words without failing, and gives real dates only", () => {
    const words = fc.constantFrom(
      "effective",
      "until",
      "comments",
      "must be received by",
      "June 31, 2031",
      "March 3, 2031",
      "stayed",
      "[INSERT DATE",
      "DAYS AFTER",
      "PUBLICATION]",
      "on",
      ".",
      "(",
      "expires",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }), (parts) => {
        const blocks = [{ kind: "paragraph" as const, path: ["DATES"], text: parts.join(" ") }];
        for (const { date } of operativeDates(blocks, { publicationDate: published, filedAt: null })) {
          expect(Temporal.PlainDate.from(date).toString()).toBe(date);
        }
      }),
    );
  });
});

describe("withStatedDates", () => {
  it("adds what the text does not have, and nothing twice", () => {
    const known = [{ kind: "effective" as const, date: "2031-03-03", sentence: "Text." }];
    const stated = [
      { kind: "effective" as const, date: "2031-03-03", sentence: "Stated." },
      { kind: "comments-close" as const, date: "2031-03-01", sentence: "Stated." },
      { kind: "comments-close" as const, date: null, sentence: "Stated." },
    ];
    expect(withStatedDates(known, stated)).toEqual([
      { kind: "comments-close", date: "2031-03-01", sentence: "Stated." },
      ...known,
    ]);
  });
});

function said(section: string, text: string) {
  return { kind: "paragraph" as const, path: [section], text };
}

function found(text: string, section: string): string {
  return operativeDates([{ kind: "paragraph", path: [section], text }], { publicationDate: published, filedAt })
    .map(({ kind, date }) => `${kind} ${date}`)
    .join(", ");
}
