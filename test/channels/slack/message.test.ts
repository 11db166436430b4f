import fc from "fast-check";
import { expect, test } from "vitest";
import { compose } from "../../../src/alerts/compose.ts";
import { alertMessage } from "../../../src/channels/slack/message.ts";
import type { Alert } from "../../../src/model/alert.ts";
import type { Change } from "../../../src/model/change.ts";
import { exampleAlert, exampleChange, exampleNotice } from "../../support/example-change.ts";
import { refusalOfBlocks, type SlackBlock } from "../../support/slack/limits.ts";
import { linksIn, mentionsIn, readBlocks } from "../../support/slack/reading.ts";

const now = Temporal.Instant.from("2026-01-12T19:15:00Z");
const reachable = "https://regwatch.example.org";
const loopback = "http://127.0.0.1:3000";

function render(
  alert: Alert,
  publicUrl = reachable,
): { readonly text: string; readonly blocks: readonly SlackBlock[] } {
  const content = alertMessage(alert, "delivery-1", { now, publicUrl }, compose);
  return content as unknown as { text: string; blocks: readonly SlackBlock[] };
}

function expectSafe({ text, blocks }: ReturnType<typeof render>): void {
  expect(refusalOfBlocks(blocks)).toBeNull();
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThan(16_000);
  expect(mentionsIn(text, blocks)).toEqual([]);
  expect(text).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
  for (const link of linksIn(text, blocks)) expect(link).toMatch(/^https?:\/\/[^\s|<>]+$/);
}

function span(op: "equal" | "delete" | "insert", text: string) {
  return { op, section: "2.3", text };
}

test("a word that came stands apart from the one that left", () => {
  const redline = {
    spans: [
      span("equal", "for "),
      span("delete", "three"),
      span("insert", "five"),
      span("equal", " years, "),
      span("delete", "三"),
      span("insert", "五"),
    ],
    stats: { inserted: 5, deleted: 6, moved: 0, sections: 1 },
  };
  const { blocks } = render(exampleAlert(exampleChange({ redline })));
  const texts = JSON.stringify(blocks).matchAll(
    /"text":"([^"]*)","style":\{"(?:strike|bold)":true\}|\{"type":"text","text":"([^"]*)"\}/g,
  );
  expect(Array.from(texts, ([, styled, bare]) => styled ?? bare).join("")).toContain("for three five years, 三五");
});

const hostile: Readonly<Record<string, string>> = {
  "a call to everyone": "<!channel> <!here> <!everyone>",
  "a person's name as Slack writes it": "<@U1> <@W2|ada> <#C1|general> <!subteam^S1|legal>",
  "a forged link": "<https://evil.example|Official document> [Official](https://evil.example)",
  "a script address": "<javascript:alert(1)|open>",
  "ten thousand characters": "word ".repeat(2000),
  "ten thousand characters without a space": "x".repeat(10_000),
  "ten thousand ampersands": "&".repeat(10_000),
  "marks that turn the writing direction": "\u202egnp.exe \u2066rule\u2069 \u200f",
  emoji: "🚨👩‍👩‍👧‍👦".repeat(500) + " :rotating_light: :smile:",
  "half an emoji": "\ud83d title \udea8",
  "five thousand Chinese characters": "出口管制条例人工智能芯片".repeat(420),
  formatting: "*bold* _it_ ~gone~ `code` ```block``` > quote",
  "control characters": "\u0000\u0007\u001b[31mred\r\nnext",
  nothing: "",
};

test.each(Object.entries(hostile))("%s can be in any text of a change without harm", (_what, text) => {
  const parts: Partial<Change> = {
    title: text,
    summary: text,
    headline: text,
    citation: text,
    sourceUrl: `https://example.org/${text.slice(0, 900).toWellFormed()}`,
    officialUrl: text,
    threadKey: text,
    reasons: [{ rule: text.slice(0, 50), section: text, before: text, after: text }],
    facts: [{ name: text, before: text, after: text }],
    redline: {
      spans: [
        { op: "delete", section: text, text },
        { op: "insert", section: text, text },
        { op: "move-from", section: text, text, move: 1 },
        { op: "equal", section: text, text },
      ],
      stats: { inserted: 1, deleted: 1, moved: 1, sections: 1 },
    },
  };
  for (const url of [reachable, loopback]) {
    expectSafe(render(exampleAlert(exampleChange(parts)), url));
    const many = Array.from({ length: 60 }, (_, at) => exampleChange({ ...parts, id: `c${at}` }));
    expectSafe(render(exampleAlert(...many), url));
    expectSafe(render(exampleNotice({ feedTitle: text, message: text }), url));
  }
});

test("whatever a page says, Slack takes the message and nobody is called", () => {
  const text = fc.string({ unit: "binary", maxLength: 3000 });
  fc.assert(
    fc.property(text, text, text, (title, before, after) => {
      const spans = [
        { op: "delete", section: title, text: before },
        { op: "insert", section: title, text: after },
      ] as const;
      const stats = { inserted: 1, deleted: 1, moved: 0, sections: 1 };
      expectSafe(render(exampleAlert(exampleChange({ title, summary: after, redline: { spans, stats } }))));
    }),
    { numRuns: 60 },
  );
});

test("an alert says what happened, how much it matters and why, before and after, deadlines, evidence and sources", () => {
  const read = readBlocks(render(exampleAlert()).blocks);
  expect(read).toContain("Substantive · Comment deadline moved");
  expect(read).toContain("“may” → “shall”");
  expect(read).toContain("(https://regwatch.example.org/changes/c0ffee)");
  expect(read).toContain("The comment period ends a month later.");
  expect(read).toContain("~2026-01-05~ → *2026-02-04*");
  expect(read).toContain(
    "The licensee of a graphics giraffe ~may~ *shall* *not later than thirty days *report each export.",
  );
  expect(read).toContain("Comments close *2026-02-04* · 23 days left");
  expect(read).toContain("Changed between 2026-01-12 18:57:22 UTC and 2026-01-12 19:12:00 UTC");
  expect(read).toContain(
    "91 FR 1234 · <https://www.govinfo.gov/content/pkg/FR-2026-01-12/pdf/2026-00123.pdf|Official document>",
  );
  expect(read).toContain("[Open the redline] [Acknowledge …] [Follow this docket] [Mute …]");
});

test("the plain text says before and after in words, for those who hear the message", () => {
  const { text } = render(exampleAlert());
  expect(text).toContain("Was: “may”. Now: “shall … not later than thirty days”.");
  expect(text).toContain("Comments close 2026-02-04 (23 days left).");
});

test("no message leads to a machine of its own: the redline is then shown in Slack", () => {
  const content = render(exampleAlert(), loopback);
  expect(linksIn(content.text, content.blocks).filter((link) => link.includes("127.0.0.1"))).toEqual([]);
  expect(readBlocks(content.blocks)).toContain("[Show the redline]");
});

test("quotations stay in the language of the document", () => {
  const spans = [
    { op: "delete", section: "第三条", text: "可以" },
    { op: "insert", section: "第三条", text: "应当" },
  ] as const;
  const change = exampleChange({
    title: "出口管制条例",
    language: "zh-CN",
    redline: { spans, stats: { inserted: 2, deleted: 2, moved: 0, sections: 1 } },
  });
  expect(readBlocks(render(exampleAlert(change)).blocks)).toContain("~可以~*应当*");
});

test("many changes in one alert are listed, and what does not fit is counted", () => {
  const stats = { inserted: 0, deleted: 0, moved: 0, sections: 0 };
  const many = Array.from({ length: 40 }, (_, at) =>
    exampleChange({ id: `c${at}`, title: `Rule ${at}`, redline: { spans: [], stats } }),
  );
  const read = readBlocks(render(exampleAlert(...many)).blocks);
  expect(read).toMatch(/40 (changes|documents)/);
  expect(read).toMatch(/… and \d+ more\./);
});

test("the same change in many documents is told once, and the documents are listed", () => {
  const many = Array.from({ length: 40 }, (_, at) => exampleChange({ id: `c${at}`, title: `Post ${at}` }));
  const read = readBlocks(render(exampleAlert(...many)).blocks);
  expect(read).toContain("The same change in 40 documents");
  expect(read.match(/graphics giraffe/g)).toHaveLength(1);
  expect(read).toContain("… and 27 more.");
});

test("a retraction stands above the alert, and nobody is asked to acknowledge it", () => {
  const alert = exampleAlert();
  const standing = {
    acknowledgement: null,
    retracted: { at: "2026-01-13T00:00:00.000Z", reason: "It was a rendering fault." },
  };
  const { blocks } = alertMessage(alert, "delivery-1", { now, publicUrl: reachable }, compose, standing);
  const read = readBlocks(blocks as unknown as readonly SlackBlock[]);
  expect(read.split("\n")[0]).toContain("It was a rendering fault.");
  expect(read).not.toContain("[Acknowledge …]");
  const partly = alertMessage(alert, "d", { now, publicUrl: reachable }, compose, { ...standing, partly: true });
  expect(readBlocks(partly.blocks as unknown as readonly SlackBlock[])).toContain("[Acknowledge …]");
});
