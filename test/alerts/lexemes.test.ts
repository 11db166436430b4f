import fc from "fast-check";
import { expect, test } from "vitest";
import { holds } from "../../src/alerts/evaluate.ts";
import { lexemesOf, type Wanted, wantedLexemes } from "../../src/alerts/lexemes.ts";
import { parseQuery } from "../../src/alerts/query.ts";
import { subjectOfChange } from "../../src/alerts/subject.ts";
import { exampleChange } from "../support/example-change.ts";
import { someChange, someQuery } from "../support/queries.ts";

function letsThrough(wanted: Wanted, lexemes: readonly string[]): boolean {
  if (typeof wanted === "boolean") return wanted;
  if (wanted.kind !== "lexeme") {
    const each = new Set(wanted.parts.map((part) => letsThrough(part, lexemes)));
    return wanted.kind === "and" ? !each.has(false) : each.has(true);
  }
  return wanted.prefix ? lexemes.some((lexeme) => lexeme.startsWith(wanted.text)) : lexemes.includes(wanted.text);
}

function isCandidate(query: string, change = exampleChange()): boolean {
  return letsThrough(wantedLexemes(parseQuery(query)), lexemesOf(subjectOfChange(change)));
}

test("What a query asks for is always among what its lexemes let through.", () => {
  fc.assert(
    fc.property(someChange, someQuery, (change, text) => {
      const query = parseQuery(text);
      return !holds(query, subjectOfChange(change)) || isCandidate(text, change);
    }),
    { numRuns: 1500 },
  );
});

test.each([
  ["unheard", false],
  ["advance", false],
  ["advance*", true],
  ['"computing advanced"', true],
  ["export AND unheard", false],
  ["NOT export", true],
  ["topic:iaas", false],
  ["topic:ai-chips AND significance:>=substantive", true],
  ["significance:urgent", false],
  ["agency:bis", true],
  ["agency:ofac", false],
  ['cfr:"15 CFR 744.23"', true],
  ['cfr:"31 CFR"', false],
  ["kind:health", false],
])("%s lets the change through: %s", (query, expected) => {
  expect(isCandidate(query)).toBe(expected);
});

test("Chinese is found by any of its characters, and by a run of them.", () => {
  const change = exampleChange({ title: "算力租赁服务AI芯片" });
  for (const query of ["算", "片", "租赁", "算力租赁", "服务AI", "ai芯", "AI芯片"]) {
    expect(isCandidate(query, change), query).toBe(true);
  }
  expect(isCandidate("力算", change)).toBe(false);
});

test("A word of absurd length is found all the same.", () => {
  const long = "a".repeat(3000);
  expect(isCandidate(long.slice(0, 1900), exampleChange({ title: long }))).toBe(true);
});
