import { describe, expect, test } from "vitest";
import type { Extraction } from "../../src/model/version.ts";
import type { Highlight } from "../../src/summarise/text-sentences.ts";
import type { SummaryInput } from "../../src/summarise/by-rules.ts";
import { summarise } from "../../src/summarise/by-rules.ts";

const after: Extraction = {
  title: "Expansion of End-User Controls",
  language: "en",
  sourceUrl: "https://www.example.gov/d/2031-00401",
  officialUrl: null,
  citation: "96 FR 5012",
  fullCitation: null,
  publishedAt: "2031-01-15",
  form: "published",
  complete: true,
  blocks: [],
  facts: { documentType: "Rule", action: "Interim final rule.", publicationDate: "2031-01-15" },
  deadlines: [],
  threadKeys: [],
  links: [],
};

function summary(
  changes: Partial<SummaryInput> & { readonly highlights?: readonly Highlight[]; readonly rules?: readonly string[] },
): string {
  const { highlights = [], rules = [], ...input } = changes;
  return summarise({
    before: after,
    after,
    redline: { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } },
    facts: [],
    classification: {
      significance: "substantive",
      reasons: rules.map((rule) => ({ rule })),
      headline: "Text changed",
      highlights,
    },
    ...input,
  });
}

function highlight(changes: Partial<Highlight>): Highlight {
  return { section: "§ 744.23(b)", before: "", after: "", edits: [], moved: false, rules: [], ...changes };
}

function swap(section: string, removed: string, added: string): Highlight {
  return highlight({ section, before: `For ${removed}.`, after: `For ${added}.`, edits: [{ removed, added }] });
}

describe("a document seen first", () => {
  const blocks = [
    {
      kind: "paragraph",
      path: ["SUMMARY"],
      text: "In this interim final rule, the Bureau amends the U.S. rules on chips. It also does more.",
    },
    { kind: "instruction", path: ["15 CFR part 744"], text: "2. Section 744.11 is amended by revising paragraph (a)." },
    { kind: "instruction", path: ["15 CFR part 744"], text: "3. Section 744.23 is amended by adding paragraph (c)." },
  ] as const;

  test("says what it does, what it amends and when", () => {
    const document = {
      ...after,
      blocks,
      facts: { ...after.facts, effectiveDate: "2031-01-13", commentDeadline: "2031-02-14" },
      deadlines: [
        { kind: "expires", date: "2031-03-14", sentence: "…", section: "SUPPLEMENTARY INFORMATION" } as const,
      ],
    };
    expect(summary({ before: null, after: document })).toBe(
      "In this interim final rule, the Bureau amends the U.S. rules on chips. Amends § 744.11 and § 744.23. " +
        "Effective January 13, 2031; comments close February 14, 2031; expires March 14, 2031.",
    );
  });

  test.each([
    ["hearing", "The Committee will meet on April 14, 2031.", / Meeting on April 14, 2031\.$/],
    ["hearing", "A public hearing is held on April 14, 2031.", / Hearing on April 14, 2031\.$/],
    [
      "expires",
      "Shipments that were en route aboard a carrier on March 14, 2031 may proceed before April 14, 2031.",
      / Savings clause ends April 14, 2031\.$/,
    ],
    [
      "expires",
      "The temporary general license expires on April 14, 2031.",
      / General license expires April 14, 2031\.$/,
    ],
    ["expires", "This rule expires on April 14, 2031.", / Expires April 14, 2031\.$/],
  ] as const)("calls a date what its sentence calls it (%s): %s", (kind, sentence, told) => {
    const deadlines = [{ kind, date: "2031-04-14", sentence }];
    expect(summary({ before: null, after: { ...after, blocks, deadlines } })).toMatch(told);
  });

  test("tells the sentence that acts where the first one tells the past", () => {
    const text =
      "On May 1, 2030, the President signed an order on chips. This rule amends the list of items. Nothing else.";
    expect(
      summary({ before: null, after: { ...after, blocks: [{ kind: "paragraph", path: ["SUMMARY"], text }] } }),
    ).toBe("On May 1, 2030, the President signed an order on chips. This rule amends the list of items.");
  });

  test.each([
    [
      "1.1. These Terms govern your use of all the services that we offer. Words in capitals are defined in section 9.",
      "These Terms govern your use of all the services that we offer.",
    ],
    [
      "Welcome to our house! These terms apply to whoever uses the services that we offer. Read them.",
      "Welcome to our house! These terms apply to whoever uses the services that we offer.",
    ],
    [
      "This Expansion of End-User Controls describes what exporters of chips have to do from now on.",
      "This Expansion of End-User Controls describes what exporters of chips have to do from now on.",
    ],
    [
      "Expansion of End-User Controls The Bureau describes what exporters of chips have to do from now on.",
      "The Bureau describes what exporters of chips have to do from now on.",
    ],
  ])("without a summary of its own opens with its first words: %s", (text, opening) => {
    const document = { ...after, blocks: [{ kind: "paragraph" as const, path: [], text }] };
    expect(summary({ before: null, after: document })).toBe(opening);
  });

  test("an order opens with what it orders, not with who has the authority to", () => {
    const blocks = [
      "By the authority vested in me as President by the Constitution and the laws of the United States of America, it is hereby ordered:",
      "Section 1. Purpose. Chips that were rented out from afar have to be counted like those that were shipped. More follows.",
    ].map((text) => ({ kind: "paragraph" as const, path: [], text }));
    expect(summary({ before: null, after: { ...after, blocks } })).toBe(
      "Purpose. Chips that were rented out from afar have to be counted like those that were shipped.",
    );
    expect(summary({ before: null, after: { ...after, blocks: blocks.slice(0, 1) } })).toMatch(
      /^By the authority .* it is hereby ordered\.$/,
    );
  });

  test("without text says what it is called", () => {
    expect(summary({ before: null })).toBe("Interim final rule: Expansion of End-User Controls.");
  });
});

describe("a document that changed", () => {
  test("a deadline that moved has both dates", () => {
    const facts = [{ name: "commentDeadline", before: "2031-02-14", after: "2031-03-16" }];
    expect(summary({ facts })).toBe("Comment deadline moved from February 14, 2031 to March 16, 2031.");
  });

  test("a correction, a note and a list are told as such", () => {
    const facts = [
      { name: "corrections", before: [], after: ["2031-00500"] },
      { name: "dispositionNotes", before: null, after: "See: EO 14999, July 3, 2031" },
      { name: "docketIds", before: ["A-1"], after: ["A-1", "A-2"] },
    ];
    expect(summary({ facts })).toBe(
      "Corrected by 2031-00500. Disposition note now stated: “See: EO 14999, July 3, 2031”. Dockets: added A-2.",
    );
  });

  test("a word that changed is shown with the sentence it stands in", () => {
    const one = highlight({
      before: "(b) The exporter may apply. Others wait.",
      after: "(b) The exporter shall apply. Others wait.",
      edits: [{ removed: "may", added: "shall" }],
    });
    expect(summary({ highlights: [one] })).toBe(
      "§ 744.23(b): “may” became “shall”, so that it reads “(b) The exporter shall apply.”",
    );
  });

  test("a provision's own number is not what changed in it", () => {
    const passage = highlight({
      section: "4.",
      before: "3. Records are kept at home.",
      after: "4. Records are kept abroad.",
      edits: [
        { removed: "3", added: "4" },
        { removed: "at home", added: "abroad" },
      ],
    });
    expect(summary({ highlights: [passage] })).toBe(
      "4: “at home” became “abroad”, so that it reads “Records are kept abroad.”",
    );
  });

  test("added and removed passages are quoted, further sections are named", () => {
    const highlights = [
      highlight({ section: "§ 744.24", after: "Consultation is required." }),
      highlight({ section: "9.2", before: "We may return the “Media”." }),
      highlight({ section: "9.5", before: "a", after: "b", edits: [{ removed: "a", added: "b" }] }),
      highlight({ section: "9.6", before: "a", after: "b", edits: [{ removed: "a", added: "b" }] }),
    ];
    expect(summary({ highlights })).toBe(
      "§ 744.24: added “Consultation is required.” 9.2: removed “We may return the ‘Media’.” 9.5: “a” became “b”. Also changed: 9.6.",
    );
  });

  test("a third passage is told where all of them are short", () => {
    const highlights = [
      swap("2.2", "you", "all"),
      swap("2.3", "three years", "five years"),
      swap("2.4", "a fee", "free"),
    ];
    expect(summary({ highlights: [...highlights, swap("2.5", "some", "others")] })).toBe(
      "2.2: “you” became “all”, so that it reads “For all.” 2.3: “three years” became “five years”, so that it reads “For five years.” " +
        "2.4: “a fee” became “free”, so that it reads “For free.” Also changed: 2.5.",
    );
  });

  test("long quotations end with a sentence or say that they go on", () => {
    const long = `The Bureau may revoke any licence at any time and for any reason. ${"More words follow. ".repeat(40)}`;
    const text = summary({ highlights: [highlight({ after: long })] });
    expect(text.length).toBeLessThan(400);
    expect(text).toMatch(/\.”$/);
  });

  test("publication is told with the citation and the dates that came with it", () => {
    const facts = [{ name: "effectiveDate", before: null, after: "2031-02-14" }];
    expect(summary({ before: { ...after, form: "inspection" }, facts })).toBe(
      "Published on January 15, 2031 as 96 FR 5012. Effective date now stated: February 14, 2031.",
    );
  });

  test("quiet edits, renumbering, moves and typesetting have their own words", () => {
    expect(summary({ rules: ["quiet-edit"] })).toBe("The text changed while the date it states did not.");
    expect(summary({ rules: ["renumbered", "moved"] })).toBe("Provisions were renumbered. Passages were moved.");
    expect(summary({})).toBe("Only the typesetting changed.");
  });

  test("a withdrawal gives the publisher's own words", () => {
    expect(summary({ vanished: "Withdrawn at the request of the agency" })).toBe(
      "Expansion of End-User Controls was withdrawn. Withdrawn at the request of the agency.",
    );
  });
});
