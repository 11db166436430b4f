import { datesIn } from "./dates.ts";

/** A part of a sentence and the text it speaks of: the old one, the new one, or either. */
export interface Claim {
  readonly side: "old" | "new" | "either";
  /** It says that the words left (old) or came (new), not only that they stood or stand there. */
  readonly moved: boolean;
  readonly words: string;
}

/** What a sentence says of a change, part by part. */
export interface Claims {
  readonly claims: readonly Claim[];
  /** It tells a change at all. */
  readonly tellsChange: boolean;
  /** It says that something was not changed, or a figure rose where it fell. */
  readonly contradiction: string | null;
}

/** Reads a sentence: `from A to B`, `A became B`, `B instead of A`, `added B`, `removed A`, `no longer A`, `now B`. */
export function claimsOf(sentence: string): Claims {
  const { masked, restore } = mask(sentence);
  const claims: Claim[] = [];
  let rest = masked;
  let contradiction = unchanged.test(masked) ? "it tells of something that did not happen" : null;
  for (const { pattern, rising } of pairs) {
    rest = rest.replace(pattern, (whole, ...found: unknown[]) => {
      const { a, b, verb = "" } = found.at(-1) as { readonly a: string; readonly b: string; readonly verb?: string };
      const [old, current] = [restore(a), restore(b)];
      claims.push({ side: "old", moved: true, words: old }, { side: "new", moved: true, words: current });
      if (rising) contradiction ??= wrongWay(verb, old, current);
      const before = whole.slice(0, Math.min(whole.indexOf(a), whole.indexOf(b)));
      return ` ${before.replace(changing, "")} , `;
    });
  }
  const told = claims.length > 0 || changing.test(masked);
  let last: Claim | null = null;
  for (const clause of rest.split(clauseEnd)) {
    if (!/[\p{L}\p{N}\ue000]/u.test(clause)) continue;
    const cue = cueOf(clause) ?? (last === null || ownVerb.test(clause) ? null : last);
    const claim: Claim = { side: cue?.side ?? "either", moved: cue?.moved ?? false, words: restore(clause) };
    claims.push(claim);
    last = claim;
  }
  return { claims, tellsChange: told, contradiction };
}

// A quotation or a date is one word here, whatever stands in it.
function mask(sentence: string): { readonly masked: string; readonly restore: (text: string) => string } {
  const kept: string[] = [];
  const masked = sentence.replace(whole, (words) => `\ue000${kept.push(words) - 1}\ue001`);
  const restore = (text: string): string =>
    text.replace(/\ue000(\d+)\ue001/g, (_, index: string) => kept[Number(index)] ?? "");
  return { masked, restore };
}

const whole =
  /“[^”]*”|"[^"]*"|「[^」]*」|\b[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}\b|\b\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4}\b|\d+(?:,\d{3})+/gu;

const end = "(?=$|[.;,:](?:\\s|$)|\\s(?:and|but|while|whereas|where|so that)\\s)";
const part = (name: string): string => `(?<${name}>[^,;]+?)`;
const is = "(?:is|are|was|were|has been|have been|had been|being)";
const shift =
  "chang|mov|amend|revis|reword|renam|updat|shift|convert|switch|adjust|rais|rise|rose|increas|lift|lower|decreas|reduc|cut|drop|fall|fell|extend|lengthen|postpon|delay|shorten|narrow|broaden|advanc|went|go";

const pairs: readonly { readonly pattern: RegExp; readonly rising?: boolean }[] = [
  {
    pattern: pair(`\\b(?<verb>(?:${shift})\\w*)\\b[^,;]{0,90}?\\bfrom ${part("a")} to ${part("b")}${end}`),
    rising: true,
  },
  {
    pattern: pair(
      `${part("a")} ${is} (?:(?:removed|deleted|struck|dropped) and )?(?:now )?(?:replaced|superseded) (?:by|with) ${part("b")}${end}`,
    ),
  },
  { pattern: pair(`\\b(?:replac|supersed)(?:es|ed|e|ing) ${part("a")} (?:by|with) ${part("b")}${end}`) },
  { pattern: pair(`\\b[Ss]ubstitut(?:es|ed|e|ing) ${part("b")} for ${part("a")}${end}`) },
  { pattern: pair(`${part("b")} ${is} substituted for ${part("a")}${end}`) },
  {
    pattern: pair(
      `${part("a")} (?:${is} (?:now )?changed to|became|becomes|has become|have become|turned into) ${part("b")}${end}`,
    ),
  },
  { pattern: pair(`\\bchang(?:es|ed|e|ing) ${part("a")} (?:to|into) ${part("b")}${end}`) },
  { pattern: pair(`${part("b")},? (?:instead of|rather than|in place of|in lieu of) ${part("a")}${end}`) },
  { pattern: pair(`${part("b")} (?:replaces|replaced|supersedes|superseded) ${part("a")}${end}`) },
];

function pair(source: string): RegExp {
  return new RegExp(source, "gu");
}

const clauseEnd = /[;:]\s|,\s|\s(?:and|but|while|whereas|although|though|whose|which|where)\s/u;
const left =
  /\b(?:remov\w+|delet\w+|drop(?:s|ped|ping)?|str(?:ikes?|uck|iking)|eliminat\w+|repeal\w*|rescind\w*|rescission|revok\w+|omit\w*|cancel\w*|abolish\w*|taken out|takes out|took out|lost|loses)\b/iu;
const came =
  /\b(?:add(?:s|ed|ing|ition|itions)?|insert\w*|introduc\w+|creat(?:es|ed|ing)|impos\w+|gains?|gained|put in|newly|new(?! (?-i:\p{Lu})))\b/iu;
const stood = /\b(?:no longer|previously|formerly|earlier|used to|had been|until now|ceas\w+|once|before(?= ?$))\b/iu;
const stands = /\bnow\b/iu;
const changing = new RegExp(
  `${left.source}|${came.source}|${stood.source}|${stands.source}|\\b(?:(?:${shift})(?:s|es|ed|d|ing|nges|nged)?|changes?|changed|amend\\w*|revis\\w+|replac\\w+|supersed\\w+|substitut\\w+|expand\\w*|broaden\\w*|narrow\\w*|tighten\\w*|loosen\\w*|relax\\w*|restrict\\w*|reword\\w*|clarif\\w+|correct\\w+|renumber\\w*|extend\\w*|reduc\\w+|instead of|rather than|became|becomes|different\\w*|merg\\w+|split\\w*)\\b`,
  "iu",
);
const unchanged =
  /\b(?:not|never|without|nothing|no \w+) (?:(?:is|was|were|been|being) )?(?:remov|delet|add(?:ed|s|ing)|insert|replac|chang|amend|revis)\w*|\b(?:remain|unchanged|stay(?:s|ed) the same)/iu;
const ownVerb =
  /\b(?:must|shall|may|can|will|is|are|was|were|has|have|requires?|applies|apply|states?|says?|reads?|covers?|means)\b/iu;

function cueOf(clause: string): Pick<Claim, "side" | "moved"> | null {
  const isOld = left.test(clause) || stood.test(clause);
  const isNew = came.test(clause) || stands.test(clause);
  if (isOld && isNew) return { side: "either", moved: left.test(clause) && came.test(clause) };
  if (isOld) return { side: "old", moved: left.test(clause) };
  return isNew ? { side: "new", moved: came.test(clause) } : null;
}

const up = /^(?:rais|ris|rose|increas|lift|extend|lengthen|postpon|delay|broaden)/iu;
const down = /^(?:lower|decreas|reduc|cut|drop|fall|fell|shorten|narrow|advanc)/iu;

function wrongWay(verb: string, old: string, current: string): string | null {
  const [from, to] = [measure(old), measure(current)];
  if (from === null || to === null || (up.test(verb) && to > from) || (down.test(verb) && to < from)) return null;
  return up.test(verb) || down.test(verb) ? `${verb} is the wrong way round` : null;
}

function measure(text: string): number | null {
  const [date, otherDate] = datesIn(text);
  if (date !== undefined) return otherDate === undefined ? Number(date.replaceAll("-", "")) : null;
  const numbers = text.match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
  return numbers.length === 1 ? Number(numbers[0]?.replaceAll(",", "")) : null;
}
