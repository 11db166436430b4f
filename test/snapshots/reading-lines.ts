import { sectionName, type Block } from "../../src/model/text.ts";
import { blocksOf } from "../../src/snapshots/blocks-of.ts";
import type { Reading, ReadingHint } from "../../src/snapshots/reading.ts";

export function read(text: string, hint: ReadingHint = {}): Reading {
  return blocksOf(new TextEncoder().encode(text), hint);
}

/** One line a block: `§ 744.23(a) | text`. */
export function lines(blocks: readonly Block[]): readonly string[] {
  return blocks.map((block) => `${sectionName(block.path)} | ${block.text}`);
}
