import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printQuery } from "../../src/alerts/print.ts";
import { matches, parseQuery } from "../../src/alerts/query.ts";
import { searchText } from "../../src/alerts/subject.ts";
import type { Change } from "../../src/model/change.ts";
import { UsageError } from "../../src/model/errors.ts";
import { exampleChange } from "../support/example-change.ts";

const bareChange = exampleChange({
  identifiers: { documentNumber: null, agencies: [], cfrReferences: [], docketIds: [], rins: [], bills: [] },
  facts: [],
  redline: { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } },
});

function asks(query: string, change: Partial<Change> = {}): boolean {
  return matches(parseQuery(query), exampleChange(change));
}

function understood(query: string): string {
  return printQuery(parseQuery(query));
}

function complaint(query: string): string {
  try {
    return `understood as ${understood(query)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
}

describe("words and phrases", () => {
  test.each([
    ["advanced", true],
    ["advance", false],
    ["advance*", true],
    ["vanced", false],
    ['"advanced computing"', true],
    ['"advanced  COMPUTING items"', true],
    ['"computing advanced"', false],
    ['"advanced comput"', false],
    ["advanced-comput*", true],
    ["export extension", true],
    ["export zebra", false],
    ["zebra OR export", true],
    ["2026-00123", true],
    ['"Industry and Security"', true],
    ["BIS-2025-0017", true],
    ["0694-AK11", true],
    ["2026-01-05", true],
    ["*", true],
    ["NOT *", false],
  ])("%s asks for the change: %s", (query, expected) => {
    expect(asks(query)).toBe(expected);
  });

  test("are searched in the text that changed, not in the unchanged text around it nor in the summary", () => {
    expect(asks("shall")).toBe(true);
    expect(asks("may")).toBe(true);
    expect(asks("giraffe")).toBe(false);
    expect(asks("zebra")).toBe(false);
  });

  test("are searched in moved text", () => {
    const spans = [{ op: "move-from", section: "a", text: "wandering clause", move: 1 }] as const;
    expect(asks("wandering", { redline: { spans, stats: exampleChange().redline.stats } })).toBe(true);
  });

  test("are found across spans that changed side by side, on the old and on the new side, but not across sides", () => {
    expect(asks('"shall not later"')).toBe(true);
    expect(asks('"may shall"')).toBe(false);
  });

  test("do not run from one field or passage into the next", () => {
    expect(asks('"comment period 2026-00123"')).toBe(false);
    const spans = [
      { op: "insert", section: "(a)", text: "one" },
      { op: "insert", section: "(b)", text: "two" },
    ] as const;
    expect(asks('"one two"', { redline: { spans, stats: exampleChange().redline.stats } })).toBe(false);
  });

  test.each([
    ["ADVANCED", "advanced"],
    ["résumé", "Resume"],
    ["resume", "RÉSUMÉ"],
    ["strasse", "Straße"],
    ["istanbul", "İstanbul"],
    ["orsted", "Ørsted"],
    ["Ａ１００", "A100"],
    ["a100", "Ａ１００"],
    ["office", "oﬃce"],
    ["encryption", "encryp\u00adtion"],
    ['"don\'t export"', "don’t export"],
    ["Ελληνικός", "ΕΛΛΗΝΙΚΟΣ"],
  ])("case, width and accents do not matter: %s finds %s", (query, title) => {
    expect(asks(query, { title })).toBe(true);
  });

  test.each([
    ["出口管制", "美国出口管制条例修订", true],
    ["管制*", "美国出口管制条例修订", true],
    ["出口条例", "美国出口管制条例修订", false],
    ["出口 条例", "美国出口管制条例修订", true],
    ["H100", "使用H100芯片", true],
    ["H10", "使用H100芯片", false],
    ["H100芯片", "使用 H100 芯片", true],
    ["出口管制", "出口\n管制", true],
    ["出口管制", "出口，管制", false],
    ["（出口 OR 进口） NOT 条约", "出口管制", true],
    ["“出口管制”", "美国出口管制条例", true],
  ])("Chinese matches as substrings: %s in %s: %s", (query, title, expected) => {
    expect(asks(query, { title })).toBe(expected);
  });
});

test("what is searched is the title, the facts and the changed text, passage by passage", () => {
  expect(searchText(exampleChange())).toEqual([
    "Export Controls on Advanced Computing Items; Extension of Comment Period",
    "2026-00123",
    "Commerce Department",
    "Industry and Security Bureau",
    "15 CFR 744",
    "Docket No. 260105-0001",
    "BIS-2025-0017",
    "0694-AK11",
    "2026-01-05",
    "2026-02-04",
    "may ",
    "shall not later than thirty days ",
  ]);
});

describe("operators", () => {
  test.each([
    ["a b c", "a AND b AND c"],
    ["a AND b c", "a AND b AND c"],
    ["a OR b c", "a OR b AND c"],
    ["NOT a b", "NOT a AND b"],
    ["NOT a OR b", "NOT a OR b"],
    ["NOT (a OR b) c", "NOT (a OR b) AND c"],
    ["(a b) OR (c)", "a AND b OR c"],
    ["(a OR b) (c OR d)", "(a OR b) AND (c OR d)"],
    ["not a or b and c", "NOT a OR b AND c"],
    ["NOT(a)NOT b", "NOT a AND NOT b"],
    ["NOT NOT a", "NOT NOT a"],
    ['"and" "or" "not"', '"and" AND "or" AND "not"'],
    ["ａ　ＯＲ　ｂ", "a OR b"],
  ])("%s is read as %s", (query, expected) => {
    expect(understood(query)).toBe(expected);
  });

  test("a query of 2,000 characters and 50 levels is read, and more is refused", () => {
    expect(understood("a ".repeat(1000))).toMatch(/^a AND a/);
    expect(complaint("a".repeat(2001))).toMatch(/2001 characters; 2000 are allowed/);
    expect(understood(`${"(".repeat(50)}a${")".repeat(50)}`)).toBe("a");
    expect(complaint(`${"(".repeat(51)}a${")".repeat(51)}`)).toMatch(/column 51: .*more than 50 deep/);
    expect(complaint(`${"NOT ".repeat(51)}a`)).toMatch(/more than 50 deep/);
  });
});

describe("fields", () => {
  test.each([
    ["source:federal-register", true],
    ["SOURCE:Federal-Register", true],
    ['source:"Federal Register"', true],
    ["source:federal", false],
    ["feed:federal-register/bis-rules", true],
    ["feed:federal-register", true],
    ["feed:federal-register/", true],
    ["feed:federal-register/bis", false],
    ["feed:federal", false],
    ["topic:ai-chips", true],
    ['topic:"AI chips"', true],
    ["topic:ai", false],
    ["agency:industry-and-security-bureau", true],
    ['agency:"Bureau of Industry and Security"', true],
    ['agency:"Department of Commerce"', true],
    ["agency:commerce", true],
    ["agency:BIS", true],
    ["agency:ofac", false],
    ["agency:indus", false],
    ["agency:of", false],
    ['agency:"and"', false],
    ['cfr:"15 CFR 744"', true],
    ['cfr:"15 C.F.R. Part 744"', true],
    ["cfr:15CFR744", true],
    ['cfr:"15 CFR"', true],
    ['cfr:"15 CFR § 744.23"', true],
    ['cfr:"15 CFR 744.23(b)"', true],
    ['cfr:"15 CFR 744.23(c)"', false],
    ['cfr:"15 CFR 744.2"', false],
    ['cfr:"15 CFR 74"', false],
    ['cfr:"16 CFR 744"', false],
    ["docket:bis-2025-0017", true],
    ["docket:260105-0001", true],
    ['docket:"Docket No. 260105-0001"', true],
    ["docket:BIS-2025", false],
    ["rin:0694-ak11", true],
    ['rin:"RIN 0694-AK11"', true],
    ["rin:0694", false],
    ["bill:hr2683-119", false],
    ["lang:en", true],
    ["lang:zh", false],
    ["kind:amended", true],
    ["kind:first-seen", false],
    ["significance:substantive", true],
    ["significance:=substantive", true],
    ["significance:>=substantive", true],
    ["significance:>=Editorial", true],
    ["significance:≥editorial", true],
    ["significance:＞＝editorial", true],
    ["significance:>substantive", false],
    ["significance:<urgent", true],
    ["significance:<=editorial", false],
    ["significance:urgent", false],
    ["topic:ai-chips -topic:other", null],
  ])("%s asks for the change: %s", (query, expected) => {
    if (expected === null) expect(complaint(query)).toMatch(/write NOT/);
    else expect(asks(query)).toBe(expected);
  });

  test("cfr: and lang: match what begins so, at the border of a component", () => {
    expect(asks('cfr:"15 CFR 744"', references("15 CFR 744.23"))).toBe(true);
    expect(asks('cfr:"15 CFR 744"', references("15 CFR 7440"))).toBe(false);
    expect(asks('cfr:"15 CFR 744.23"', references("15 CFR 744.230"))).toBe(false);
    expect(asks('cfr:"15 CFR 744"', references("15 CFR Parts 732, 742, and 744"))).toBe(true);
    expect(asks('cfr:"15 CFR 734"', references("15 CFR Parts 732, 742, and 744"))).toBe(false);
    expect(asks("lang:zh", { language: "zh-CN" })).toBe(true);
    expect(asks("lang:zh-cn", { language: "zh-Hans" })).toBe(false);
    expect(asks("lang:zh_CN", { language: "zh-CN" })).toBe(true);
    expect(asks("lang:zh", { language: "zha" })).toBe(false);
  });

  test("a bill is found however its number is written", () => {
    const change = { identifiers: { ...exampleChange().identifiers, bills: ["hr2683-119"] } };
    expect(asks("bill:hr2683-119", change)).toBe(true);
    expect(asks('bill:"H.R. 2683-119"', change)).toBe(true);
    expect(asks("bill:s2683-119", change)).toBe(false);
    expect(asks("bill:hr268-119", change)).toBe(false);
  });

  test("agencies are found by acronyms of either order of their names", () => {
    const agencies = ["Foreign Assets Control Office", "Federal Trade Commission"];
    const change = { identifiers: { ...exampleChange().identifiers, agencies } };
    expect(asks("agency:OFAC", change)).toBe(true);
    expect(asks("agency:ftc", change)).toBe(true);
    expect(asks("agency:tcf", change)).toBe(false);
  });
});

describe("a query that cannot be read is answered with where and why", () => {
  test.each([
    ["", /is empty\. Write \* for everything/],
    [" \n ", /is empty/],
    ["sorce:x", /column 1: there is no field "sorce"; fields are source, feed, topic/],
    ["export https://example.org", /column 8: there is no field "https".*Understood up to there: export\./],
    ["kind:foo", /column 1: "foo" is no value for kind:.*kind:first-seen/],
    ["significance:>=foo", /"foo" is no significance; there are cosmetic, editorial, substantive, urgent/],
    ["significance:", /significance: needs a value right after it/],
    ["topic: ai", /topic: needs a value right after it/],
    ["topic:>=ai", /topic: takes a value and no >=/],
    ["topic:ai*", /topic: takes no star/],
    ["topic:(ai OR chips)", /write \(topic:one OR topic:other\)/],
    [":x", /a field name is missing/],
    ["cfr:744", /"744" is no value for cfr:.*cfr:"15 CFR 744"/],
    ["cfr:15 CFR 744", /"15" is no value for cfr:/],
    ['cfr:"15 CFR 742 and 744"', /no value for cfr:/],
    ['cfr:"99 CFR 1"', /no value for cfr:/],
    ["bill:hr2683", /bill:hr2683-119/],
    ["lang:english!", /no value for lang:/],
    ['a "b c', /column 3: the quote that opens here is not closed\. Understood up to there: a\./],
    ['cfr:"15 CFR', /the quote that opens here is not closed/],
    ["(a OR b", /column 1: the parenthesis that opens here is not closed/],
    ["a OR b)", /column 7: this parenthesis closes nothing\. Understood up to there: a OR b\./],
    ["a ()", /column 3: there is nothing between the parentheses/],
    [")", /column 1: this parenthesis closes nothing/],
    ["a OR (", /column 7: the parenthesis that opens last has nothing after it|nothing after it/],
    ["a AND", /column 3: AND has nothing after it\. Understood up to there: a\./],
    ["OR a", /column 1: OR has nothing before it/],
    ["a AND OR b", /column 3: AND has nothing after it/],
    ["NOT", /column 1: NOT has nothing after it/],
    ["a OR NOT", /column 6: NOT has nothing after it/],
    ["a && b", /column 3: write AND/],
    ["a || b", /column 3: write OR/],
    ["-a", /column 1: to leave a word out, write NOT a/],
    ["!a", /write NOT a/],
    ["a - b", /means nothing here: write NOT/],
    ["'a b'", /put a phrase in double quotes/],
    ["744.23(b)", /column 7: a space is missing here, or quotes/],
    ['a"b"', /column 2: a space is missing here/],
    ["ex*port", /a star stands at the end of a word only/],
    ['"export*"', /a star belongs to a word without quotes/],
    ['"export"*', /a star belongs to a word without quotes/],
    ["§", /there is no letter or digit to search for/],
    ['""', /there is no letter or digit to search for/],
  ])("%j", (query, expected) => {
    const message = complaint(query);
    expect(message).toMatch(expected);
    expect(message).toMatch(/column \d+:|The query is empty/);
    expect(message).toContain("export* AND NOT");
    expect(message).not.toContain("\n");
  });

  test("columns count characters, not halves of them", () => {
    expect(complaint("😀a sorce:x")).toMatch(/column 4:/);
  });
});

const word = fc.constantFrom("export", "chips", "shall", "zebra", "出口", "a100");
interface Naive {
  readonly text: string;
  readonly holds: (title: string) => boolean;
}
const { tree } = fc.letrec<{ tree: Naive }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    word.map((text) => ({ text, holds: (title: string) => title.split(" ").includes(text) })),
    tie("tree").map((part) => ({ text: `NOT (${part.text})`, holds: (title: string) => !part.holds(title) })),
    fc.tuple(tie("tree"), tie("tree"), fc.constantFrom(" AND ", " ", " and ")).map(([a, b, and]) => ({
      text: `(${a.text})${and}(${b.text})`,
      holds: (title: string) => a.holds(title) && b.holds(title),
    })),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => ({
      text: `(${a.text}) OR (${b.text})`,
      holds: (title: string) => a.holds(title) || b.holds(title),
    })),
  ),
}));
const title = fc.subarray(["export", "chips", "shall", "zebra", "出口", "a100"]).map((words) => words.join(" "));
const pieces = [
  "a",
  "b*",
  '"c d"',
  "(",
  ")",
  "AND",
  "OR",
  "NOT",
  "and",
  "*",
  "export",
  "出口",
  "é",
  '"',
  "“",
  ":",
  "-",
  "'",

  "source:x",
  "significance:>=urgent",
  "significance:<editorial",
  'cfr:"15 CFR 744"',
  "feed:a/b",
  "feed:",
  "kind:health",

  "agency:bis",
  'agency:"a b"',
  "bill:hr1-119",
  "lang:zh-cn",
  "docket:X-1",
  "rin:0694-AK11",
  "topic:a",
  "３A090.a",
  "😀",
];
const anyQuery = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(" ")),
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);

describe("always", () => {
  test("NOT, AND and OR mean what a naive reading means", () => {
    fc.assert(
      fc.property(tree, title, (query, title) => {
        fc.pre(query.text.length <= 2000);
        expect(matches(parseQuery(query.text), { ...bareChange, title })).toBe(query.holds(title));
      }),
      { numRuns: 500 },
    );
  });

  test("what is printed reads back as the same query", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyQuery,
          tree.map(({ text }) => text),
        ),
        (text) => {
          let query;
          try {
            query = parseQuery(text);
          } catch {
            fc.pre(false);
            return;
          }
          expect(parseQuery(printQuery(query))).toEqual(query);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("any input is read or refused with a place, and any query can be asked of any change", () => {
    fc.assert(
      fc.property(anyQuery, fc.string({ unit: "binary" }), (text, title) => {
        try {
          matches(parseQuery(text), exampleChange({ title, language: title, feedId: title, topics: [title] }));
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          expect((error as Error).message).toMatch(/^(?:Query, column [1-9]\d*: |The query )/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a text is found by any of its own words, whatever they look like", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (title) => {
        const words = title.normalize("NFKC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
        for (const word of words.filter((word) => /^[\p{L}\p{N}]/u.test(word)))
          expect(asks(`"${word}"`, { title })).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function references(...cfrReferences: string[]): Partial<Change> {
  return { identifiers: { ...bareChange.identifiers, cfrReferences }, redline: bareChange.redline };
}
