import { claimProblem, type Sources } from "./claim-check.ts";
import { claimsOf } from "./claims.ts";
import { datesIn, longDate } from "./dates.ts";
import { checkFaithful, fold, quotationsIn, withoutQuotations } from "./faithful.ts";
import { englishOf, englishTermsIn, isChinese } from "./glossary.ts";
import type { ModelInput, ModelPassage } from "./model-passages.ts";
import { contentStems, isCommon, unknownForeignWords, unknownNumberWords, unknownOpenings } from "./model-words.ts";
import type { ModelAnswer } from "./prompt.ts";
import { negationProblem, stanceProblem } from "./stance-check.ts";
import { stancesIn } from "./stances.ts";
import { reaching, unfit } from "./unfit.ts";
import { withVerbatimQuoted } from "./verbatim.ts";

/** A model's sentence: kept with the section it rests on, or dropped for a reason. */
export type Judged =
  | { readonly kept: true; readonly text: string; readonly section: string }
  | { readonly kept: false; readonly reason: string };

type AnswerSentence = ModelAnswer["sentences"][number];

/**
 * Keeps a sentence only where its passage bears it out: every number, date, name, citation and quotation stands there, on the side
 * (before or after) the sentence says; duties, permissions and negations are those of the passage; it tells a change.
 */
export function judgeSentence(sentence: AnswerSentence, input: ModelInput): Judged {
  const passage = passageNamed(sentence.section, input);
  if (passage === undefined) return { kept: false, reason: "it names no passage that was given" };
  if (reaching(passage.section) !== null) return { kept: false, reason: "its section cannot be named" };
  const given = tidy(sentence.text);
  const problem = given.length > longest ? "it is too long" : unfit(given);
  if (problem !== null) return { kept: false, reason: problem };
  const sources = sourcesOf(passage, input);
  if (standsAsItIs(given, sources)) return { kept: false, reason: "it is the page's own sentence, not one on it" };
  const text = sources.chinese ? given : withVerbatimQuoted(given, sources);
  const reason =
    unfit(text) ??
    unsupported(text, sentence, sources) ??
    (input.firstSeen ? openingProblem(given, sources) : changeProblem(text, passage, sources)) ??
    groundless(text, sources);
  return reason === null ? { kept: true, text, section: passage.section } : { kept: false, reason };
}

const longest = 600;

function sourcesOf({ before, after, section }: ModelPassage, { context }: ModelInput): Sources {
  const chinese = isChinese(`${before} ${after}`);
  const read = (text: string): string =>
    chinese ? [text, ...englishOf(text), ...englishDates(text)].join("\n") : text;
  return {
    plain: { before, after },
    before: read(before),
    after: read(after),
    context: read([section, ...context].join("\n")),
    chinese,
  };
}

function passageNamed(name: string, { passages }: ModelInput): ModelPassage | undefined {
  const wanted = fold(name.replace(/^[[(<]|[\])>]$/g, ""));
  return (
    passages.find(({ label }) => fold(label) === wanted) ??
    passages.find(({ section }) => section !== "" && fold(section) === wanted)
  );
}

// A page can only make a model repeat it; what it wants told stands in it as a whole.
function standsAsItIs(text: string, { plain }: Sources): boolean {
  const sentence = fold(text).replace(/[\s.。]+$/u, "");
  return [plain.before, plain.after].some((side) => fold(side).includes(sentence));
}

function tidy(text: string): string {
  const flat = text
    .replace(/\s+/gu, " ")
    .replace(/ (?=[.,;:]$)/u, "")
    .trim();
  return flat
    .replace(/"([^"“”]*)"/gu, "“$1”")
    .replace(/ ?[[(]P\d+[\])](?=[.\s]*$)/u, "")
    .replace(/^P\d+: /u, "");
}

function unsupported(text: string, { quotations, numbers }: AnswerSentence, sources: Sources): string | null {
  const { before, after, context } = sources;
  const told = checkFaithful(text, [before, after, context]).unsupported;
  const declared = checkFaithful(
    [...quotations.map((words) => `“${words.replace(/[“”"]/gu, "'")}”`), ...numbers].join("; "),
    [before, after, context],
  ).unsupported;
  const source = fold([before, after, context].join("\n"));
  const own = withoutQuotations(text);
  const [missing] = [
    ...told,
    ...declared,
    ...unknownOpenings(own, source),
    ...unknownNumberWords(own, source),
    ...unknownForeignWords(own, source),
  ];
  return missing === undefined ? null : `“${missing.slice(0, 80)}” does not stand in the passage`;
}

// A new document has no side to confuse; it must be said to be the document's doing, and nothing it does not speak of.
function openingProblem(text: string, { plain, before, after, context }: Sources): string | null {
  const own = withoutQuotations(text);
  if (!document.test(own)) return "it does not say whose doing it is";
  const source = [before, after, context].join("\n");
  const turned = turns.find(({ said, stands }) => said.test(own) && !stands.test(source));
  if (turned !== undefined) return `the passage ${turned.what} nothing`;
  return stanceProblem(own, plain.after, "") ?? negationProblem(own, plain.after, "");
}

const document =
  /\b(?:rules?|notices?|orders?|bills?|acts?|documents?|pages?|policy|policies|terms|amendments?|proposals?|corrections?|guidance|agreements?|regulations?|announcements?|posts?|tenders?|lists?|agency|bureau|department|commission|office|measures|provisions?)\b/iu;
const turns = [
  {
    what: "removes",
    said: /\b(?:remov|delet|repeal|rescind|revok|eliminat|withdr)\w*/iu,
    stands: /\b(?:remov|delet|repeal|rescind|revok|eliminat|withdr|strik)\w*|删除|移除|移出|废止|撤销|取消/iu,
  },
  {
    what: "adds",
    said: /\b(?:adds|added|adding|addition|inserts?|inserted)\b/iu,
    stands: /\b(?:add|insert)\w*|新增|增加|增列|加入|列入|纳入/iu,
  },
] as const;

function changeProblem(text: string, passage: ModelPassage, sources: Sources): string | null {
  const { claims, tellsChange, contradiction } = claimsOf(text);
  if (!tellsChange) return "it tells no change";
  if (contradiction !== null) return contradiction;
  for (const claim of claims) {
    const problem = claimProblem(claim, passage, sources);
    if (problem !== null) return problem;
  }
  return null;
}

// A sentence whose words the passage does not know says something else, whatever its figures are.
function groundless(text: string, { before, after, context, chinese }: Sources): string | null {
  const own = withoutQuotations(text);
  const source = [before, after, context].join("\n");
  if (chinese) {
    const known = new Set(englishOf(source).map((term) => term.toLowerCase()));
    const used = englishTermsIn(own);
    const strange = used.find((term) => !known.has(term) && stancesIn(term).size === 0 && !isCommon(term));
    if (strange !== undefined) return `“${strange}” has no counterpart in the passage`;
    return used.length > 0 || /\p{N}/u.test(own) || quotationsIn(text).length > 0
      ? null
      : "nothing in it can be checked";
  }
  const known = contentStems(source);
  const used = [...contentStems(own)];
  const strange = used.filter((word) => !known.has(word)).length;
  const holdsFast = /\p{N}/u.test(own) || quotationsIn(text).length > 0;
  return strange <= used.length * mostStrange || (holdsFast && strange <= 2)
    ? null
    : "most of its words do not stand in the passage";
}

const mostStrange = 0.4;

function englishDates(text: string): readonly string[] {
  const days = datesIn(text).map(longDate);
  const inMonths = Array.from(
    text.matchAll(/(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月(?: ?(\d{1,2}) ?日)?/gu),
    ([, year = "", month = "", day = ""]) => {
      const [name = "", , written = ""] = longDate(`2000-${month.padStart(2, "0")}-01`).split(" ");
      return written === "" ? "" : [name, day, year].filter((piece) => piece !== "").join(" ");
    },
  );
  return [...days, ...inMonths];
}
