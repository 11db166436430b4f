import type { Piece } from "./piece.ts";

/** The text of a page that is nothing but one preformatted text, as government sites serve their documents; else null. */
export function preformattedText(pieces: readonly Piece[]): string | null {
  const inner = pieces.filter((piece) => piece.kind === "preformatted");
  const size = inner.reduce((sum, piece) => sum + piece.text.length, 0);
  const all = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  return size > 2000 && size > all * 0.8 ? inner.map((piece) => piece.text).join("\n\n") : null;
}
