import fc from "fast-check";
import type { Change } from "../../src/model/change.ts";
import { significances } from "../../src/model/significance.ts";
import { exampleChange } from "./example-change.ts";

// Few enough that random texts and random queries meet.
const words = [
  "export",
  "exports",
  "controls",
  "Résumé",
  "3A090.a",
  "AI",
  "芯片",
  "云计算",
  "算力租赁AI芯片",
  "15",
  "CFR",
  "744",
];
const word = fc.constantFrom(...words);
const phrase = fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => some.join(" "));
const passage = fc
  .array(fc.constantFrom(...words, "—", "，", "\u00ad"), { maxLength: 8 })
  .map((some) => some.join(" "));
const agencies = ["Industry and Security Bureau", "Foreign Assets Control Office", "Commerce Department"];

/** Texts in two languages, of few words. */
export const someTexts = fc.array(passage, { minLength: 1, maxLength: 4 });

/** Changes about which the queries below may ask. */
export const someChange: fc.Arbitrary<Change> = fc
  .record({
    title: passage,
    texts: someTexts,
    kind: fc.constantFrom("first-seen", "amended", "withdrawn"),
    significance: fc.constantFrom(...significances),
    feedId: fc.constantFrom("federal-register/bis-rules", "federal-register/entity-list", "policies/cloud"),
    topics: fc.subarray(["ai-chips", "export-controls", "iaas"]),
    language: fc.constantFrom("en", "zh-CN", "zh"),
    agencies: fc.subarray(agencies),
    cfrReferences: fc.subarray(["15 CFR 744", "15 CFR 742 and 744", "31 CFR § 510.2(a)"]),
    bills: fc.subarray(["hr2683-119", "s1-119"]),
  })
  .map(({ title, texts, kind, significance, feedId, topics, language, ...identifiers }) =>
    exampleChange({
      title,
      kind,
      significance,
      feedId,
      topics,
      language,
      identifiers: { documentNumber: null, docketIds: ["BIS-2025-0017"], rins: ["0694-AK11"], ...identifiers },
      facts: [],
      redline: {
        spans: texts.map((text, at) => ({ op: at % 2 === 0 ? "insert" : "delete", section: `§ 744.${at}`, text })),
        stats: { inserted: 1, deleted: 1, moved: 0, sections: 1 },
      },
    }),
  );

const conditions = [
  "*",
  "kind:amended",
  "kind:health",
  "significance:>=substantive",
  "significance:<editorial",
  "source:rss",
  "feed:federal-register",
  "feed:policies/cloud",
  "topic:iaas",
  "lang:zh",
  "lang:zh-CN",
  "agency:bis",
  "agency:ofac",
  "agency:security",
  'agency:"office of foreign assets"',
  'cfr:"15 CFR 744"',
  'cfr:"31 CFR"',
  'cfr:"15 CFR 744.1"',
  "docket:bis-2025-0017",
  "rin:0694-AK11",
  "bill:hr2683-119",
  "芯",
  "云",
  "算力租*",
];

const leaf = fc.oneof(
  { weight: 4, arbitrary: phrase.map((text) => `"${text}"`) },
  { weight: 3, arbitrary: fc.tuple(word, fc.boolean()).map(([text, star]) => text.slice(0, 3) + (star ? "*" : "")) },
  { weight: 4, arbitrary: fc.constantFrom(...conditions) },
);

/** Queries of every form, as people write them. */
export const someQuery: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    tie("query").map((query) => `NOT (${query})`),
    fc.tuple(tie("query"), tie("query")).map(([one, other]) => `(${one}) AND (${other})`),
    fc.tuple(tie("query"), tie("query")).map(([one, other]) => `(${one}) OR (${other})`),
  ),
})).query;
