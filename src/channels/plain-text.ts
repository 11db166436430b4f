/**
 * Foreign text made safe for a terminal: one line, no control character, no escape sequence, nothing that turns the writing direction.
 * What is taken out is shown as `�`, so that nobody is fooled by what is missing.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, (character) => (harmless.has(character) ? character : "�"))
    .trim();
}

// Joiners make emoji and several scripts readable; a soft hyphen is not shown.
const harmless: ReadonlySet<string> = new Set(["\u200c", "\u200d", "\u00ad"]);

/** Breaks a line at spaces into lines of at most `columns`, counting Chinese characters as two. Words longer than a line stand alone. */
export function wrap(text: string, columns: number): readonly string[] {
  if (text.length * 2 <= columns) return [text];
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const piece of text.split(/(?<= )|(?<=[\p{scx=Han}])(?=[\p{scx=Han}])/u)) {
    const pieceWidth = widthOf(piece.trimEnd());
    if (line !== "" && width + pieceWidth > columns) {
      lines.push(line.trimEnd());
      line = "";
      width = 0;
    }
    line += piece;
    width += widthOf(piece);
  }
  return [...lines, line.trimEnd()];
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

const wide =
  /[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uff60\p{Emoji_Presentation}]/u;
