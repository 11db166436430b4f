import type { Block } from "../model/text.ts";
import { align } from "./align.ts";
import { normaliseText } from "./normal-form.ts";

/** Whether two versions say the same, word for word and mark for mark, however they are set, wrapped or split into blocks. */
export function sameText(before: readonly Block[], after: readonly Block[]): boolean {
  return normalBlocks(before) === normalBlocks(after);
}

/**
 * Whether two typesettings of one text have the same words. Left out of account are hyphens and breaks, headings that one side
 * lacks, page numbers, print marks and filing lines, footnotes that stand elsewhere, and a date put where `[INSERT DATE OF
 * PUBLICATION IN THE FEDERAL REGISTER]` stood.
 */
export function sameWords(before: readonly Block[], after: readonly Block[]): boolean {
  const left = wordsOf(before);
  const right = wordsOf(after);
  const ids = new Map<string, number>();
  const idOf = (word: Word): number => {
    const known = ids.get(word.text) ?? ids.size;
    ids.set(word.text, known);
    return known;
  };
  const { kept } = align(left.map(idOf), right.map(idOf), () => 1);
  let b = 0;
  let a = 0;
  let page = 0;
  const gone: string[] = [];
  const come: string[] = [];
  for (const pair of [...kept, { before: left.length, after: right.length }]) {
    const old = left.slice(b, pair.before);
    const current = right.slice(a, pair.after);
    b = pair.before + 1;
    a = pair.after + 1;
    const paged = old.findIndex((found) => found.text === String(page + 1));
    const unpaged = paged < 0 ? old : old.toSpliced(paged, 1);
    if (isSameStretch(old, current)) continue;
    if (paged >= 0) page += 1;
    if (isSameStretch(unpaged, current)) continue;
    if (unpaged.length > 0) gone.push(letters(unpaged));
    if (current.length > 0) come.push(letters(current));
  }
  return gone.length === come.length && gone.toSorted().join(" ") === come.toSorted().join(" ");
}

function isSameStretch(old: readonly Word[], current: readonly Word[]): boolean {
  // A heading that both sides have must be the same in both.
  const sides = [
    [old, current],
    [old, current.filter((found) => !found.isHeading)],
    [old.filter((found) => !found.isHeading), current],
  ] as const;
  return sides.some(([one, other]) => {
    const text = letters(one);
    return text === letters(other) || (isPlaceholder(text) && other.every((found) => dateWord.test(found.text)));
  });
}

function normalBlocks(blocks: readonly Block[]): string {
  const texts = blocks.map((block) => normaliseText(block.text)).filter((text) => text !== "");
  // Joined text is normalised once more, because a space before a comma may only appear where two blocks meet.
  return normaliseText(texts.join(" "));
}

interface Word {
  readonly text: string;
  readonly isHeading: boolean;
}

function wordsOf(blocks: readonly Block[]): Word[] {
  return blocks.flatMap((block) => {
    const text = normaliseText(block.text.replace(furniture, " ")).toLowerCase();
    return Array.from(text.matchAll(word), ([found]) => ({ text: found, isHeading: block.kind === "heading" }));
  });
}

function letters(words: readonly Word[]): string {
  return words.map((found) => found.text).join("");
}

function isPlaceholder(text: string): boolean {
  return /^insert.*date.*(?:publication|federalregister)$/.test(text) && text.length < 120;
}

const word = /\p{Script=Han}|[\p{L}\p{M}]+|\p{N}+/gu;
const dateWord = /^(?:january|february|march|april|may|june|july|august|september|october|november|december|\d{1,4})$/;
/** What only the printed page has. */
const furniture = new RegExp(
  [
    "This document is scheduled to be published in the[\\s\\S]{0,40}Federal Register on[\\s\\S]{0,40}available online at[\\s\\S]{0,160}?govinfo\\.gov",
    "\\[?FR Doc\\.? ?[\\w-]+ Filed[^\\]\\n]{0,60}\\]?",
    "BILLING CODE:? *[\\w-]+",
    "\\[\\[Page [A-Z]?\\d+\\]\\]",
    "^Federal Register ?\\/ ?Vol\\. ?\\d+[^\\n]*$",
    "^ *Page \\d+(?: of \\d+)? *$",
  ].join("|"),
  "gim",
);
