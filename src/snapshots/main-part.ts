import { isConsent } from "./noise.ts";
import type { PagePiece } from "./page-builder.ts";

/** Letters from which on a part can be all there is to say. */
export const enough = 200;

/** `main`, else `article`, else all: whichever is the first to hold a fair part of the text. */
export function mainPart(pieces: readonly PagePiece[]): readonly PagePiece[] {
  const all = letterCount(pieces);
  const main = pieces.filter((piece) => piece.region === "main");
  if (letterCount(main) > Math.min(enough, all * 0.2)) return main;
  const article = pieces.filter((piece) => piece.region === "article");
  if (letterCount(article) > all * 0.5) return article;
  return pieces.filter((piece) => !isConsent(piece.text));
}

/** How much text there is, in characters. */
export function letterCount(pieces: readonly { readonly text: string }[]): number {
  return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
}
