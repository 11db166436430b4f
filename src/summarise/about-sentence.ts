import { plainText } from "../model/text.ts";
import type { SummaryInput } from "./by-rules.ts";
import { isChinese, termsIn } from "./glossary.ts";

/**
 * What a changed Chinese passage is about, in English, from the glossary alone: `About: export controls (出口管制), availability
 * (不可用)`. Null for other languages and where no term of the field stands in it.
 */
export function aboutSentence({ before, after, classification }: SummaryInput): string | null {
  const edited = classification.highlights.flatMap(({ edits }) => edits.map((edit) => `${edit.removed} ${edit.added}`));
  const passages = classification.highlights.map((highlight) => `${highlight.before} ${highlight.after}`);
  const text =
    before === null ? `${after.title} ${plainText(after.blocks).slice(0, openingLength)}` : passages.join(" ");
  if (!isChinese(text)) return null;
  const subjects = new Map<string, string>();
  for (const { term, written } of [...termsIn(edited.join(" ")), ...termsIn(text)]) {
    if (!subjects.has(term.about)) subjects.set(term.about, written);
  }
  const named = [...subjects].slice(0, mostSubjects).map(([about, written]) => `${about} (${written})`);
  return named.length === 0 ? null : `About: ${named.join(", ")}`;
}

const mostSubjects = 4;
const openingLength = 4000;
