import type { Term } from "../model/term.ts";

/**
 * The value that a sentence states with a term, from the words before and after it: figures are written without commas; of two bounds both
 * are given (`2400 / 4800`). Null where it states none.
 */
export function statedValue({ value }: Pick<Term, "value">, before: string, after: string): string | null {
  if (value === undefined) return null;
  return value === "power-of-ten" ? powerOfTen(`${before} ${after}`) : figures(before, after);
}

// Superscripts come as 10^26, 10²⁶, or with the figures side by side where the typesetting is lost.
function powerOfTen(sentence: string): string | null {
  const found = /(?<![\d.,])10\s?(?:\^\s?\(?|\*\*)?(2\d|[²][⁰-⁹²³])(?![\d,])/u.exec(sentence);
  if (found?.[1] === undefined) return null;
  return `10^${Array.from(found[1], (digit) => superscripts.get(digit) ?? digit).join("")}`;
}

const superscripts = new Map(Array.from("⁰¹²³⁴⁵⁶⁷⁸⁹", (digit, index) => [digit, String(index)]));

const reach = 90;
const figure = String.raw`(\d[\d,]*(?:\.\d+)?)(?![\d/]|,\d|\.\d|\s?(?:[×*%]|percent|days?|months?|years?|nm\b|GHz|CFR|U\.S\.C))`;
const beside = new RegExp(
  String.raw`(?:\b(?:of|is|are|was|exceed(?:s|ing)?|than|least|equal to|over|above|below)|[≥>=≤<]|达到?|为|超过|大于|高于|低于|小于|不低于|不少于|以上)\s*(?:or equal to\s+)?${figure}`,
  "giu",
);
const just = /(?<![\d.,/])(\d[\d,]*(?:\.\d+)?)\s?$/u;

// Where a sentence turns to something else: another term ("and a performance density of"), or the next item of a list.
const turn = /[;；]|\band (?:an?|the)\b|\((?:[ivx]{1,4}|[a-z]|[A-Z]{1,3}|\d{1,2})\)\s/u;

/** What follows the term, up to where the sentence turns; else the figure just before it ("4800 TPP"). */
function figures(before: string, after: string): string | null {
  const own = within(after).split(turn)[0] ?? "";
  const found = Array.from(own.matchAll(beside), ([, number = ""]) => number).slice(0, 2);
  if (found.length === 0) {
    const [, number] = just.exec(before) ?? [];
    return number === undefined ? null : plain(number);
  }
  return found.map(plain).join(" / ");
}

/** As far as is looked, and no number cut in two. */
function within(after: string): string {
  return after.length <= reach ? after : after.slice(0, reach).replace(/(?<![\d,.])[\d,.]+$/, "");
}

function plain(number: string): string {
  return number.replaceAll(",", "");
}
