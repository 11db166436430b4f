import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const folder = join(import.meta.dirname, "../../migrations");

/** What an old process, still running beside the new tables, would stumble over. */
const narrowing: readonly (readonly [RegExp, string])[] = [
  [/\bDROP (TABLE|COLUMN)\b/i, "takes something away"],
  [/\bRENAME\b/i, "renames"],
  [/\bSET NOT NULL\b/i, "asks for values that an old process does not write"],
  [/\bSET DATA TYPE\b/i, "changes a type"],
  [/\bADD COLUMN\b(?!.*\bDEFAULT\b).*\bNOT NULL\b/i, "adds a column that an old process does not fill"],
  [/^ALTER TABLE\b.*\bADD CONSTRAINT\b.*\b(CHECK|UNIQUE)\b/is, "forbids what an old process may write"],
];

function objections(sql: string): readonly string[] {
  return sql
    .split("--> statement-breakpoint")
    .filter((statement) => !/^\s*-- unused since \S+/m.test(statement))
    .flatMap((statement) => narrowing.filter(([what]) => what.test(statement)).map(([, why]) => why));
}

const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));

test.each(files)("%s lets a process of the version before go on beside it (docs/upgrading.md)", (name) => {
  expect(objections(readFileSync(join(folder, name), "utf8"))).toEqual([]);
});

test("what takes away or narrows is seen, unless it says since when nothing uses it", () => {
  expect(objections('ALTER TABLE "feeds" DROP COLUMN "error";')).toEqual(["takes something away"]);
  expect(objections('ALTER TABLE "feeds" ADD COLUMN "x" text NOT NULL;')).toHaveLength(1);
  expect(objections('ALTER TABLE "feeds" ADD COLUMN "x" text DEFAULT \'\' NOT NULL;')).toEqual([]);
  expect(objections('-- unused since 0.3.0\nALTER TABLE "feeds" DROP COLUMN "error";')).toEqual([]);
});
