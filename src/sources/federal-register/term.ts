/**
 * Whether a text fits a search term of the API: words and "phrases" side by side must all be there, `|` is or, `-` before a word is not.
 * Used for filings, which the API does not search by full text.
 */
export function fitsTerm(term: string, text: string): boolean {
  const folded = ` ${fold(text)} `;
  return alternatives(term).some((words) =>
    words.every(({ phrase, wanted }) => folded.includes(` ${phrase} `) === wanted),
  );
}

interface Word {
  readonly phrase: string;
  readonly wanted: boolean;
}

function alternatives(term: string): readonly (readonly Word[])[] {
  const found: Word[][] = [[]];
  for (const match of term.matchAll(/\||(-?)"([^"]*)"|(-?)([^\s"|()]+)/g)) {
    if (match[0] === "|") found.push([]);
    else {
      const phrase = fold(match[2] ?? match[4] ?? "");
      if (phrase !== "") found.at(-1)?.push({ phrase, wanted: (match[1] ?? match[3]) !== "-" });
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
