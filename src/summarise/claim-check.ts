import type { Claim } from "./claims.ts";
import { checkFaithful, fold, occurrences, partsOf, quotationsIn, withoutQuotations } from "./faithful.ts";
import { englishCounts, englishTermsIn } from "./glossary.ts";
import type { ModelPassage } from "./model-passages.ts";
import { affirmedStems, contentCounts, isCommon, stem } from "./model-words.ts";
import { negationProblem, noLonger, stanceProblem, wordsDenied } from "./stance-check.ts";
import type { Stance } from "./stances.ts";
import { stancesIn } from "./stances.ts";

/** What a sentence may rest on: its passage's two sides, and what is known of the document whatever the passage. */
export interface Sources {
  /** The text itself; the sides below have the glossary's English beside it where it is Chinese. */
  readonly plain: { readonly before: string; readonly after: string };
  readonly before: string;
  readonly after: string;
  readonly context: string;
  readonly chinese: boolean;
}

/** Why one part of a sentence is not borne out on the side it speaks of, or null. */
export function claimProblem(claim: Claim, passage: ModelPassage, sources: Sources): string | null {
  const { side, moved, words } = claim;
  const { left, came } = movedText(passage);
  if (moved && side !== "new" && left === "") return "it says that words left, and none did";
  if (moved && side !== "old" && came === "") return "it says that words came, and none did";
  const own = withoutQuotations(words);
  const spoken = stanceText(side, own, sources);
  const stance = stanceProblem(own, spoken, left) ?? negationProblem(own, spoken, left);
  if (stance !== null || side === "either") return stance;
  const [here, there] = side === "old" ? [sources.before, sources.after] : [sources.after, sources.before];
  const [missing] = checkFaithful(words, [here, sources.context]).unsupported;
  if (missing !== undefined) return `“${missing.slice(0, 80)}” stands on the other side`;
  return swapped(words, own, { here, there, moved, stances: movedStances(own, sources.plain) }, sources);
}

function movedText({ before, after, edits }: ModelPassage): { readonly left: string; readonly came: string } {
  if (before === "" || after === "") return { left: before, came: after };
  const left = edits.map((edit) => edit.removed).join(" ");
  const came = edits.map((edit) => edit.added).join(" ");
  return { left: left.trim(), came: came.trim() };
}

// What is no longer so was said before, and its denial may be said now.
function stanceText(side: Claim["side"], own: string, { plain: { before, after } }: Sources): string {
  if (side !== "old") return after || before;
  return noLonger.test(own) ? `${before}\n${after}` : before;
}

interface Sides {
  readonly here: string;
  readonly there: string;
  readonly moved: boolean;
  readonly stances: readonly Stance[];
}

function swapped(words: string, own: string, { here, there, moved, stances }: Sides, sources: Sources): string | null {
  const quotations = quotationsIn(words);
  const more = quotations.filter((quotation) => isMore(quotation, here, there));
  if (moved && more.length < quotations.length) return "a quotation it says moved did not";
  const { chinese, context } = sources;
  const read = chinese ? readChinese : contentCounts;
  const [inHere, inThere, known] = [read(here), read(there), read(context)];
  const named = chinese ? namedInEnglish(own) : [...contentCounts(own).keys()];
  const stray = named.find((word) => inThere.has(word) && !inHere.has(word) && !known.has(word));
  if (stray !== undefined) return `“${stray}” stands on the other side alone`;
  const isMoved = (word: string): boolean => (inHere.get(word) ?? 0) > (inThere.get(word) ?? 0);
  if (more.length > 0 || named.some((word) => /^\d/.test(word) && isMoved(word))) return null;
  if (named.length === 0 && quotations.length === 0) return null;
  const denials = movedDenials(here, there);
  const names = chinese ? [] : namesIn(own, `${here}\n${there}`);
  const still = names.find(
    (name) => !isMoved(stem(name)) && !denials.has(stem(name)) && !standsWith(name, stances, `${here}\n${there}`),
  );
  if (still !== undefined) return `nothing changed that way for “${still}”`;
  const changes =
    named.some(isMoved) || stances.length > 0 || [...affirmedStems(own)].some((word) => denials.has(word));
  return changes ? null : "nothing it names changed that way";
}

function readChinese(text: string): ReadonlyMap<string, number> {
  return new Map([...figures(text), ...englishCounts(text)]);
}

function namedInEnglish(own: string): readonly string[] {
  return [...englishTermsIn(own), ...figures(own).keys()];
}

function figures(text: string): ReadonlyMap<string, number> {
  return new Map([...contentCounts(text)].filter(([word]) => /^\d/.test(word)));
}

function isMore(quotation: string, here: string, there: string): boolean {
  const [inHere, inThere] = [fold(here), fold(there)];
  return partsOf(quotation).some((part) => occurrences(inHere, part) > occurrences(inThere, part));
}

function movedStances(own: string, { before, after }: Sources["plain"]): readonly Stance[] {
  const [old, current] = [stancesIn(before), stancesIn(after)];
  return [...stancesIn(own)].filter((stance) => old.has(stance) !== current.has(stance));
}

function movedDenials(here: string, there: string): ReadonlySet<string> {
  return wordsDenied(here).symmetricDifference(wordsDenied(there));
}

/** Words with a capital that the text never writes without one. */
function namesIn(own: string, text: string): readonly string[] {
  const plain = new Set(text.match(/(?<![\p{L}\p{N}])\p{Ll}\p{L}*/gu));
  return (own.match(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]+/gu) ?? []).filter(
    (word) => new RegExp(`\\b${word}\\b`, "u").test(text) && !plain.has(word.toLowerCase()) && !isCommon(word),
  );
}

// A duty that is new for a name stands in one sentence with it.
function standsWith(name: string, stances: readonly Stance[], text: string): boolean {
  return text.split(/[.;](?:\s|$)|\n/u).some((sentence) => {
    const there = stancesIn(sentence);
    return sentence.includes(name) && stances.some((stance) => there.has(stance));
  });
}
