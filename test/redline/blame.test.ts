import { expect, test } from "vitest";
import type { Block } from "../../src/model/text.ts";
import { carryOrigins, firstOrigins } from "../../src/redline/blame.ts";
import type { Origin } from "../../src/redline/blame.ts";
import { paragraphs } from "./blocks.ts";

const first = paragraphs(`The licensee reports each export within ninety days of the shipment.
Records are kept for five years at the place of business named in the licence.
Nothing in this section limits the authority of the Bureau to ask for more.`);

function story(...later: readonly (readonly Block[])[]): readonly string[] {
  let [before, origins]: [readonly Block[], readonly Origin[]] = [first, firstOrigins(first, 1)];
  for (const [index, after] of later.entries()) {
    origins = carryOrigins(before, origins, after, index + 2, false);
    before = after;
  }
  return origins.map(({ since, changed }) => `${since} ${changed}`);
}

test("a clause that is edited keeps the version it came in with, and names the one that changed it", () => {
  const edited = first.map((block, index) =>
    index === 0 ? { ...block, text: block.text.replace("ninety", "thirty") } : block,
  );
  expect(story(edited)).toEqual(["1 2", "1 1", "1 1"]);
  expect(story(edited, edited)).toEqual(["1 2", "1 1", "1 1"]);
});

test("a new clause came in with its version, and what moves keeps its age", () => {
  const fresh = paragraphs("Remote access to such items counts as an export of them under this part.");
  expect(story([...first.slice(0, 2), ...fresh, ...first.slice(2)])).toEqual(["1 1", "1 1", "2 2", "1 1"]);
  expect(story([...first.slice(1), ...first.slice(0, 1)])).toEqual(["1 1", "1 1", "1 1"]);
});

test("typesetting alone ages nothing", () => {
  const reset = first.map((block) => ({ ...block, text: block.text.replaceAll(" ", "  ") }));
  expect(story(reset)).toEqual(["1 1", "1 1", "1 1"]);
});

test("what comes back after it was gone came in anew", () => {
  expect(story(first.slice(0, 2), first)).toEqual(["1 1", "1 1", "3 3"]);
});

test("another reading of the same page brings in nothing", () => {
  const read = [
    ...first.slice(0, 2),
    ...paragraphs("A footnote that the reader before left out of the text entirely."),
    ...first.slice(2),
  ];
  expect(carryOrigins(first, firstOrigins(first, 1), read, 2, true)).toEqual(firstOrigins(read, 1));
});
