import type { Term, TermPlace } from "../model/term.ts";
import { sectionName, type Block } from "../model/text.ts";
import { statedValue } from "./term-value.ts";

/** Finds, in the blocks of a version, where the terms stand. */
export type FindTerms = (blocks: readonly Block[]) => readonly TermPlace[];

const mostOfOne = 12;

/** Makes a finder for these terms: one expression for all their words. Of one term at most twelve places, those with a value first. */
export function termFinder(terms: readonly Term[]): FindTerms {
  const byWord = new Map(terms.flatMap((term) => [...term.en, ...term.zh].map((word) => [keyOf(word), term] as const)));
  if (byWord.size === 0) return () => [];
  const any = expressionFor(terms);
  return (blocks) => {
    const found = new Map<string, TermPlace>();
    for (const { path, text } of blocks) {
      let ends: readonly number[] | undefined;
      for (const match of text.matchAll(any)) {
        const term = byWord.get(keyOf(match[0])) ?? byWord.get(keyOf(match[0].replace(/s$/i, "")));
        if (term === undefined) continue;
        ends ??= sentenceEnds(text);
        const place = placeOf(term, sectionName(path), text, match, ends);
        const key = `${term.id}\n${place.section}\n${place.sentence}`;
        const known = found.get(key);
        found.set(key, { ...place, value: bothOf(known?.value ?? null, place.value) });
      }
    }
    return [...Map.groupBy(found.values(), ({ termId }) => termId).values()].flatMap((places) =>
      places.toSorted((a, b) => Number(a.value === null) - Number(b.value === null)).slice(0, mostOfOne),
    );
  };
}

/** A sentence that states a term twice states both values. */
function bothOf(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return [...new Set([...first.split(" / "), ...second.split(" / ")])].join(" / ");
}

function placeOf(
  term: Term,
  section: string,
  text: string,
  match: RegExpExecArray,
  ends: readonly number[],
): TermPlace {
  const start = ends.findLast((end) => end <= match.index) ?? 0;
  const end = ends.find((each) => each >= match.index + match[0].length) ?? text.length;
  const sentence = text.slice(start, end).trim();
  const value = statedValue(term, text.slice(start, match.index), text.slice(match.index + match[0].length, end));
  return { termId: term.id, section, sentence: clipAround(sentence, match.index - start), value };
}

const longest = 480;

function clipAround(sentence: string, at: number): string {
  if (sentence.length <= longest) return sentence;
  const start = Math.max(0, Math.min(at - longest / 2, sentence.length - longest));
  const piece = sentence.slice(start, start + longest).toWellFormed();
  return `${start > 0 ? "…" : ""}${piece}${start + longest < sentence.length ? "…" : ""}`;
}

// A full stop after a capital letter (U.S.) ends nothing.
const sentenceEnd = /(?<=[\p{Ll}\p{N})”"’\]])[.?!]["”’)\]]*\s+(?=[\p{Lu}“"(])|[。！？；\n]/gu;

function sentenceEnds(text: string): readonly number[] {
  return Array.from(text.matchAll(sentenceEnd), (match) => match.index + match[0].length);
}

/** Longest first, so that a term inside another one's words is not taken for it. */
function expressionFor(terms: readonly Term[]): RegExp {
  const english = terms
    .flatMap(({ en }) => en)
    .toSorted(longestFirst)
    .map(flexible);
  const chinese = terms
    .flatMap(({ zh }) => zh)
    .toSorted(longestFirst)
    .map((word) => RegExp.escape(word));
  const latin = english.length === 0 ? [] : [`(?<![\\p{L}\\p{N}])(?:${english.join("|")})s?(?![\\p{L}\\p{N}])`];
  return new RegExp([...latin, ...chinese].join("|"), "giu");
}

function flexible(word: string): string {
  return word
    .split(/[\s\-‐‑]+/u)
    .map((part) => RegExp.escape(part))
    .join("[\\s\\-‐‑]+");
}

function keyOf(word: string): string {
  return word.toLowerCase().replace(/[\s\-‐‑]+/gu, " ");
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
