import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { reasonInWords } from "../../src/alerts/reasons.ts";
import { toChangeJson } from "../../src/model/change-json.ts";
import type { Change } from "../../src/model/change.ts";
import type { ComposedChange, ComposedNotice } from "../../src/model/composed.ts";
import type { HealthNotice } from "../../src/model/alert.ts";
import type { Deadline, DeadlineKind } from "../../src/model/facts.ts";
import type { Span, SpanOp } from "../../src/model/redline.ts";
import { exampleAlert, exampleChange, exampleNotice } from "../support/example-change.ts";

const publicUrl = "https://regwatch.example.org";

function composed(change: Partial<Change> = {}, now = "2026-01-12T19:15:00Z"): ComposedChange {
  const words = compose(exampleAlert(exampleChange(change)), { now: Temporal.Instant.from(now), publicUrl });
  if (words.kind !== "alert" || words.changes[0] === undefined) throw new Error("no change was composed");
  return words.changes[0];
}

function notice(changes: Partial<HealthNotice>): ComposedNotice {
  const words = compose(exampleNotice(changes), { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl });
  if (words.kind !== "health") throw new Error("no notice was composed");
  return words.notice;
}

describe("the headline", () => {
  test("says how much it matters, what happened and why", () => {
    expect(composed().headline).toBe(
      "Substantive · Comment deadline moved · an obligation changed in § 744.23(b): “may” → “shall”",
    );
  });

  test("does not say one thing twice", () => {
    const reasons = [{ rule: "comment-deadline" }];
    expect(composed({ reasons }).headline).toBe("Substantive · Comment deadline moved");
  });

  test("that a document was withdrawn is said once; how it is known stands in the summary", () => {
    const reasons = [{ rule: "withdrawn", after: "The post was deleted: its address answers 404." }];
    expect(composed({ headline: "Withdrawn", kind: "withdrawn", reasons }).headline).toBe("Substantive · Withdrawn");
    expect(reasons.map(reasonInWords)).toEqual(["it was withdrawn: “The post was deleted: its address answers 404.”"]);
  });

  test("a quiet edit is named once, with what else tells most", () => {
    const headline = "Text changed, stated date did not";
    const quiet = { rule: "quiet-edit" };
    const number = { rule: "number", section: "2.4", before: "30 days" };
    expect(composed({ headline, reasons: [quiet, number] }).headline).toBe(
      "Substantive · Text changed, stated date did not · a number changed in 2.4: was “30 days”",
    );
    expect(composed({ headline, reasons: [quiet] }).headline).toBe("Substantive · Text changed, stated date did not");
  });

  test("falls back on the kind where nothing else is known", () => {
    expect(composed({ headline: "", reasons: [], kind: "first-seen", significance: "urgent" }).headline).toBe(
      "Urgent · New",
    );
  });

  test("of several changes counts them and gives the strongest", () => {
    const redline = { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } };
    const alert = exampleAlert(exampleChange({ id: "a", redline }), exampleChange({ id: "b", significance: "urgent" }));
    const words = compose(alert, { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl });
    expect(words).toMatchObject({
      headline: expect.stringMatching(/^2 changes · Urgent · /),
      changes: [{ changeId: "b" }, { changeId: "a" }],
    });
  });
});

describe("reasons", () => {
  test.each([
    [{ rule: "obligation", before: "may", after: "shall" }, "an obligation changed: “may” → “shall”"],
    [{ rule: "section-added", section: "§ 5" }, "a section was added in § 5"],
    [{ rule: "brand-new_rule", after: "x" }, "brand new rule: now “x”"],
    [{ rule: "somethingElse", before: "x" }, "something else: was “x”"],
    [{ rule: "constructor" }, "constructor"],
  ])("%j reads %s", (reason, words) => {
    expect(reasonInWords(reason)).toBe(words);
  });

  test("quote long evidence shortened", () => {
    expect(reasonInWords({ rule: "scope", after: "word ".repeat(100) }).length).toBeLessThan(150);
  });
});

describe("deadlines", () => {
  test.each([
    ["2026-02-04", 23, "23 days left"],
    ["2026-01-13", 1, "tomorrow"],
    ["2026-01-12", 0, "today"],
    ["2026-01-11", -1, "yesterday"],
    ["2026-01-02", -10, "10 days ago"],
  ])("%s is %i days away: %s", (date, daysLeft, words) => {
    expect(composed({ deadlines: [deadline(date)] }).deadlines).toEqual([
      { kind: "comments-close", label: "Comments close", date, daysLeft, words },
    ]);
  });

  test.each([
    ["The Committee will meet on April 14, 2026.", "Meeting"],
    ["An open meeting will be held on April 14, 2026.", "Meeting"],
    ["A hearing takes place at the meeting of April 14, 2026.", "Hearing"],
    ["A workshop takes place on April 14, 2026.", "Hearing"],
  ])("a date is called what its sentence calls it (%s): %s", (sentence, label) => {
    const words = composed({ deadlines: [{ kind: "hearing", date: "2026-04-14", sentence }] });
    expect(words.deadlines[0]?.label).toBe(label);
  });

  test("what is withdrawn states no dates, as if it took effect", () => {
    const dates = [deadline("2026-01-10", "effective"), deadline("2026-03-01")];
    expect(composed({ kind: "withdrawn", deadlines: dates }).deadlines).toEqual([]);
  });

  test("days are those of Washington for American sources, and of UTC for others", () => {
    const late = "2026-01-13T03:00:00Z";
    expect(composed({ deadlines: [deadline("2026-01-13")] }, late).deadlines[0]?.words).toBe("tomorrow");
    expect(composed({ deadlines: [deadline("2026-01-13")], source: "rss" }, late).deadlines[0]?.words).toBe("today");
    const overSummerTime = composed({ deadlines: [deadline("2026-03-09")] }, "2026-03-07T17:00:00Z");
    expect(overSummerTime.deadlines[0]?.daysLeft).toBe(2);
  });

  test("the nearest to come stands first, what has passed last, and nothing twice", () => {
    const dates = ["2026-01-01", "2026-03-01", "2026-01-20", "2026-01-20", "2025-12-01"];
    const words = composed({
      deadlines: [...dates.map((date) => deadline(date)), deadline("2026-01-20", "effective")],
    });
    expect(words.deadlines.map(({ date }) => date)).toEqual([
      "2026-01-20",
      "2026-01-20",
      "2026-03-01",
      "2026-01-01",
      "2025-12-01",
    ]);
  });
});

describe("passages", () => {
  test("show the change with the words around it", () => {
    expect(composed().passages).toEqual([
      { section: "§ 744.23(b)", spans: exampleChange().redline.spans.map(({ op, text }) => ({ op, text })) },
    ]);
  });

  test("are the sections that reasons name first, then the longest, in reading order", () => {
    const spans = [
      inserted("1", "x".repeat(30)),
      inserted("2", "short"),
      inserted("3", "x".repeat(20)),
      inserted("4", "named"),
      inserted("5", "   "),
      inserted("6", "x".repeat(40)),
    ];
    const words = composed({ ...withSpans(spans), reasons: [{ rule: "scope", section: "4" }] });
    expect(words.passages.map(({ section }) => section)).toEqual(["1", "4", "6"]);
  });

  test("far apart in one section are shown apart, with the words around each", () => {
    const between = "unchanged words ".repeat(40);
    const spans: Span[] = [
      { op: "insert", section: "1", text: "first " },
      { op: "equal", section: "1", text: between },
      { op: "insert", section: "1", text: "second" },
    ];
    const [first, second] = composed(withSpans(spans)).passages;
    expect(first?.spans.map(({ op }) => op)).toEqual(["insert", "equal"]);
    expect(first?.spans[1]?.text).toMatch(/^unchanged words .*…$/);
    expect(second?.spans.map(({ op }) => op)).toEqual(["equal", "insert"]);
    expect(second?.spans[0]?.text).toMatch(/^….*unchanged words $/);
  });

  test("of a first version and of a withdrawal are none, for there is no before and after", () => {
    expect(composed({ kind: "first-seen" }).passages).toEqual([]);
    expect(composed({ kind: "withdrawn" }).passages).toEqual([]);
  });

  test("are few, short and whole in their characters, whatever the redline", () => {
    const op = fc.constantFrom<SpanOp>("equal", "insert", "delete", "move-from", "move-to");
    const span = fc.record({
      op,
      section: fc.constantFrom("1", "2"),
      text: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("😀".repeat(500), "word ".repeat(200), " ")),
    });
    fc.assert(
      fc.property(fc.array(span), (spans) => {
        const { passages } = composed(withSpans(spans));
        expect(passages.length).toBeLessThanOrEqual(3);
        for (const { text } of passages.flatMap((passage) => passage.spans)) {
          expect(text.length).toBeLessThanOrEqual(402);
          expect(text.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});

test("facts that moved are named as people name them", () => {
  const facts = [
    { name: "commentDeadline", before: "2026-01-05", after: null },
    { name: "cfrReferences", before: [], after: ["15 CFR 744", "15 CFR 742"] },
    { name: "toString", before: true, after: 3 },
  ];
  expect(composed({ facts }).facts).toEqual([
    { label: "Comment deadline", before: "2026-01-05", after: "none" },
    { label: "CFR references", before: "none", after: "15 CFR 744; 15 CFR 742" },
    { label: "To string", before: "yes", after: "3" },
  ]);
  expect(composed({ facts, kind: "first-seen" }).facts).toEqual([]);
});

test("evidence states a window, never a moment", () => {
  const evidence = exampleChange().evidence;
  const window = "between 2026-01-12 18:57:22 UTC and 2026-01-12 19:12:00 UTC";
  expect(composed().evidence).toBe(`Changed ${window}`);
  expect(composed({ kind: "withdrawn" }).evidence).toBe(`Withdrawn ${window}`);
  expect(composed({ kind: "first-seen" }).evidence).toBe("First seen 2026-01-12 19:12:00 UTC");
  expect(composed({ evidence: { ...evidence, lastSeenBefore: null } }).evidence).toBe(
    "Changed before 2026-01-12 19:12:00 UTC",
  );
});

test("source, citation and links are given", () => {
  expect(composed()).toMatchObject({
    source: "Federal Register (federal-register/bis-rules), published 2026-01-12",
    citation: "91 FR 1234",
    officialUrl: expect.stringMatching(/govinfo/),
    sourceUrl: "https://www.federalregister.gov/d/2026-00123",
    pageUrl: `${publicUrl}/changes/c0ffee`,
  });
  expect(composed({ source: "rss", publishedAt: null }).source).toBe("News (federal-register/bis-rules)");
  expect(composed({ publishedAt: "2026-01-09T13:45:00.000Z" }).source).toContain("published 2026-01-09 13:45:00 UTC");
});

test("a health notice says what is wrong, since when, and where to look", () => {
  expect(notice({})).toEqual({
    state: "ill",
    headline: "Feed cannot be read: BIS export-control rules",
    message: "federalregister.gov answers with 503. regwatch keeps trying.",
    since: "Since 2026-01-12 19:12:00 UTC · federal-register/bis-rules",
    pageUrl: `${publicUrl}/feeds`,
  });
  expect(notice({ state: "recovered" })).toMatchObject({
    headline: "Feed can be read again: BIS export-control rules",
    since: "It could not be read since 2026-01-12 19:12:00 UTC · federal-register/bis-rules",
  });
});

test("a change as data has its identifiers beside the rest, absolute links and nothing internal", () => {
  const json = toChangeJson(exampleChange(), publicUrl);
  expect(json).toMatchObject({
    id: "c0ffee",
    permalink: `${publicUrl}/changes/c0ffee`,
    headline: "Comment deadline moved",
    documentNumber: "2026-00123",
    agencies: ["Commerce Department", "Industry and Security Bureau"],
    cfrReferences: ["15 CFR 744"],
    docketIds: ["Docket No. 260105-0001", "BIS-2025-0017"],
    rins: ["0694-AK11"],
    redline: exampleChange().redline,
    evidence: exampleChange().evidence,
  });
  for (const internal of ["eventKey", "identifiers", "visibility"]) expect(json).not.toHaveProperty(internal);
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  const absolute = toChangeJson(exampleChange({ permalink: "https://other.example/c" }), publicUrl);
  expect(absolute.permalink).toBe("https://other.example/c");
});

function withSpans(spans: readonly Span[]): Pick<Change, "redline"> {
  return { redline: { spans, stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } } };
}

function deadline(date: string, kind: DeadlineKind = "comments-close"): Deadline {
  return { kind, date, sentence: "" };
}

function inserted(section: string, text: string): Span {
  return { op: "insert", section, text };
}
