import fc from "fast-check";
import { expect, test } from "vitest";
import type { Redline, Span } from "../../src/model/redline.ts";
import type { Block } from "../../src/model/text.ts";
import { ReadingError } from "../../src/model/errors.ts";
import { plainText } from "../../src/model/text.ts";
import { excerpt } from "../../src/redline/excerpt.ts";
import { redline } from "../../src/redline/redline.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import { newText, oldText } from "./blocks.ts";

const vocabulary =
  "the may shall not (a) (b) 15 CFR 744.23(a)(2) $5 10% “yes” — - * ** May 5, 2026 licence Bureau 不得 用户。 服务， 3A090.a . ; , \u00a0 \u200b".split(
    " ",
  );
const sentence = fc.array(fc.constantFrom(...vocabulary), { maxLength: 12 }).map((words) => words.join(" "));
const anything = fc.oneof(
  sentence,
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom("", "\n", " ", "<p>x</p>"),
);
const someBlock: fc.Arbitrary<Block> = fc.record({
  kind: fc.constantFrom("heading", "paragraph", "item", "row"),
  path: fc.array(fc.constantFrom("§ 1", "(a)", "(b)", "第三条"), { maxLength: 2 }),
  text: anything,
});
const text = fc.array(someBlock, { maxLength: 12 });
/** Two versions with something in common, as real ones have. */
const pair = fc.oneof(
  fc.tuple(text, text),
  fc
    .tuple(text, fc.array(fc.tuple(fc.nat(20), fc.nat(20), someBlock), { maxLength: 4 }))
    .map(([before, edits]): [Block[], Block[]] => [before, edits.reduce(edit, before)]),
);

function edit(blocks: Block[], [from, to, block]: [number, number, Block]): Block[] {
  const rest = blocks.toSpliced(from, 1);
  return rest.toSpliced(to, 0, to % 2 === 0 ? (blocks[from] ?? block) : block);
}

test("a redline gives back both texts to the character", () => {
  fc.assert(
    fc.property(pair, fc.constantFrom(undefined, 0, 50), ([before, after], effort) => {
      const result = redline(before, after, effort === undefined ? {} : { effort });
      expect(oldText(result)).toBe(plainText(before));
      expect(newText(result)).toBe(plainText(after));
    }),
    { numRuns: 600 },
  );
});

test("the same input gives the same redline", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      expect(redline(structuredClone(before), structuredClone(after))).toEqual(redline(before, after));
    }),
    { numRuns: 100 },
  );
});

test("the way back is the mirror of the way there", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const there = redline(before, after);
      const back = redline(after, before);
      expect(marked(back, "insert")).toBe(marked(there, "delete"));
      expect(marked(back, "delete")).toBe(marked(there, "insert"));
      expect(back.stats.moved).toBe(
        there.spans.filter((span) => span.op === "move-from").reduce((sum, span) => sum + span.text.length, 0),
      );
    }),
    { numRuns: 300 },
  );
});

test("a text beside itself shows no change", () => {
  fc.assert(
    fc.property(text, (blocks) => {
      expect(redline(blocks, blocks).spans.every((span) => span.op === "equal")).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("every move has both its ends", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const { spans } = redline(before, after);
      const runs = (op: Span["op"]) => new Set(spans.filter((span) => span.op === op).map((span) => span.move));
      expect(runs("move-to")).toEqual(runs("move-from"));
    }),
    { numRuns: 200 },
  );
});

test("no input breaks it, however long and strange", () => {
  const long = fc.string({ unit: "binary", minLength: 20_000, maxLength: 50_000 });
  const markup = fc.array(
    fc.constantFrom("<p>", "</p>", "&amp;", "[x](", "http://", "**", "\\", "\n", "用户", "((((", "1,1,", "\ud800"),
    {
      minLength: 2000,
      maxLength: 6000,
    },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        long,
        markup.map((parts) => parts.join("")),
      ),
      fc.oneof(
        long,
        markup.map((parts) => parts.join("")),
      ),
      (left, right) => {
        const before: Block[] = [{ kind: "paragraph", path: [], text: left }];
        const after: Block[] = right.split("\n").map((line) => ({ kind: "paragraph", path: [], text: line }));
        const result = redline(before, after);
        expect(oldText(result)).toBe(left);
        expect(newText(result)).toBe(right);
      },
    ),
    { numRuns: 8 },
  );
});

test("no page or XML file of up to 50 KB breaks the way from bytes to redline", () => {
  const piece = fc.constantFrom(
    ..."<p> </p> <ul><li> <table><tr><td> <td colspan=9> </table> <h2> </h2> <a href=# <!-- --> <![CDATA[ ]]> &amp; &#0; &bogus; <section><enum>(a)</enum><text> </section> <quotedContent> <DIV5 N=744> <SECTNO> <br/> <script> 第三条 用户不得 (a) 1.1. \ud800 \u0000".split(
      " ",
    ),
  );
  const source = fc.array(fc.oneof(piece, fc.string({ unit: "binary", maxLength: 12 })), { maxLength: 6000 });
  const file = fc.constantFrom("a.html", "a.xml", "a.md", "a.txt");
  fc.assert(
    fc.property(source, source, file, (left, right, name) => {
      const [before, after] = [blocksIn(left, name), blocksIn(right, name)];
      const result = redline(before, after);
      expect(oldText(result)).toBe(plainText(before));
      expect(newText(result)).toBe(plainText(after));
    }),
    { numRuns: 30 },
  );
}, 30_000);

test("an excerpt keeps the stats and never grows beyond its budget", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const whole = redline(before, after);
      const part = excerpt(whole, { around: 10, budget: 100 });
      expect(part.stats).toEqual(whole.stats);
      expect(part.spans.reduce((sum, span) => sum + span.text.length, 0)).toBeLessThanOrEqual(300);
    }),
    { numRuns: 200 },
  );
});

function marked({ spans }: Redline, op: Span["op"]): string {
  return spans
    .filter((span) => span.op === op)
    .map((span) => span.text)
    .join("");
}

function blocksIn(parts: readonly string[], name: string): readonly Block[] {
  try {
    return blocksOf(new TextEncoder().encode(parts.join(" ").slice(0, 50_000)), { name }).blocks;
  } catch (error) {
    if (error instanceof ReadingError) return [];
    throw error;
  }
}
