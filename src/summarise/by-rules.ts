import type { FactChange } from "../model/facts.ts";
import type { Redline } from "../model/redline.ts";
import type { Reason, Significance } from "../model/significance.ts";
import type { Extraction } from "../model/version.ts";
import { aboutSentence } from "./about-sentence.ts";
import { datesSentence } from "./dates-sentence.ts";
import { factSentences } from "./fact-sentences.ts";
import { firstSeenSentences } from "./first-seen-sentences.ts";
import { rowSentences, type RowGroup } from "./row-sentences.ts";
import { pairSentences } from "./pair-sentences.ts";
import type { Highlight } from "./text-sentences.ts";
import { aroundPassages, textSentences } from "./text-sentences.ts";

/** What a summary is made of: two readings of a document, what was found between them, and how it was judged. */
export interface SummaryInput {
  readonly before: Extraction | null;
  readonly after: Extraction;
  readonly redline: Redline;
  readonly facts: readonly FactChange[];
  readonly vanished?: string;
  readonly goneSince?: string | null;
  readonly classification: {
    readonly significance: Significance;
    readonly reasons: readonly Reason[];
    readonly headline: string;
    readonly highlights: readonly Highlight[];
    readonly rows?: readonly RowGroup[];
  };
}

/**
 * A few sentences on a change: what happened, in which sections, what it said before and says now, and the deadlines. Every
 * word stands in the texts or the facts, or is one of our fixed phrases.
 */
export function summarise(input: SummaryInput): string {
  const { before, after, vanished } = input;
  if (vanished !== undefined) return joined([`${after.title} was withdrawn`, vanished]);
  if (after.form === "pair") return joined(pairSentences(before, after));
  const about = aboutSentence(input);
  if (before === null) return joined([about, ...firstSeenSentences(after), datesSentence(after)]);
  const facts = statedSentences(input, before);
  const rows = rowSentences(input.classification.rows ?? []);
  const texts = textSentences(input.classification);
  const sentences = [...rows, ...facts, ...texts];
  return joined(sentences.length > 0 ? [...rows, ...facts, about, ...texts] : ["Only the typesetting changed"]);
}

/** Sentences on the text that were written elsewhere, and the sections they rest on. */
export interface Written {
  readonly sentences: readonly string[];
  readonly sections: readonly string[];
  /** They are in another language than the text, so the text's own words are told beside them. */
  readonly translated: boolean;
}

/** The summary with other sentences on the text in the place of ours. Facts, dates and what else changed stay ours. */
export function summaryAround(input: SummaryInput, written: Written): string {
  const { before, after, classification } = input;
  if (before === null) {
    const [opening = null, ...amends] = firstSeenSentences(after);
    return joined([...written.sentences, written.translated ? opening : null, ...amends, datesSentence(after)]);
  }
  const texts = written.translated
    ? [...written.sentences, ...textSentences(classification)]
    : aroundPassages(
        classification,
        classification.highlights.filter(({ section }) => written.sections.includes(section)),
        written.sentences,
      );
  const rows = rowSentences(classification.rows ?? []);
  return joined([...rows, ...statedSentences(input, before), ...texts]);
}

function statedSentences({ goneSince, facts, after }: SummaryInput, before: Extraction): readonly string[] {
  const back = goneSince ? [`It is there again; it was gone since ${goneSince.slice(0, 10)}`] : [];
  return [...back, ...factSentences(facts, before, after)];
}

function joined(sentences: readonly (string | null)[]): string {
  return sentences
    .filter((sentence) => sentence !== null && sentence.trim() !== "")
    .map((sentence) => ended(sentence ?? ""))
    .join(" ");
}

function ended(sentence: string): string {
  const text = sentence.trim().replace(/[:;,]$/, "");
  return /(?:[.!?。！？…]["”’)」]?)$/u.test(text) ? text : `${text}.`;
}
