import { expect, test } from "vitest";
import { composeClientDigest } from "../../src/alerts/client-digest.ts";
import { compose } from "../../src/alerts/compose.ts";
import { digestOf } from "../../src/alerts/digest.ts";
import type { Change } from "../../src/model/change.ts";
import type { Digest } from "../../src/model/digest.ts";
import { exampleChange, exampleDigest } from "../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T13:00:00Z"), publicUrl: "https://regwatch.example.org" };

// Newest first, as the store gives them.
const newestFirst = [
  changed("correction", "docket:1", "editorial"),
  changed("reprint", "docket:2", "editorial"),
  changed("rule", "docket:1", "substantive"),
  changed("spacing", "docket:3", "cosmetic"),
];

function changed(id: string, threadKey: string, significance: Change["significance"]): Change {
  return exampleChange({ id, eventKey: id, documentId: id, title: `The ${id}`, threadKey, significance });
}

function made(changes: readonly Change[], minimum: Change["significance"] = "editorial"): Digest {
  const alert = exampleDigest();
  if (alert.kind !== "digest") throw new Error("no digest");
  const { threads: _, counts: __, ...rest } = alert.digest;
  return digestOf({ ...rest, changes, minimum });
}

function inWords(digest: Digest) {
  const words = compose({ kind: "digest", id: "d", at: digest.to, digest }, context);
  if (words.kind !== "digest") throw new Error("no digest was composed");
  return words.digest;
}

test("a digest begins with what matters most, also within a thread", () => {
  const { threads } = inWords(made(newestFirst));
  expect(threads.map(({ title, changes }) => [title, changes.map(({ significance }) => significance)])).toEqual([
    ["The rule", ["substantive", "editorial"]],
    ["The reprint", ["editorial"]],
  ]);
});

test("for clients an entry that matters less than its thread says so itself", () => {
  const { threads } = composeClientDigest(made(newestFirst), context, null);
  expect(threads[0]).toMatchObject({
    significance: "substantive",
    entries: [
      { headline: expect.stringMatching(/^Comment deadline moved/) },
      { headline: expect.stringMatching(/^Editorial · Comment deadline moved/) },
    ],
  });
  expect(threads[1]?.entries[0]?.headline).toMatch(/^Comment deadline moved/);
});

test("a digest counts in every form what it lists, and apart from it what it leaves out", () => {
  const digest = made(newestFirst, "substantive");
  expect(inWords(digest)).toMatchObject({
    headline: "Digest: 1 change",
    counts: "1 substantive · 2 editorial left out · 1 cosmetic left out",
  });
  expect(composeClientDigest(digest, context, null).counts).toBe(
    "1 change (1 substantive). 3 changes of less weight left out.",
  );
});

test("a digest that lists nothing does not say that nothing changed where something did", () => {
  const digest = made(newestFirst, "urgent");
  expect(inWords(digest)).toMatchObject({
    headline: "Digest: nothing of the weight asked for",
    silence: expect.stringMatching(/^Nothing of the weight asked for, and 61 feeds were checked/),
  });
});
