import { affirmedStems, stem } from "./model-words.ts";
import type { Stance } from "./stances.ts";
import { isNegated, negation, stancesIn } from "./stances.ts";

/** What a clause makes a duty, a permission or a prohibition and its text does not. `left` is what was taken out of the text. */
export function stanceProblem(clause: string, text: string, left: string): string | null {
  const there = stancesIn(text);
  const ended = noLonger.test(clause) ? stancesIn(left) : new Set<Stance>();
  for (const stance of stancesIn(clause)) {
    if (there.has(stance)) continue;
    const opposite = opposites[stance];
    if (opposite !== undefined && ended.has(opposite)) continue;
    return `it speaks of ${names[stance]}, and the passage does not`;
  }
  return null;
}

/** A negation that the text does not have, or a word the text only denies and the clause affirms. */
export function negationProblem(clause: string, text: string, left: string): string | null {
  const plain = clause.replace(noLongerWords, "");
  if (isNegated(plain) && !isNegated(text)) return "it denies, and the passage does not";
  if (noLonger.test(clause)) {
    return left.trim() === "" && !isNegated(text) ? "it says that something ended, and nothing did" : null;
  }
  if (isNegated(plain) || taking.test(clause)) return null;
  const denied = wordsDenied(text);
  const affirmed = [...affirmedStems(clause)].find((word) => denied.has(word));
  return affirmed === undefined ? null : `the passage denies “${affirmed}…”`;
}

export const noLonger = /\b(?:no longer|ceas\w+|stop(?:s|ped))\b/iu;
const noLongerWords = /\b(?:no longer|not only)\b/giu;
const taking = /\b(?:remov|delet|drop|str(?:ik|uck)|eliminat|repeal|rescind|revok|omit|exclu|exempt|withdr|end)\w*/iu;

/** What is no longer so became its opposite. */
const opposites: Readonly<Partial<Record<Stance, Stance>>> = {
  "no-obligation": "obligation",
  prohibition: "permission",
  unavailable: "available",
};

const names: Readonly<Record<Stance, string>> = {
  prohibition: "a prohibition",
  obligation: "a duty",
  "no-obligation": "the end of a duty",
  permission: "a permission",
  unavailable: "something unavailable",
  available: "something available",
  exception: "an exception",
};

/** Words that stand in the text only right after a negation. */
export function wordsDenied(text: string): ReadonlySet<string> {
  const denied = new Set<string>();
  const affirmed = new Set<string>();
  for (const sentence of text.split(/[.;:!?](?:\s|$)|\n/u)) {
    const words = sentence.match(/[\p{L}\p{N}'’-]+/gu) ?? [];
    for (const [index, word] of words.entries()) {
      const isDenied =
        words
          .slice(Math.max(0, index - 3), index)
          .join(" ")
          .match(negation) !== null;
      (isDenied ? denied : affirmed).add(stem(word));
    }
  }
  return denied.difference(affirmed);
}
