/** What a block is, as a reader sees it. `instruction` is an amendatory instruction; `note` is apparatus such as a footnote. */
export type BlockKind = "heading" | "paragraph" | "item" | "row" | "instruction" | "note" | "preformatted";

/**
 * One passage of a version, in reading order. A version's text is its blocks' texts joined by a line feed.
 * `path` holds the labels people recognise, outermost first: `["§ 744.23", "(b)", "(2)"]`, `["Sec. 2", "(a)"]`, `["第三条"]`.
 */
export interface Block {
  readonly kind: BlockKind;
  readonly path: readonly string[];
  readonly text: string;
}

/** The text of a version: what redlines give back to the character. */
export function plainText(blocks: readonly Block[]): string {
  return blocks.map((block) => block.text).join("\n");
}

/** A path as a lawyer writes it: `§ 744.23(b)(2)`, `Sec. 2 > (a) > (1)`, `DATES`. */
export function sectionName(path: readonly string[]): string {
  let name = "";
  for (const label of path) {
    if (name === "") name = label;
    else if (label.startsWith("(") && /^(§|.* > §)/.test(name)) name += label;
    else name += ` > ${label}`;
  }
  return name;
}
