import fc from "fast-check";
import { expect, test } from "vitest";
import { compose } from "../../src/alerts/compose.ts";
import { createTerminalChannel } from "../../src/channels/terminal.ts";
import type { Alert } from "../../src/model/alert.ts";
import { channelContract } from "../contract/channel.ts";
import { exampleAlert, exampleChange, exampleDelivery, exampleNotice } from "../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };

channelContract("terminal", async () => {
  const written: string[] = [];
  let broken = false;
  return {
    channel: createTerminalChannel({
      compose,
      colour: false,
      write(text) {
        if (broken) {
          broken = false;
          throw new Error("EPIPE");
        }
        written.push(text);
      },
    }),
    address: "",
    wrongAddress: "somewhere",
    taken: () => written.length,
    breakOnce: () => {
      broken = true;
    },
    close: async () => {},
  };
});

test("a change reads from what happened to where to look", () => {
  expect(render(exampleAlert()))
    .toBe(`!  Substantive · Comment deadline moved · an obligation changed in § 744.23(b): “may” → “shall”
   Export Controls on Advanced Computing Items; Extension of Comment Period
   The comment period ends a month later. A zebra appears in the summary alone.
   Comment deadline: 2026-01-05 → 2026-02-04
   § 744.23(b)
   - The licensee of a graphics giraffe may report each export.
   + The licensee of a graphics giraffe shall not later than thirty days report each export.
   Comments close 2026-02-04 (23 days left)
   Federal Register (federal-register/bis-rules), published 2026-01-12 · Changed between 2026-01-12 18:57:22 UTC and 2026-01-12 19:12:00 UTC
   91 FR 1234 · https://www.govinfo.gov/content/pkg/FR-2026-01-12/pdf/2026-00123.pdf
   https://regwatch.example.org/changes/c0ffee

`);
});

test("an ill feed and its recovery are told apart without colour", () => {
  expect(render(exampleNotice())).toMatch(
    /^! {2}Feed cannot be read: BIS export-control rules\n {3}federalregister.gov answers/,
  );
  expect(render(exampleNotice({ state: "recovered" }))).toMatch(/^ok Feed can be read again/);
});

test("significance is told by a mark and a word, not by colour", () => {
  expect(firstLine("urgent")).toMatch(/^!! Urgent/);
  expect(firstLine("editorial")).toMatch(/^· {2}Editorial/);
});

test("many changes in one alert: the strongest in full, the rest in two lines each", () => {
  const redline = { spans: [], stats: { inserted: 0, deleted: 0, moved: 0, sections: 0 } };
  const changes = Array.from({ length: 6 }, (_, at) =>
    exampleChange({ id: `c${at}`, permalink: `/changes/c${at}`, redline }),
  );
  const lines = render(
    exampleAlert(...changes, exampleChange({ significance: "urgent", permalink: "/changes/urgent" })),
  ).split("\n");
  expect(lines[0]).toMatch(/^7 changes · Urgent/);
  expect(lines[1]).toMatch(/^!! Urgent/);
  expect(lines.filter((line) => line.includes("Comments close"))).toHaveLength(3);
  expect(lines.filter((line) => line.includes("/changes/"))).toHaveLength(7);
});

test("the same change in many documents: one in full for all, then the documents", () => {
  const changes = Array.from({ length: 6 }, (_, at) => exampleChange({ id: `c${at}`, permalink: `/changes/c${at}` }));
  const lines = render(exampleAlert(...changes)).split("\n");
  expect(lines[0]).toMatch(/^The same change in 6 documents · Substantive/);
  expect(lines.filter((line) => line.includes("Comments close"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("/changes/"))).toHaveLength(6);
});

test("a passage that only moved is said to have moved", () => {
  const spans = [{ op: "move-to", section: "§ 5", text: "The same words.", move: 1 }] as const;
  const redline = { spans, stats: { inserted: 0, deleted: 0, moved: 15, sections: 1 } };
  expect(render(exampleAlert(exampleChange({ redline })))).toContain("   ~ moved here: The same words.");
});

test("colour carries nothing that words do not", () => {
  const coloured = render(exampleAlert(), { colour: true });
  expect(coloured).toContain("\u001b[");
  expect(withoutColour(coloured)).toBe(render(exampleAlert()));
});

test("long lines are broken at the given width, Chinese characters counting twice", () => {
  const alert = exampleAlert(exampleChange({ title: "出口管制条例".repeat(20), citation: null, officialUrl: null }));
  for (const line of render(alert, { columns: 60 }).split("\n")) {
    const width = Array.from(line).reduce((sum, character) => sum + (/\p{scx=Han}/u.test(character) ? 2 : 1), 0);
    if (!line.includes("https://")) expect(width).toBeLessThanOrEqual(60);
  }
  expect(render(alert, { columns: 60 }).replace(/\s/g, "")).toBe(render(alert).replace(/\s/g, ""));
});

test("no foreign text reaches the terminal as a control sequence, whatever it is", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u001b]0;pwned\u0007", "\u009b31m", "\u202edenrut", "a\r\nb", "\u001b[2J", "\ud800", "\u2028x"),
  );
  fc.assert(
    fc.property(nasty, nasty, fc.boolean(), (one, two, colour) => {
      const change = exampleChange({
        title: one,
        summary: two,
        headline: two,
        citation: one,
        officialUrl: two,
        sourceUrl: one,
        permalink: one,
        feedId: one,
        source: two,
        publishedAt: one,
        reasons: [{ rule: one, section: two, before: one, after: two }],
        facts: [{ name: one, before: two, after: [one] }],
        redline: {
          spans: [
            { op: "delete", section: two, text: one },
            { op: "insert", section: two, text: two },
          ],
          stats: { inserted: 1, deleted: 1, moved: 0, sections: 1 },
        },
      });
      for (const alert of [exampleAlert(change), exampleNotice({ feedTitle: one, message: two, feedId: one })]) {
        const text = withoutColour(render(alert, { colour })).replaceAll("\n", "");
        expect(text).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(text.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("an alert is one block of lines that ends with an empty one", () => {
  expect(render(exampleAlert(exampleChange({ title: "a\n\n\nb" })))).toMatch(/[^\n]\n\n$/);
  expect(render(exampleAlert(exampleChange({ title: "a\n\n\nb" })))).toContain("   a b\n");
});

function render(alert: Alert, { colour = false, columns }: { colour?: boolean; columns?: number } = {}): string {
  const channel = createTerminalChannel({ compose, write: () => {}, colour, ...(columns && { columns }) });
  return channel.render(alert, exampleDelivery(alert), context);
}

function withoutColour(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[(?:0|1|2|31|32|36|1;31|1;33)m/g, "");
}

function firstLine(significance: "urgent" | "editorial"): string | undefined {
  return render(exampleAlert(exampleChange({ significance }))).split("\n")[0];
}
