import { withoutNoise } from "./noise.ts";
import type { Piece } from "./piece.ts";
import type { PageLink } from "./reading.ts";
import { statedDateOf } from "./stated-date.ts";

/** A page as pieces in order, with what it says of itself. */
export interface PageText {
  readonly title: string | null;
  readonly language: string | null;
  readonly pieces: readonly Piece[];
  readonly links: readonly PageLink[];
  readonly missing: readonly string[];
}

/** What a page states of itself besides its text. */
interface PageHead {
  readonly title: string | null;
  readonly language: string | null;
  readonly missing?: readonly string[];
}

/**
 * Drops noise, and parts the links that stand alone from the text: they are navigation, and pages change them on their own. Links into
 * the page itself are its table of contents. A list counts as links only if all its items are.
 */
export function settledPage(pieces: readonly Piece[], head: PageHead): PageText {
  const clean = pieces.flatMap((piece) => {
    const text = piece.kind === "preformatted" ? piece.text : withoutNoise(piece.text);
    if (text === "") return [];
    const [date, rest] = partedStatement(text);
    if (rest !== null)
      return [
        { ...piece, text: date, target: undefined },
        { ...piece, text: rest, first: false },
      ];
    return [text === piece.text ? piece : { ...piece, text }];
  });
  const mixed = new Set(clean.filter((piece) => !isLink(piece)).map((piece) => piece.list));
  const kept: Piece[] = [];
  const links: PageLink[] = [];
  for (const piece of clean) {
    if (!isLink(piece) || (piece.list !== undefined && mixed.has(piece.list))) kept.push(piece);
    else if (!(piece.target ?? "").startsWith("#")) links.push({ text: piece.text, target: piece.target ?? "" });
  }
  return {
    title: titleOf(kept, head.title),
    language: head.language === null || head.language.trim() === "" ? null : head.language.trim(),
    ...(kept.some((piece) => piece.kind !== "heading") ? { pieces: kept, links } : { pieces: clean, links: [] }),
    missing: head.missing ?? [],
  };
}

// "Effective October 8, 2025 Previous Version": the line that states the date stands alone.
function partedStatement(text: string): readonly [string, string | null] {
  if (text.length > 120 || statedDateOf(text) !== null) return [text, null];
  const end = /^.{0,60}?\b\d{4}(?!\d)/u.exec(text)?.[0].length ?? 0;
  const rest = text.slice(end).trim();
  if (end === 0 || !/^[\p{L}(]/u.test(rest) || statedDateOf(text.slice(0, end)) === null) return [text, null];
  return [text.slice(0, end), rest];
}

const longestLink = 120;

function isLink(piece: Piece): boolean {
  const canBe = piece.kind === "paragraph" || piece.kind === "item";
  return canBe && piece.target !== undefined && piece.text.length <= longestLink;
}

// The page's own heading says what it is; the title of the window adds the name of the company.
function titleOf(pieces: readonly Piece[], stated: string | null): string | null {
  const heading = pieces.find((piece) => piece.kind === "heading" && piece.level === 1);
  const opening = pieces.find((piece) => statedDateOf(piece.text) === null);
  const first = opening === undefined || opening.text.length > 120 ? null : opening.text;
  const title = (heading?.text ?? stated ?? first ?? "").replaceAll(/\s+/g, " ").trim();
  return title === "" ? null : title;
}
