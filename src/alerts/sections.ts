import { type Block, sectionName } from "../model/text.ts";

/** A run of blocks of one text that is searched as one: `blocks.slice(first, first + count)`. */
export interface Section {
  readonly first: number;
  readonly count: number;
}

const longest = 20_000;

/** A text in the sections in which it is searched: a provision each, and of a long one at most some 20,000 characters at a time. */
export function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const sections: Section[] = [];
  let first = 0;
  let length = 0;
  for (const [at, block] of blocks.entries()) {
    const begins = at > first && (block.path[0] !== blocks[at - 1]?.path[0] || length + block.text.length > longest);
    if (begins) {
      sections.push({ first, count: at - first });
      first = at;
      length = 0;
    }
    length += block.text.length;
  }
  return [...sections, { first, count: blocks.length - first }];
}

/** What is searched in a section: its blocks, and in a text's first section its title. */
export function passagesOfSection(
  title: string,
  blocks: readonly Block[],
  { first, count }: Section,
): readonly string[] {
  const texts = blocks.slice(first, first + count).map(({ text }) => text);
  return first === 0 ? [title, ...texts] : texts;
}

/** Where in the law a block stands, or an empty text. */
export function placeOf(block: Block | undefined): string {
  return block === undefined ? "" : sectionName(block.path);
}
