import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose } from "../../../src/alerts/compose.ts";
import { renderDelivery, type Content } from "../../../src/channels/discord/message.ts";
import type { Alert } from "../../../src/model/alert.ts";
import { defaultOptions, type SubscriptionOptions } from "../../../src/model/subscription.ts";
import { checkMessage } from "../../support/discord/limits.ts";
import { linksIn, markdownOf, mentionsIn, readerSees } from "../../support/discord/reading.ts";
import type { Json } from "../../support/discord/state.ts";
import {
  exampleAlert,
  exampleChange,
  exampleDelivery,
  exampleDigest,
  exampleNotice,
  exampleWord,
} from "../../support/example-change.ts";

const context = { now: Temporal.Instant.from("2026-01-12T19:15:00Z"), publicUrl: "https://regwatch.example.org" };

test("an alert reads from what happened to where to look", () => {
  const message = render(exampleAlert());
  expect(message.content).toBe(
    "🟠 Substantive · Comment deadline moved · an obligation changed in § 744.23(b): “may” → “shall” — Export Controls on Advanced Computing Items; Extension of Comment Period",
  );
  const [embed] = message.embeds;
  expect(embed).toMatchObject({
    title: "Export Controls on Advanced Computing Items; Extension of Comment Period",
    url: "https://www.federalregister.gov/d/2026-00123",
    fields: [{ name: "Comments close", value: "<t:1770206400:D> (<t:1770206400:R>)\n2026-02-04" }],
  });
  expect(embed?.footer?.text).toMatch(
    /^Changed between 2026-01-12 18:57:22 UTC and 2026-01-12 19:12:00 UTC · Federal Register .* · ref [0-9a-f]{12}$/,
  );
  expect(embed?.description).toBe(
    `The comment period ends a month later. A zebra appears in the summary alone.

**Comment deadline:** 2026-01-05 → 2026-02-04

**§ 744.23(b)**
> The licensee of a graphics giraffe ~~may~~ **shall** **not later than thirty days** report each export.
-# [read it there](https://www.federalregister.gov/d/2026-00123#:~:text=The%20licensee%20of%20a%20graphics,days%20report%20each%20export.)

91 FR 1234 · [official document](https://www.govinfo.gov/content/pkg/FR-2026-01-12/pdf/2026-00123.pdf)`,
  );
});

test("under an alert stand the redline, acknowledge, follow and mute", () => {
  expect(labels(render(exampleAlert()))).toEqual(["Open the redline", "Acknowledge", "Follow", "Mute"]);
});

test("no message leads to an address that only this machine can reach", () => {
  const here = { ...context, publicUrl: "http://127.0.0.1:3000" };
  for (const alert of [exampleAlert(), exampleNotice(), exampleDigest(), exampleWord()]) {
    expect(JSON.stringify(render(alert, {}, here))).not.toContain("127.0.0.1");
  }
  expect(labels(render(exampleAlert(), {}, here))[0]).toBe("Show the redline");
});

test("a date of the law is the same date for readers from Honolulu to Tokyo", () => {
  const seconds = Number(/<t:(\d+):D>/.exec(render(exampleAlert()).embeds[0]?.fields?.[0]?.value ?? "")?.[1]);
  for (const zone of ["Pacific/Honolulu", "America/New_York", "Asia/Shanghai", "Asia/Tokyo"]) {
    const date = Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
      .toZonedDateTimeISO(zone)
      .toPlainDate();
    expect(date.toString()).toBe("2026-02-04");
  }
});

test("only the role that was chosen is called, and only for urgent changes", () => {
  const mention = "<@&81384788765712384>";
  const urgent = exampleAlert(exampleChange({ significance: "urgent" }));
  expect(render(exampleAlert(), { mention }).allowed_mentions).toEqual({ parse: [] });
  expect(render(urgent, { mention })).toMatchObject({
    content: expect.stringMatching(/^<@&81384788765712384> 🔴 Urgent/) as string,
    allowed_mentions: { parse: [], roles: ["81384788765712384"] },
  });
  expect(render(urgent).content).not.toContain("<@");
});

test("what is published to followers holds links alone, and an editor's button until then", () => {
  expect(labels(render(exampleAlert(), { publish: "auto" }))).toEqual(["Open the redline"]);
  expect(labels(render(exampleAlert(), { publish: "hold" }))).toEqual(["Open the redline", "Publish to followers"]);
});

test("an acknowledged and a retracted alert say so, and offer what can be done now", () => {
  const acknowledgement = {
    by: "discord:1",
    byName: "Ada *Lovelace*",
    at: "2026-01-12T20:00:00.000Z",
    decision: "action-needed",
    owner: "Export desk",
    until: "2026-02-01",
    note: "See @everyone",
  } as const;
  const acknowledged = render(exampleAlert(), {}, context, { acknowledgement, retracted: null });
  expect(readerSees(acknowledged.content)).toContain(
    "Acknowledged by Ada *Lovelace* 2026-01-12 20:00:00 UTC: action needed",
  );
  expect(mentionsIn(acknowledged.content)).toEqual([]);
  expect(labels(acknowledged)).toContain("Take back");
  const retracted = { at: "2026-01-13T08:00:00.000Z", reason: "The page was a draft.", by: "ada" };
  const taken = render(exampleAlert(), {}, context, { acknowledgement: null, retracted });
  expect(taken.content).toContain("Retracted 2026-01-13 08:00:00 UTC: The page was a draft.");
  expect(labels(taken)).toEqual(["Open the redline", "Follow", "Mute"]);
  const partly = render(exampleAlert(), {}, context, { acknowledgement: null, retracted, partly: true });
  expect(labels(partly)).toContain("Acknowledge");
});

const long = "The licensee shall, upon each export, file a report; ".repeat(250);
const chinese = "出口管制条例规定：经营者应当在三十日内提交报告，并妥善保管有关资料。".repeat(130);

describe("within Discord's limits, as checked by something that is not the renderer", () => {
  const several = Array.from({ length: 40 }, (_, at) =>
    exampleChange({ id: `c${at}`, sourceUrl: `https://example.org/${at}` }),
  );
  const cases: Readonly<Record<string, Alert>> = {
    "one change": exampleAlert(),
    "forty changes": exampleAlert(...several),
    "forty changes at one address": exampleAlert(...Array.from({ length: 40 }, () => exampleChange())),
    "10,000 characters": exampleAlert(hostile(long)),
    "three times 10,000 characters": exampleAlert(hostile(long), hostile(long), hostile(long)),
    "4,000 Chinese characters": exampleAlert(hostile(chinese)),
    "nothing but marks": exampleAlert(hostile("*_~`|[]<>\\".repeat(1000))),
    emoji: exampleAlert(hostile("👩‍👩‍👧‍👦🇺🇳".repeat(800))),
    "an empty title": exampleAlert(hostile("")),
    "a very long address": exampleAlert(exampleChange({ sourceUrl: `https://example.org/${"a".repeat(1900)}` })),
    "an ill feed": exampleNotice({ message: long, feedTitle: chinese }),
    "a digest": exampleDigest(),
    "a word of regwatch": exampleWord(),
  };
  for (const [what, alert] of Object.entries(cases)) {
    test(what, () => {
      for (const publish of ["off", "hold", "auto"] as const) {
        const message = render(alert, { publish });
        expect(checkMessage(message as unknown as Json, [], "message")).toBeNull();
      }
    });
  }

  test("whatever the words are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3000 }), fc.boolean(), (text, several) => {
        const changes = several ? [hostile(text), hostile(text), hostile(text)] : [hostile(text)];
        expect(checkMessage(render(exampleAlert(...changes)) as unknown as Json, [], "message")).toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});

describe("foreign text is only text", () => {
  const nasty = [
    "@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678>",
    "[safe](https://evil.example) a](https://evil.example) [a]( https://evil.example )",
    "](https://evil.example) [official document](https://evil.example)",
    "https://evil.example http://evil.example/a_b discord.gg/evil discord://evil",
    "<https://evil.example> <t:1:R> </regwatch watch:123456789012345678> <:x:123456789012345678> <id:home>",
    "**bold** _it_ ~~gone~~ ||spoiler|| `code` ```js\ncode``` # head\n- item\n> quote\n-# small",
    "\\[a\\](https://evil.example) \\\\[a](https://evil.example)",
    "\u202egnp.exe \u200b\u0007 \ud800",
  ];
  const ours = /^https:\/\/(www\.federalregister\.gov|www\.govinfo\.gov|regwatch\.example\.org)\//;

  test.each(nasty)("%j", (text) => {
    for (const alert of [
      exampleAlert(hostile(text)),
      exampleAlert(hostile(text), hostile(text), hostile(text), hostile(text)),
      exampleNotice({ message: text, feedTitle: text }),
      exampleWord({ lines: [text], changes: [hostile(text)] }),
    ]) {
      const message = render(alert);
      for (const part of markdownOf({ body: message as unknown as Json })) {
        expect(mentionsIn(part)).toEqual([]);
        for (const { words, url } of linksIn(part)) {
          expect(["official document", "read it there", "open"]).toContain(words);
          expect(url).toMatch(ours);
        }
      }
      expect(message.allowed_mentions.parse).toEqual([]);
    }
  });

  test("a person still reads the words as they were written", () => {
    const title = "The *Entity List*: [Reserved] for 2_000 GPUs | ~50% <draft>";
    expect(readerSees(render(exampleAlert(exampleChange({ title }))).embeds[0]?.title ?? "")).toBe(title);
  });

  test("what came and what went stay apart, whatever the words are", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (gone, come) => {
        const spans = [
          { op: "delete", section: "", text: gone },
          { op: "insert", section: "", text: come },
        ] as const;
        const redline = { spans, stats: { inserted: 1, deleted: 1, moved: 0, sections: 1 } };
        const text = render(exampleAlert(exampleChange({ redline, facts: [] }))).embeds[0]?.description ?? "";
        const live = text.replace(/\\[^0-9A-Za-z\s]/g, "");
        expect((live.match(/~~/g) ?? []).length % 2).toBe(0);
        expect((live.match(/\*\*/g) ?? []).length % 2).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

function hostile(text: string) {
  return exampleChange({
    title: text,
    summary: text,
    headline: text,
    citation: text,
    facts: [{ name: "action", before: text, after: text }],
    reasons: [{ rule: "obligation", section: text, before: text, after: text }],
    redline: {
      spans: [
        { op: "equal", section: text, text },
        { op: "delete", section: text, text },
        { op: "insert", section: text, text },
      ],
      stats: { inserted: 1, deleted: 1, moved: 0, sections: 1 },
    },
  });
}

function render(
  alert: Alert,
  options: Partial<SubscriptionOptions> = {},
  where = context,
  standing = exampleDelivery().standing,
): Content {
  const delivery = { ...exampleDelivery(alert, { options: { ...defaultOptions, ...options } }), standing };
  return renderDelivery(alert, delivery, where, compose).message;
}

function labels({ components }: Content): readonly string[] {
  return components.flatMap((row) => row.components.map((part) => ("label" in part ? (part.label ?? "") : "")));
}

test("a digest calls what was retracted that, as every other form does", () => {
  const retracted = exampleChange({ retracted: { at: "2026-01-10T00:00:00.000Z", reason: "misread" } });
  const shown = JSON.stringify(render(exampleDigest({ retracted: [retracted] })));
  expect(shown).toContain('"name":"Retracted"');
  expect(shown).not.toContain("Taken back");
});
