import terms from "./glossary.json" with { type: "json" };

/** A term of the field: how Chinese texts write it, what it is in English, and what a passage with it is about. */
interface Term {
  readonly zh: readonly string[];
  readonly en: readonly string[];
  readonly about: string;
}

/** A term where it stands in a text. */
export interface FoundTerm {
  readonly written: string;
  readonly term: Term;
}

/** The terms of a Chinese text in the glossary's order, each once. A longer term hides a shorter one inside it. */
export function termsIn(text: string): readonly FoundTerm[] {
  const found = new Map<Term, string>();
  for (const [written] of text.normalize("NFKC").matchAll(anyTerm)) {
    const term = byChinese.get(written);
    if (term !== undefined && !found.has(term)) found.set(term, written);
  }
  return glossary.flatMap((term) => {
    const written = found.get(term);
    return written === undefined ? [] : [{ term, written }];
  });
}

/** The English of everything the glossary knows in a Chinese text. */
export function englishOf(text: string): readonly string[] {
  return termsIn(text).flatMap(({ term }) => term.en);
}

/** How often a Chinese text has what the glossary's English terms stand for. */
export function englishCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [written] of text.normalize("NFKC").matchAll(anyTerm)) {
    for (const english of byChinese.get(written)?.en ?? []) {
      counts.set(english.toLowerCase(), (counts.get(english.toLowerCase()) ?? 0) + 1);
    }
  }
  return counts;
}

/** The glossary's English terms that an English text uses. */
export function englishTermsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(anyEnglish), ([term]) => term.toLowerCase());
}

/** True where a fair part of the letters are Chinese; what the page says of its language is not asked. */
export function isChinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return han > letters * 0.15 && kana < han * 0.1;
}

const glossary: readonly Term[] = terms;
const byChinese = new Map(glossary.flatMap((term) => term.zh.map((written) => [written, term] as const)));
const anyTerm = new RegExp([...byChinese.keys()].toSorted(longestFirst).map(escaped).join("|"), "gu");
const anyEnglish = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${[...new Set(glossary.flatMap((term) => term.en))].toSorted(longestFirst).map(escaped).join("|")})(?![\\p{L}\\p{N}])`,
  "giu",
);

function longestFirst(x: string, y: string): number {
  return y.length - x.length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
