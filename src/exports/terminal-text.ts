/** Words in one style. */
export interface Run {
  readonly text: string;
  readonly style: "plain" | "bold" | "dim" | "section" | "insert" | "delete" | "moved";
}

/**
 * Foreign text made safe for a terminal: no control character, no escape sequence, nothing that turns the writing direction. What is
 * taken out is shown as `�`.
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (harmless.has(character) ? character : "�"));
}

// Joiners make emoji and several scripts readable; a soft hyphen and a zero-width space are not shown.
const harmless: ReadonlySet<string> = new Set(["\u200b", "\u200c", "\u200d", "\u00ad", "\ufeff"]);

/** Colour by the codes of ECMA-48; underline and strike-through say the same to those who see no colour. */
export function paint({ text, style }: Run, colour: boolean): string {
  return colour && codes[style] !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

const codes: Readonly<Record<Run["style"], string>> = {
  plain: "",
  bold: "1",
  dim: "2",
  section: "1;36",
  insert: "4;32",
  delete: "9;31",
  moved: "34",
};

/** Breaks runs into lines of at most `columns`, at spaces and between Chinese characters, which count as two. */
export function wrap(runs: readonly Run[], columns: number): readonly (readonly Run[])[] {
  if (columns === Infinity) return [runs];
  const lines: Run[][] = [];
  let line: Run[] = [];
  let width = 0;
  for (const { text, style } of runs) {
    let taken = "";
    for (const piece of text.split(/(?<= )|(?<=[\p{scx=Han}])(?=[\p{scx=Han}])/u)) {
      if (width > 0 && width + widthOf(piece.trimEnd()) > columns) {
        lines.push([...line, { text: taken.trimEnd(), style }]);
        line = [];
        taken = "";
        width = 0;
      }
      taken += piece;
      width += widthOf(piece);
    }
    line.push({ text: taken, style });
  }
  return [...lines, line];
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uff60\p{Emoji_Presentation}]/u;
