import { expect, test } from "vitest";
import { matchSubscriptions } from "../../src/alerts/match.ts";
import type { Alert } from "../../src/model/alert.ts";
import type { Subscription } from "../../src/model/subscription.ts";
import { exampleAlert, exampleChange, exampleNotice, exampleSubscription } from "../support/example-change.ts";

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
