// Letters that Unicode does not take apart into a base letter and a mark.
const barred: Readonly<Record<string, string>> = { ø: "o", đ: "d", ħ: "h", ł: "l", ŧ: "t", æ: "ae", œ: "oe", ς: "σ" };

/** Text without the differences that do not matter in a search: case, width (NFKC), accents, invisible characters. */
export function fold(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  return text
    .toWellFormed()
    .replace(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC")
    .replace(/[øđħłŧæœς]/g, (letter) => barred[letter] ?? letter);
}

const isAscii = /^\p{ASCII}*$/u;

/**
 * The words of a text, folded, with one space between them: what is searched and searched for. Punctuation only separates, so
 * `3A090.a` and `BIS-2025-0017` are sequences of words. Spaces beside Chinese characters go: typesetting puts them there or not.
 */
export function foldWords(text: string): string {
  return fold(text)
    .replace(spaceByIdeograph, "")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim();
}

/** A name as an identifier: `Industry and Security Bureau` is `industry-and-security-bureau`. */
export function slug(text: string): string {
  return foldWords(text).replaceAll(" ", "-");
}

/**
 * Whether folded words stand in a folded text. They begin and end at the borders of words, except beside Chinese and Japanese
 * characters, which know no such borders; with `prefix` the last word may go on.
 */
export function hasWords(text: string, words: string, prefix: boolean): boolean {
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const end = at + words.length;
    if (!isBorder(characterBefore(text, at), characterAt(words, 0))) continue;
    if (prefix || isBorder(characterBefore(words, words.length), characterAt(text, end))) return true;
  }
  return false;
}

/** A part of a folded text in which `hasWords` sees no borders: a word, or a run of Chinese or Japanese characters. */
export interface Piece {
  readonly characters: readonly string[];
  readonly isIdeographic: boolean;
  /** What stands before it: nothing, a space, or the end of a line. */
  readonly after: string;
}

/** The pieces of a folded text, in order. */
export function pieces(text: string): readonly Piece[] {
  return Array.from(text.matchAll(piece), ([, after = "", run = ""]) => ({
    characters: Array.from(run),
    isIdeographic: startsIdeographic.test(run),
    after,
  }));
}

const startsIdeographic = /^[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u;
const piece =
  /(?<!\s)(\s*)([\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}]+|[^\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}\s]+)/gu;

const ideograph = /^[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}]$/u;
/** White space that is not read, because a Chinese or Japanese character stands beside it. */
export const spaceByIdeograph =
  /(?<=[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}])\s+|(?<!\s)\s+(?=[\p{scx=Han}\p{sc=Hiragana}\p{sc=Katakana}])/gu;

function isBorder(left: string, right: string): boolean {
  const joined = /^[\p{L}\p{N}\p{M}]{2}$/u.test(left + right);
  return !joined || isIdeograph(left) || isIdeograph(right);
}

/** Whether a character is Chinese or Japanese, and so has no border of a word beside it. */
export function isIdeograph(character: string): boolean {
  return ideograph.test(character);
}

function characterAt(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

function characterBefore(text: string, at: number): string {
  if (at === 0) return "";
  const last = text.charCodeAt(at - 1);
  const isLowSurrogate = last >= 0xdc00 && last <= 0xdfff;
  return characterAt(text, isLowSurrogate ? at - 2 : at - 1);
}
