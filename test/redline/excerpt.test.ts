import { expect, test } from "vitest";
import { excerpt } from "../../src/redline/excerpt.ts";
import { redline } from "../../src/redline/redline.ts";
import { paragraphs, show } from "./blocks.ts";

const filler = Array.from(
  { length: 60 },
  (_, index) => `Paragraph ${index} says something that did not change at all.`,
).join("\n");

test("unchanged text far from a change is left out", () => {
  const whole = redline(
    paragraphs(`${filler}\nYou may leave.\n${filler}`),
    paragraphs(`${filler}\nYou must leave.\n${filler}`),
  );
  const part = excerpt(whole, { around: 60 });
  expect(show(part)).toBe(
    "… 59 says something that did not change at all.\nYou [-may-]{+must+} leave.\nParagraph 0 says something that did not change at …",
  );
  expect(part.stats).toEqual(whole.stats);
});

test("two changes close to each other keep what stands between them", () => {
  const whole = redline(paragraphs("You may go and you may stay."), paragraphs("You must go and you must stay."));
  expect(excerpt(whole)).toEqual(whole);
});

test("a first-seen document of 300 KB gives a small excerpt that ends with a sentence", () => {
  const text = "The Bureau amends the rules in many ways. ".repeat(7000).trim();
  const part = excerpt(redline([], paragraphs(text)));
  expect(part.spans).toHaveLength(1);
  expect(part.spans[0]?.text.length).toBeLessThan(13_000);
  expect(part.spans[0]?.text).toMatch(/ways\. …$/);
  expect(part.stats.inserted).toBe(text.length);
});

test("a long insertion does not take the room of the short changes after it", () => {
  const before = `Start.\n${filler}\nFees are 5 dollars.`;
  const after = `Start.\n${"New words here. ".repeat(4000)}\n${filler}\nFees are 9 dollars.`;
  const part = excerpt(redline(paragraphs(before), paragraphs(after)), { budget: 3000 });
  expect(show(part)).toContain("[-5-]{+9+}");
});

test("facts that moved without text have an empty excerpt", () => {
  expect(excerpt(redline(paragraphs(filler), paragraphs(filler))).spans).toEqual([]);
});

test("typesetting is left out where words changed, and shown where nothing else did", () => {
  const both = redline(
    paragraphs('You "may" go - now, if you like.'),
    paragraphs("You “may” go — now, unless you like."),
  );
  expect(show(excerpt(both))).toBe("You “may” go — now, [-if-]{+unless+} you like.");
  const typesetting = redline(paragraphs('You "may" go.'), paragraphs("You “may” go."));
  expect(excerpt(typesetting)).toEqual(typesetting);
});
