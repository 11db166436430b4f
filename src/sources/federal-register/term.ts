/**
 * Whether a text fits a search term as the Federal Register's API has them: words and "phrases" side by side must all be there, `|` is or,
 * `-` before a word is not; and `control*` is the beginning of a word. Used for what publishers do not search by full text.
 */
export function fitsTerm(term: string, text: string): boolean {
  const folded = ` ${fold(text)} `;
  return alternatives(term).some((words) =>
    words.every(({ phrase, begins, wanted }) => folded.includes(begins ? ` ${phrase}` : ` ${phrase} `) === wanted),
  );
}

interface Word {
  readonly phrase: string;
  /** Its last word may go on. */
  readonly begins: boolean;
  readonly wanted: boolean;
}

function alternatives(term: string): readonly (readonly Word[])[] {
  const found: Word[][] = [[]];
  for (const match of term.matchAll(/\||(-?)"([^"]*)"|(-?)([^\s"|()]+)/g)) {
    if (match[0] === "|") found.push([]);
    else {
      const written = match[2] ?? match[4] ?? "";
      const phrase = fold(written);
      const wanted = (match[1] ?? match[3]) !== "-";
      if (phrase !== "") found.at(-1)?.push({ phrase, begins: written.endsWith("*"), wanted });
    }
  }
  return found.filter((words) => words.length > 0);
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
