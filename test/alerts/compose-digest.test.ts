import { expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import type { ComposedDigest } from "../../src/model/composed.ts";
import type { Digest } from "../../src/model/digest.ts";
import type { Standing } from "../../src/model/standing.ts";
import { exampleAlert, exampleChange, exampleDigest, exampleWord } from "../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T13:00:00Z"), publicUrl: "https://regwatch.example.org" };
const nothing = { cosmetic: 0, editorial: 0, substantive: 0, urgent: 0 };

function digest(changed: Partial<Digest> = {}): ComposedDigest {
  const words = compose(exampleDigest(changed), context);
  if (words.kind !== "digest") throw new Error("no digest was composed");
  return words.digest;
}

test("a digest names its period in its own zone and counts what it does not list", () => {
  expect(digest()).toMatchObject({
    headline: "Digest: 1 change",
    period: "2026-01-05 08:00 to 2026-01-12 08:00 (America/New_York)",
    counts: "1 substantive · 2 cosmetic left out",
    silence: "61 feeds were checked 1,234 times. All of them can be read.",
  });
});

test("a digest of nothing says how often was looked, and where not", () => {
  const empty = digest({ threads: [], counts: nothing, checks: { feeds: 1, checks: 1, ill: ["policies/acme"] } });
  expect(empty.headline).toBe("Digest: nothing changed");
  expect(empty.silence).toBe(
    "Nothing changed, and 1 feed was checked 1 time. Not to be read at the moment: policies/acme.",
  );
});

test("a digest says what a mute held back and what was taken back", () => {
  const retracted = exampleChange({ id: "wrong", retracted: { at: "2026-01-10T00:00:00.000Z", reason: "misread" } });
  const words = digest({ heldBack: 3, retracted: [retracted] });
  expect(words.counts).toContain("3 changes held back by a mute");
  expect(words.retracted[0]?.headline).toMatch(/^Retracted · /);
});

function keptBackWords(keptBack: Digest["keptBack"]): string {
  return digest({ threads: [], counts: nothing, ...(keptBack && { keptBack }) }).counts;
}

test("a digest counts what its filters kept back, and why", () => {
  expect(keptBackWords({ query: 40, significance: 1, mute: 2 })).toBe(
    "42 others were kept back: 40 not asked for by the query, 2 muted",
  );
  expect(keptBackWords({ query: 0, significance: 0, mute: 1 })).toBe("1 other was kept back: 1 muted");
  expect(keptBackWords({ query: 0, significance: 0, mute: 0 })).toBe("");
  expect(keptBackWords(undefined)).toBe("");
});

test("a word from regwatch keeps its sentences, one a line", () => {
  const words = compose(exampleWord({ lines: ["It is\npaused.", "Nothing is lost."] }), context);
  expect(words).toMatchObject({ kind: "notice", subject: "paused", lines: ["It is paused.", "Nothing is lost."] });
});

test("an alert says who acknowledged it and that it was taken back", () => {
  const standing: Standing = {
    acknowledgement: {
      by: "slack:T1/U1",
      byName: "Ada",
      at: "2026-01-12T20:00:00.000Z",
      decision: "action-needed",
      owner: "Bob",
      until: "Friday",
      note: null,
    },
    retracted: { at: "2026-01-13T09:00:00.000Z", reason: "The page was misread." },
  };
  expect(compose(exampleAlert(), context, standing)).toMatchObject({
    standing: [
      "Retracted 2026-01-13 09:00:00 UTC: The page was misread.",
      "Acknowledged by Ada 2026-01-12 20:00:00 UTC: action needed · owner Bob · until Friday",
    ],
  });
});

test("of an alert of several changes it is said which were taken back, and that others stand", () => {
  const retracted = { at: "2026-01-13T09:00:00.000Z", reason: "The page was misread." };
  const changes = ["one", "two", "three"].map((id) => exampleChange({ id, title: `Page ${id}` }));
  const [one, ...others] = changes;
  if (one === undefined) throw new Error("there is none");
  const alert = exampleAlert({ ...one, retracted }, ...others);
  expect(compose(alert, context, { acknowledgement: null, retracted, partly: true })).toMatchObject({
    standing: ["Retracted 1 of 3 (Page one) 2026-01-13 09:00:00 UTC: The page was misread."],
  });
});

test("a test says that it is one", () => {
  const words = compose({ ...exampleAlert(), test: true } as ReturnType<typeof exampleAlert>, context);
  expect(words).toMatchObject({
    headline: expect.stringMatching(/^Test · /),
    standing: [expect.stringMatching(/test/)],
  });
});

test("what happened in the same words to several documents is one part, told once, with the others by name", () => {
  const threads = ["one", "two", "three", "four"].map((name) => {
    const change = exampleChange({ id: name, title: `Post ${name}`, threadKey: name, documentId: name });
    const changed = name === "four" ? { ...change, redline: { ...change.redline, spans: [] } } : change;
    return { threadKey: name, title: change.title, significance: change.significance, changes: [changed] };
  });
  const parts = digest({ threads }).threads;
  expect(parts.map(({ title }) => title)).toEqual(["3 documents changed in the same words", "Post four"]);
  const [first, ...others] = parts[0]?.changes ?? [];
  expect(first?.passages.length).toBeGreaterThan(0);
  expect(others.map(({ headline, passages }) => [headline, passages])).toEqual([
    ["Post two", []],
    ["Post three", []],
  ]);
  expect(digest({ threads }).headline).toBe("Digest: 4 changes");
});
