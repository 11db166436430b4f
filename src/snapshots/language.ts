import type { Block } from "../model/text.ts";

/**
 * The language of a text, BCP 47: what the page states, unless the script says otherwise (pages built on one template state `en` over
 * Chinese text). Without a statement only what script and the commonest words show; null where they show nothing.
 */
export function languageOf(blocks: readonly Block[], stated: string | null): string | null {
  let sample = "";
  for (const block of blocks) {
    if (sample.length > 4000) break;
    sample += ` ${block.text}`;
  }
  const seen = eastAsian.test(sample) ? languageOfScript(sample) : null;
  if (stated !== null && /^[a-z]{2,3}(?:[-_][a-z\d]+)*$/i.test(stated)) {
    const known = stated.replaceAll("_", "-");
    return seen === null || known.toLowerCase().startsWith(seen) ? known : seen;
  }
  if (seen !== null) return seen;
  const letters = countOf(sample, /\p{L}/gu);
  const words = sample.toLowerCase().match(/\b(?:the|of|and|to|in|or|shall|you|we)\b/g)?.length ?? 0;
  return words > letters / 80 && words > 2 ? "en" : null;
}

const eastAsian = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Han}]/u;

function languageOfScript(sample: string): string | null {
  const letters = Math.max(1, countOf(sample, /\p{L}/gu));
  const share = (script: RegExp): number => countOf(sample, script) / letters;
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.15) return "ja";
  if (share(/\p{Script=Hangul}/gu) > 0.4) return "ko";
  return share(/\p{Script=Han}/gu) > 0.4 ? "zh" : null;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
