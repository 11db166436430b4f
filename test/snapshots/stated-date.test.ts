import { expect, test } from "vitest";
import { statedDate, statedDateOf } from "../../src/snapshots/stated-date.ts";

test.each([
  ["Last Updated: August 20, 2026", "2026-08-20"],
  ["Effective March 1, 2025", "2025-03-01"],
  ["Updated: 11/1/2018", "2018-11-01"],
  ["Updated: 25/1/2018", "2018-01-25"],
  ["**Last modified:** 16 January 2026", "2026-01-16"],
  ["This policy was last updated on Jul 01, 2024.", "2024-07-01"],
  ["更新日期：2024年7月1日", "2024-07-01"],
  ["协议更新日期：2024 年 12 月 19 日", "2024-12-19"],
  ["生效日期：2026-07-22", "2026-07-22"],
  ["🗓 Effective Date: September 15, 2022", "2022-09-15"],
  ["Terms of Service | Last Updated: June 16, 2026", "2026-06-16"],
  ["Effective: June 9, 2025 (previous version)", "2025-06-09"],
])("%s states %s", (line, date) => {
  expect(statedDateOf(line)).toBe(date);
});

test.each([
  "The license is effective March 1, 2025 for items under 3A090 and expires a year later.",
  "You agreed to the terms on May 1, 2025",
  "Updated: 15 days ago",
  "Last updated: February 31, 2025",
  "Version 2.0 of 2024",
])("%s states none", (line) => {
  expect(statedDateOf(line)).toBeNull();
});

test("the date of the update counts before that of the effect", () => {
  const blocks = [
    block("Terms"),
    block("Effective: May 1, 2026"),
    block("Last updated: April 2, 2026"),
    block("Text."),
  ];
  expect(statedDate(blocks)).toBe("2026-04-02");
});

function block(text: string) {
  return { kind: "paragraph" as const, path: [], text };
}
