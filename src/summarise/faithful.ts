import { datesIn } from "./dates.ts";

/** Whether a summary says only what its sources say; `unsupported` holds the pieces found in none. */
export interface Faithfulness {
  readonly faithful: boolean;
  readonly unsupported: readonly string[];
}

/**
 * Checks that every quotation, date, citation, number and name of a summary stands in a source: the texts before and after, the
 * title, the facts. Dates may be written in another way, quotation marks and spaces may differ; words may not.
 */
export function checkFaithful(summary: string, sources: readonly string[]): Faithfulness {
  const source = fold(sources.join("\n"));
  const dates = new Set(datesIn(sources.join("\n").normalize("NFKC")));
  const unsupported: string[] = [];
  const text = summary.normalize("NFKC");
  for (const quotation of quotationsIn(text)) {
    if (!partsOf(quotation).every((part) => source.includes(part))) unsupported.push(quotation);
  }
  const unquoted = text.replace(quotation, (words) => (/[.!?…。][”"」]$/u.test(words) ? " . " : " "));
  const told = withoutDates(unquoted, (date, written) => {
    if (!dates.has(date)) unsupported.push(written);
  });
  for (const pattern of [citation, number, model]) {
    for (const [found] of told.matchAll(pattern)) if (!holds(source, fold(found))) unsupported.push(found);
  }
  for (const name of namesIn(told)) if (!isKnownName(source, name)) unsupported.push(name);
  return { faithful: unsupported.length === 0, unsupported: [...new Set(unsupported)] };
}

const quotation = /“([^”]{1,4000})”|"([^"]{1,4000})"|「([^」]{1,4000})」/gu;
const citation =
  /(?<=§ ?)\d(?:[\w.-]*\w)?(?:\([A-Za-z0-9]{1,5}\))*|\b\d+ (?:CFR|C\.F\.R\.|U\.?S\.?C\.?|FR|Fed\. Reg\.|Stat\.)(?: (?:parts?|pt\.))?(?: §{1,2})? ?\d(?:[\w.-]*\w)?(?:\([A-Za-z0-9]{1,5}\))*|\b[0-9][A-E]\d{3}(?:\.[a-z0-9]+)*|\b\d{4}-[A-Z]{2}\d{2}\b|\b\d{4}-\d{4,5}\b/gu;
const number = /(?<![\p{L}\d.,-])[$€£¥]?\d(?:[\d,]*\d)?(?:\.\d+)?(?:%|st\b|nd\b|rd\b|th\b)?(?![\p{L}\d])/gu;
/** Letters and figures in one word: `H200`, `25GB`, `x86`. */
const model = /(?<![\p{L}\p{N}.,-])(?=[\p{L}\p{N}-]*\p{L})(?=[\p{L}\p{N}-]*\p{N})[\p{L}\p{N}][\p{L}\p{N}-]*/gu;

export function quotationsIn(text: string): string[] {
  return Array.from(text.matchAll(quotation), (match) => match[1] ?? match[2] ?? match[3] ?? "");
}

/** A text's own words: its quotations are left empty. */
export function withoutQuotations(text: string): string {
  return text.replace(/“[^”]*”|「[^」]*」/gu, "“”");
}

// A quotation may leave words out at `…`; each part must stand in the source.
export function partsOf(text: string): string[] {
  return text
    .split(/…|\.\.\./)
    .map((part) => fold(part).replace(/^[\s,;.]+|(?<![\s,;.])[\s,;.]+$/g, ""))
    .filter((part) => part !== "");
}

function withoutDates(text: string, found: (date: string, written: string) => void): string {
  const written =
    /\b(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}|\d{4}-\d{2}-\d{2})\b|\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日/gu;
  return text.replace(written, (words) => {
    const [date] = datesIn(words);
    if (date === undefined) return words;
    found(date, words);
    return " ";
  });
}

/** Runs of capitalised words, but for the first word of a sentence, which is capitalised whatever it is. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (const match of text.matchAll(
    /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}.&'’-]*(?:(?<!\.) (?:(?:of|the|and|for|on|to) )?\p{Lu}[\p{L}\p{N}.&'’-]*)*/gu,
  )) {
    const name = match[0].replace(/[.'’-]+$/u, "");
    const opens = match.index === 0 || /[.!?:;。]\s*$/u.test(text.slice(0, match.index));
    const rest = opens && !/^\p{Lu}[\p{Lu}\p{N}]/u.test(name) ? name.replace(/^\S+ ?/u, "") : name;
    const bare = rest.replace(/^(?:of|the|and|for|on|to) /, "");
    if (bare !== "") names.push(bare);
  }
  return names;
}

// "China and Russia" is known where both are.
function isKnownName(source: string, name: string): boolean {
  return (
    holds(source, fold(name)) || name.split(/ (?:of|the|and|for|on|to) /).every((part) => holds(source, fold(part)))
  );
}

/** Whether a folded text has a folded piece as words of its own. */
export function holds(source: string, piece: string): boolean {
  return occurrences(source, piece, 1) === 1;
}

/** How often it has it, counted up to `most`. */
export function occurrences(source: string, piece: string, most = 1000): number {
  if (piece === "") return 0;
  let count = 0;
  for (let at = source.indexOf(piece); at >= 0 && count < most; at = source.indexOf(piece, at + 1)) {
    // A number must not be a part of a longer one, nor a name a part of a longer word.
    const before = source.slice(Math.max(0, at - 2), at);
    const after = source.slice(at + piece.length, at + piece.length + 2);
    const cutsBefore =
      /^[\p{L}\p{N}]/u.test(piece) && (/[a-z0-9]$/.test(before) || (/^\d/.test(piece) && /\d[.,]$/.test(before)));
    const cutsAfter =
      /[a-z0-9]$/.test(piece) && (/^[a-z0-9]/.test(after) || (/\d$/.test(piece) && /^[.,]\d/.test(after)));
    if (!cutsBefore && !cutsAfter) count += 1;
  }
  return count;
}

/** Text as it is compared: one kind of quotes, dashes, spaces and case. */
export function fold(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/["'“”„‘’‚`´]/gu, "'")
    .replace(/\s+/gu, " ")
    .replace(/ ?[‐-―−] ?/gu, "-")
    .replace(/[\u00ad\u200b-\u200d\ufeff]/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}
