import { columnsOf, lineParts, printable } from "../model/printable.ts";

/** Foreign text on one line, made safe for a terminal. */
export function plainText(text: string): string {
  return printable(text.replace(/\s+/gu, " ")).trim();
}

/** Breaks a line at spaces into lines of at most `columns`, counting Chinese characters as two. Words longer than a line stand alone. */
export function wrap(text: string, columns: number): readonly string[] {
  if (text.length * 2 <= columns) return [text];
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const piece of lineParts(text)) {
    const pieceWidth = columnsOf(piece.trimEnd());
    if (line !== "" && width + pieceWidth > columns) {
      lines.push(line.trimEnd());
      line = "";
      width = 0;
    }
    line += piece;
    width += columnsOf(piece);
  }
  return [...lines, line.trimEnd()];
}
