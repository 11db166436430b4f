import type { Reason } from "../model/significance.ts";
import { clip } from "./clip.ts";

/** A reason as a sentence without its full stop: `an obligation changed in § 744.23(b): “may” → “shall”`. */
export function reasonInWords(reason: Reason): string {
  if (reason.rule === "in-force-now") return reason.after ? `it binds as of ${reason.after}` : "it binds already";
  if (documentKinds.has(reason.rule)) {
    return reason.after ? `the publisher calls it ${quote(reason.after)}` : ruleInWords(reason.rule);
  }
  if (reason.rule.startsWith("withdrawn")) {
    return reason.after ? `${ruleInWords(reason.rule)}: ${quote(reason.after)}` : ruleInWords(reason.rule);
  }
  const where = reason.section ? ` in ${reason.section.replace(/\.$/, "")}` : "";
  return `${ruleInWords(reason.rule)}${where}${evidence(reason)}`;
}

// What a document is, when it is seen for the first time: nothing changed in it.
const documentKinds: ReadonlySet<string> = new Set([
  "comment-period",
  "correction",
  "delay",
  "bill",
  "new-document",
  "new-item",
  "notice",
  "notice-that-acts",
  "pair",
  "presidential-document",
  "proposed-rule",
  "request-for-comments",
  "routine-notice",
  "rule",
  "rule-withdrawn",
  "stay",
]);

/** Whether a reason is what the headline says already, as of a bill: `Passed House (369–22)`. */
export function isSaidByHeadline({ rule }: Reason): boolean {
  return milestoneRules.has(rule);
}

const milestoneRules: ReadonlySet<string> = new Set([
  "became-law",
  "bill",
  "changed-alone",
  "committee-vote",
  "cosponsors",
  "discharged",
  "failed",
  "latest-action",
  "passed-house",
  "passed-senate",
  "presented",
  "reported",
  "signed",
  "text-unchanged",
  "text-version",
  "vetoed",
  // The CFR, dockets and reviews.
  "amended",
  "cfr-section",
  "comments",
  "comments-taken",
  "docket-document",
  "review-concluded",
  "under-review",
  "watched",
  // What became of a document.
  "withdrawn",
  "withdrawn-before-publication",
]);

function ruleInWords(rule: string): string {
  return (
    known.get(rule) ??
    rule
      .replace(/([a-z\d])([A-Z])/g, "$1 $2")
      .replace(/[-_]+/g, " ")
      .toLowerCase()
  );
}

// A rule that is not here is told by its name, which its author chose for readers.
const known: ReadonlyMap<string, string> = new Map(
  Object.entries({
    obligation: "an obligation changed",
    permission: "a permission changed",
    prohibition: "a prohibition changed",
    wording: "the wording changed",
    "front-matter": "what stands before the law changed",
    renumbered: "it was renumbered",
    moved: "text moved",
    scope: "who or what it covers changed",
    number: "a number changed",
    money: "an amount of money changed",
    threshold: "a threshold changed",
    date: "a date changed",
    deadline: "a deadline moved",
    "comment-deadline": "the comment deadline moved",
    "effective-date": "the effective date moved",
    "publication-date": "the publication date moved",
    "editorial-note": "the publisher added a note",
    disposition: "its disposition note changed",
    corrected: "a correction names it",
    action: "the publisher calls it something else",
    "latest-action": "it moved on",
    "text-version": "there is a new text",
    "text-unchanged": "it was printed anew, the text unchanged",
    "became-law": "it is law now",
    "passed-house": "the House passed it",
    "passed-senate": "the Senate passed it",
    "committee-vote": "a committee voted to report it",
    reported: "a committee reported it",
    summary: "the Congressional Research Service sums it up anew",
    cosponsors: "more members stand behind it",
    title: "its title changed",
    "stated-date": "the stated date moved",
    "came-back": "it is there again",
    "found-late": "it was missed when it came out and found by the daily comparison of counts",
    withdrawn: "it was withdrawn",
    "withdrawn-before-publication": "it was withdrawn before publication",
    definition: "a definition changed",
    "cross-reference": "a reference to another provision changed",
    exception: "an exception changed",
    availability: "where it is available changed",
    "quiet-edit": "the text changed while its stated date did not",
    "entity-added": "listed now",
    "entity-removed": "no longer listed",
    "entity-renamed": "listed under another name",
    "person-added": "listed now",
    "person-removed": "no longer listed",
    "licence-requirement": "what needs a license changed",
    aliases: "aliases changed",
    address: "an address changed",
    cell: "a cell of the table changed",
    citation: "a citation changed",
    amended: "it was amended",
    "amended-by": "the document that amended it is named",
    "review-concluded": "the review was concluded",
    "comments-taken": "whether comments are taken changed",
    comments: "comments came",
    "section-added": "a section was added",
    "section-removed": "a section was removed",
    sanction: "what follows a breach changed",
    sentence: "a sentence came or went",
    "parts-ways": "the language versions state different things",
    "in-step": "the language versions no longer differ there",
  }),
);

function evidence({ before, after }: Reason): string {
  if (before && after) return `: ${quote(before)} → ${quote(after)}`;
  if (after) return `: now ${quote(after)}`;
  return before ? `: was ${quote(before)}` : "";
}

function quote(text: string): string {
  return `“${clip(text, 80)}”`;
}
