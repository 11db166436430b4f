import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { redlineDocx } from "../../src/exports/redline-docx.ts";
import type { Block } from "../../src/model/text.ts";
import { plainText } from "../../src/model/text.ts";
import { findLibreOffice } from "../support/libreoffice.ts";
import { compared, newRules, newTerms, oldRules, oldTerms, paragraph, someBlocks } from "./texts.ts";
import { unzip } from "./unzip.ts";

const office = await findLibreOffice();
afterAll(() => office?.close());

describe.skipIf(office === null)("in LibreOffice (skipped where it is not installed)", () => {
  test("accepting all changes gives the new text and rejecting them the old one, in English and in Chinese", async () => {
    await expectBothTexts([
      [oldTerms, newTerms],
      [newTerms, oldTerms],
      [oldRules, newRules],
      [newRules, oldRules],
      [[paragraph("a\tb & <c>\n  indented")], [paragraph("a\tc & <b>\n  indented\nand more")]],
    ]);
  }, 120_000);

  test("so it does where two passages in a row end and begin with inserted words", async () => {
    await expectBothTexts([
      [
        [paragraph("The customer pays"), paragraph("The provider answers")],
        [paragraph("The customer pays in advance"), paragraph("Once a day the provider answers")],
      ],
      [
        [paragraph("One is here"), paragraph("Two")],
        [paragraph("One is here now"), paragraph("And more"), paragraph("Two")],
      ],
    ]);
  }, 120_000);

  test("so it does for any two texts", async () => {
    const filled = someBlocks.filter((blocks) => blocks.length > 0);
    await expectBothTexts(fc.sample(fc.tuple(filled, filled), { numRuns: 30, seed: 3 }));
  }, 120_000);
});

test("the changes are regwatch's own, dated, and each has a number of its own", async () => {
  const { document } = await fileOf(oldTerms, newTerms);
  const changes = [...document.matchAll(/<w:(?:ins|del) ([^>]*)>/g)].map(([, attributes]) => attributes ?? "");
  expect(changes.length).toBeGreaterThan(10);
  for (const attributes of changes) {
    expect(attributes).toContain('w:author="regwatch"');
    expect(attributes).toMatch(/w:date="2026-01-12T18:5[57]:22Z"/);
  }
  const ids = changes.map((attributes) => /w:id="(\d+)"/.exec(attributes)?.[1]);
  expect(new Set(ids).size).toBe(ids.length);
});

test("both ends of a move name the other one in a comment", async () => {
  const { comments } = await fileOf(oldTerms, newTerms);
  expect(comments).toContain("Moved to 2. (move 1).");
  expect(comments).toContain("Moved from 1. (move 1).");
});

test("headings are headings and Chinese has its own face", async () => {
  const { document, styles } = await fileOf(oldRules, newRules, "zh-CN");
  expect(document).toMatch(/<w:pStyle w:val="Heading1"\/>.*生成式人工智能服务管理规定/);
  expect(styles).toContain('w:eastAsia="SimSun"');
  expect(styles).toContain('w:eastAsia="zh-CN"');
});

test("characters that no XML file can hold do not spoil it", async () => {
  const { document } = await fileOf([paragraph("a\u0000b\ud800c")], [paragraph("a\u001bb]]>\udfffd")]);
  expect(document).toMatch(/^[\t\n\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(document).toContain("]]&gt;");
});

test("a word that the library gives a meaning of its own stays a word", async () => {
  const { document } = await fileOf([paragraph("CURRENT")], [paragraph("TOTAL_PAGES")]);
  expect(document).toContain("CURRENT</w:delText>");
  expect(document).toContain("TOTAL_PAGES</w:t>");
});

async function fileOf(before: readonly Block[], after: readonly Block[], language = "en") {
  const parts = unzip(await redlineDocx(compared(before, after, { language })));
  const part = (name: string): string => parts.get(`word/${name}.xml`) ?? "";
  return { document: part("document"), comments: part("comments"), styles: part("styles") };
}

async function expectBothTexts(pairs: readonly (readonly [readonly Block[], readonly Block[]])[]): Promise<void> {
  const files = await Promise.all(pairs.map(([before, after]) => redlineDocx(compared(before, after))));
  const settled = await office?.settle(files);
  expect(settled).toEqual(
    pairs.map(([before, after]) => ({ accepted: plainText(after), rejected: plainText(before) })),
  );
}
