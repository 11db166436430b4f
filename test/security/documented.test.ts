import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const root = new URL("../../", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), "utf8");

interface Threat {
  readonly tried: string;
  readonly files: readonly string[];
  readonly testFile: string;
  readonly testName: string;
}

/** The lines of the tables of threats: what is tried, what stands against it, what shows it. */
const threats: readonly Threat[] =
  read("docs/security.md")
    .split("\n## Threats\n")[1]
    ?.split("\n## ")[0]
    ?.split("\n")
    .filter((line) => /^\| (?!an attacker tries|-)/.test(line) && !line.startsWith("|---"))
    .map((line) => {
      const [tried = "", against = "", shown = ""] = line.split(/(?<!\\) ?\| ?/).slice(1);
      const [, testFile = "", testName = ""] = /^`(test\/[^`]+)` “(.+)”$/.exec(shown) ?? [];
      const files = Array.from(against.matchAll(/`([\w/-]+\.(?:ts|mjs|json))`/g), ([, file = ""]) => file);
      return { tried, files, testFile, testName };
    }) ?? [];

test("the threats are there", () => {
  expect(threats.length).toBeGreaterThan(70);
});

describe("a threat names what stands against it, and the test that shows it", () => {
  test.each(threats)("$tried", ({ files, testFile, testName }) => {
    for (const file of files) expect([file, isThere(file)]).toEqual([file, true]);
    expect([testFile, existsSync(new URL(testFile, root)) && testFile !== ""]).toEqual([testFile, true]);
    expect([testName, read(testFile).includes(`"${testName}"`)]).toEqual([testName, true]);
  });
});

function isThere(file: string): boolean {
  return existsSync(new URL(`src/${file}`, root)) || existsSync(new URL(file, root));
}
