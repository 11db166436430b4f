import fc from "fast-check";
import { expect, test } from "vitest";
import { visibleText } from "../../src/lib/visible-text.ts";

const piece = fc.constantFrom(
  "<p>",
  "</p>",
  "<script>let a;</script>",
  "<!-- x -->",
  " ",
  "\n\n  ",
  "&nbsp;",
  "terms",
  "用户",
  "<",
);

test("a reader who has seen enough has seen the beginning, and never takes a long page for a short one", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(40), (pieces, enough) => {
      const html = pieces.join("");
      const [whole, some] = [visibleText(html), visibleText(html, enough)];
      expect(whole.startsWith(some)).toBe(true);
      if (whole.length > enough) expect(some.length).toBeGreaterThan(enough);
      else expect(some).toBe(whole);
    }),
  );
});
