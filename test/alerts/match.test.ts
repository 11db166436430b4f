import fc from "fast-check";
import { expect, test } from "vitest";
import { createSubscriptionIndex } from "../../src/alerts/match.ts";
import { matches, parseQuery } from "../../src/alerts/query.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Subscription } from "../../src/model/subscription.ts";
import { exampleAlert, exampleChange, exampleNotice, exampleSubscription } from "../support/example-change.ts";

function matchSubscriptions(
  alert: Alert,
  subscriptions: readonly Subscription[],
  onUnreadable?: (subscription: Subscription, problem: string) => void,
): readonly Subscription[] {
  const index = createSubscriptionIndex(onUnreadable);
  for (const subscription of subscriptions) index.put(subscription);
  return index.match(alert);
}

function isTold(alert: Alert, subscription: Partial<Subscription>): boolean {
  return matchSubscriptions(alert, [exampleSubscription(subscription)]).length === 1;
}

test("those are told whose query asks for the change", () => {
  const wanting = exampleSubscription({ id: "wants", query: "topic:ai-chips" });
  const other = exampleSubscription({ id: "other", query: "topic:tenders" });
  expect(matchSubscriptions(exampleAlert(), [wanting, other])).toEqual([wanting]);
});

test("a change below the minimum is not told", () => {
  const editorial = exampleAlert(exampleChange({ significance: "editorial" }));
  expect(isTold(editorial, { minimum: "substantive" })).toBe(false);
  expect(isTold(editorial, { minimum: "editorial" })).toBe(true);
  expect(isTold(editorial, { minimum: "cosmetic" })).toBe(true);
});

test("the baseline and muted changes are told to nobody", () => {
  expect(isTold(exampleAlert(exampleChange({ baseline: true })), {})).toBe(false);
  expect(isTold(exampleAlert(exampleChange({ muted: "Denial orders are told weekly." })), {})).toBe(false);
});

test("for paused subscriptions it is kept, digests are told nothing at once", () => {
  expect(isTold(exampleAlert(), { state: "paused" })).toBe(true);
  expect(isTold(exampleAlert(), { when: { kind: "daily", time: "08:00", zone: "UTC" } })).toBe(false);
});

test("private feeds are told to those who subscribed", () => {
  expect(isTold(exampleAlert(exampleChange({ visibility: "private" })), {})).toBe(true);
});

test("one change that is asked for is enough, if it is one that may be told", () => {
  const wanted = exampleChange({ title: "wanted" });
  expect(isTold(exampleAlert(exampleChange(), wanted), { query: "wanted" })).toBe(true);
  expect(isTold(exampleAlert(exampleChange(), { ...wanted, muted: "no" }), { query: "wanted" })).toBe(false);
  // The query and the minimum must hold of one and the same change.
  const minor = exampleChange({ title: "wanted", significance: "cosmetic" });
  expect(isTold(exampleAlert(exampleChange(), minor), { query: "wanted", minimum: "substantive" })).toBe(false);
});

test.each([
  ["kind:health", true],
  ["kind:health feed:federal-register", true],
  ["kind:health feed:congress", false],
  ["kind:health NOT feed:congress", true],
  ["kind:health OR export", true],
  ["(export OR kind:health) source:federal-register", true],
  ["kind:health topic:ai-chips", true],
  ["kind:health topic:tenders", false],
  ["kind:health 503", true],
  ['kind:health "export-control rules"', true],
  ["NOT NOT kind:health", true],
  ["NOT (NOT kind:health OR feed:congress)", true],
  ["*", false],
  ["feed:federal-register", false],
  ["503", false],
  ["NOT kind:health", false],
  ["NOT export", false],
  ["NOT kind:amended", false],
  ["* OR NOT kind:health", false],
  ["feed:federal-register OR (kind:health feed:congress)", false],
  ["kind:health NOT kind:health", false],
  ["kind:health significance:urgent", false],
])("a health notice is told to %s: %s", (query, expected) => {
  const notice = exampleNotice({ source: "federal-register", topics: ["ai-chips"] });
  expect(isTold(notice, { query, minimum: "urgent" })).toBe(expected);
});

test("a notice about several feeds is found by each of them, whatever else hangs on its kind", () => {
  const notice = exampleNotice({ feedIds: ["federal-register/bis-rules", "federal-register/ofac"] });
  const others = ["a", "b"].map((id) => exampleSubscription({ id, query: `kind:health ${id}`, minimum: "urgent" }));
  const theirs = exampleSubscription({ id: "ofac", query: "kind:health feed:federal-register/ofac" });
  const everyone = exampleSubscription({ id: "all", query: "kind:health" });
  expect(matchSubscriptions(notice, [everyone, ...others, theirs]).map(({ id }) => id)).toEqual(
    expect.arrayContaining(["all", "ofac"]),
  );
});

test("kind:health asks for no change", () => {
  expect(isTold(exampleAlert(), { query: "kind:health" })).toBe(false);
  expect(isTold(exampleAlert(), { query: "NOT kind:health" })).toBe(true);
});

test("a stored query that can no longer be read is reported and keeps nobody else from being told", () => {
  const broken = exampleSubscription({ id: "broken", query: "colour:red" });
  const fine = exampleSubscription({ id: "fine" });
  const reports: string[] = [];
  const told = matchSubscriptions(exampleAlert(), [broken, fine], ({ id }, problem) =>
    reports.push(`${id}: ${problem}`),
  );
  expect(told).toEqual([fine]);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatch(/^broken: Query, column 1: there is no field "colour"/);
});

const word = fc.constantFrom(
  "export",
  "exports",
  "exporting",
  "chip",
  "chips",
  "ai",
  "a100",
  "A100芯片",
  "算力",
  "云计算",
  "云",
  "计",
  '"remote access"',
  '"芯片 出口"',
  "expo*",
  "a*",
  "access*",
  "A100芯*",
);
const field = fc.constantFrom(
  "topic:ai-chips",
  "feed:federal-register",
  "feed:congress/chips",
  "source:congress",
  "agency:bis",
  'agency:"Industry and Security"',
  "agency:of",
  'cfr:"15 CFR 744"',
  'cfr:"15 CFR 744.23(b)"',
  'cfr:"31 CFR"',
  "docket:BIS-2025-0017",
  "rin:0694-AK11",
  "bill:hr2683-119",
  "lang:zh",
  "lang:zh-cn",
  "lang:en",
  "kind:amended",
  "kind:health",
  "significance:>=substantive",
  "significance:<urgent",
  "*",
);
const { query } = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3 },
    word,
    field,
    fc.tuple(tie("query"), fc.constantFrom(" AND ", " OR ", " "), tie("query")).map(([a, by, b]) => `(${a}${by}${b})`),
    tie("query").map((part) => `NOT (${part})`),
  ),
}));
const change = fc
  .record({
    title: fc
      .array(
        fc.constantFrom(
          "Export controls",
          "exporting",
          "AI chips",
          "remote",
          "access",
          "A100芯片",
          "芯片",
          "出口",
          "云计算",
          "算 力",
          "a1",
          "，",
        ),
        { maxLength: 6 },
      )
      .map((words) => words.join(" ")),
    feedId: fc.constantFrom("federal-register/bis-rules", "congress/chips", "congress"),
    source: fc.constantFrom("federal-register", "congress"),
    language: fc.constantFrom("en", "zh-CN", "zh"),
    topics: fc.subarray(["ai-chips", "cloud-access"]),
    significance: fc.constantFrom("editorial" as const, "substantive" as const, "urgent" as const),
    agencies: fc.subarray([
      "Industry and Security Bureau",
      "Office of Foreign Assets Control",
      "Bureau of Industry and Security",
    ]),
    cfrReferences: fc.subarray(["15 CFR 744", "15 CFR 744.23", "31 CFR 560"]),
    bills: fc.subarray(["hr2683-119"]),
    rins: fc.subarray(["0694-AK11"]),
  })
  .map(({ agencies, cfrReferences, bills, rins, ...rest }) => {
    const example = exampleChange(rest);
    return { ...example, identifiers: { ...example.identifiers, agencies, cfrReferences, bills, rins } };
  });

test("of many subscriptions, those are found whose query holds, whatever was put in, replaced and removed before", () => {
  fc.assert(
    fc.property(
      fc.array(query, { minLength: 1, maxLength: 30 }),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      (queries, changes) => {
        const index = createSubscriptionIndex();
        queries.forEach((text, at) =>
          index.put(exampleSubscription({ id: `s${at % 20}`, query: text, minimum: "cosmetic" })),
        );
        index.remove("s3");
        const standing = new Map(queries.map((text, at) => [`s${at % 20}`, text]));
        standing.delete("s3");
        for (const one of changes) {
          const wanted = [...standing].filter(([, text]) => matches(parseQuery(text), one)).map(([id]) => id);
          expect(
            index
              .match(exampleAlert(one))
              .map(({ id }) => id)
              .toSorted(),
          ).toEqual(wanted.toSorted());
        }
      },
    ),
    { numRuns: 300 },
  );
});
