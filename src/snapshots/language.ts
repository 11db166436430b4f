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
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const share = (script: RegExp) => (sample.match(script)?.length ?? 0) / Math.max(1, letters);
  const seen =
    share(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 0.15
      ? "ja"
      : share(/\p{Script=Hangul}/gu) > 0.4
        ? "ko"
        : share(/\p{Script=Han}/gu) > 0.4
          ? "zh"
          : null;
  if (stated !== null && /^[a-z]{2,3}(?:[-_][a-z\d]+)*$/i.test(stated)) {
    const known = stated.replaceAll("_", "-");
    return seen === null || known.toLowerCase().startsWith(seen) ? known : seen;
  }
  if (seen !== null) return seen;
  const words = sample.toLowerCase().match(/\b(?:the|of|and|to|in|or|shall|you|we)\b/g)?.length ?? 0;
  return words > letters / 80 && words > 2 ? "en" : null;
}
