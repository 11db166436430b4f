import type { ComposedChange } from "../../model/composed.ts";
import type { Significance } from "../../model/significance.ts";
import { isLoopbackLink, webLink } from "../links.ts";
import { plainText } from "../plain-text.ts";
import { cutAtSentence } from "../sentences.ts";
import { deadlineParts, factParts, passageInWords, passageParts } from "./passage.ts";
import { escapeText, line, link, richText, smallPrint, words, type Block, type Element } from "./rich.ts";

/** How much of a change is shown. */
export interface Detail {
  readonly passages: number;
  readonly passageLength: number;
  readonly summaryLength: number;
}

/** A change in full: what happened and why it matters, the title, sentences, before and after, deadlines, evidence, sources. */
export function changeBlocks(change: ComposedChange, detail: Detail): readonly Block[] {
  return [
    ...richText(
      line(mark(change.significance), words(cutAtSentence(plainText(change.headline), 300), { bold: true })),
      line(link(cutAtSentence(plainText(change.title), 300), pageOf(change), { bold: true })),
      line(words(cutAtSentence(plainText(change.summary), detail.summaryLength))),
      factParts(change.facts),
      ...change.passages.slice(0, detail.passages).map((passage) => passageParts(passage, detail.passageLength)),
      deadlineParts(change.deadlines),
    ),
    ...smallPrint(`${change.evidence}.`, change.source),
    ...sources(change),
  ];
}

/** A change in one line of a list. */
export function changeLine(change: ComposedChange): readonly Element[] {
  return [
    ...mark(change.significance),
    ...words(`${cutAtSentence(plainText(change.headline), 120)} · `),
    ...link(cutAtSentence(plainText(change.title), 160), pageOf(change)),
  ];
}

/** A change in sentences, for notifications and screen readers. Not escaped. */
export function changeInWords(change: ComposedChange): string {
  return [
    `${plainText(change.headline)}.`,
    `${cutAtSentence(plainText(change.title), 300)}.`,
    cutAtSentence(plainText(change.summary), 700),
    ...change.passages.slice(0, 1).map(passageInWords),
    ...change.deadlines.map(({ label, date, words: left }) => `${label} ${date} (${left}).`),
    `${plainText(change.evidence)}.`,
    [change.citation ?? "", webLink(change.officialUrl ?? change.sourceUrl) ?? ""]
      .filter((part) => part !== "")
      .join(" "),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Where people read the change: its page in regwatch if they can reach it, else what the publisher has. */
function pageOf(change: ComposedChange): string {
  return isLoopbackLink(change.pageUrl) ? (change.officialUrl ?? change.sourceUrl) : change.pageUrl;
}

// The word says how much it matters; the sign only repeats it.
function mark(significance: Significance): readonly Element[] {
  return [
    { type: "emoji", name: signs[significance] },
    { type: "text", text: " " },
  ];
}

const signs: Readonly<Record<Significance, string>> = {
  urgent: "rotating_light",
  substantive: "large_orange_diamond",
  editorial: "small_blue_diamond",
  cosmetic: "white_small_square",
};

// Links need mrkdwn here; the labels are ours, the citation is escaped, the addresses are percent-encoded, and all of it fits without a cut.
function sources({ citation, officialUrl, sourceUrl }: ComposedChange): readonly Block[] {
  const official = webLink(officialUrl, 500);
  const source = webLink(sourceUrl, 500);
  const text = [
    ...(citation === null ? [] : [escapeText(cutAtSentence(plainText(citation), 150))]),
    ...(official === null ? [] : [`<${official}|Official document>`]),
    ...(source === null || source === official ? [] : [`<${source}|Source page>`]),
  ].join(" · ");
  return text === "" ? [] : [{ type: "context", elements: [{ type: "mrkdwn", text, verbatim: true }] }];
}
