import type { Reason, Significance } from "../model/significance.ts";
import { compareSignificance } from "../model/significance.ts";
import { clip } from "./evidence.ts";
import type { Passage, Passages } from "./passages.ts";
import { isRenumbering } from "./passages.ts";
import { saysTheSame } from "./plain-words.ts";
import { wordsIn } from "./sentence-edits.ts";
import { textRules } from "./text-rules.ts";

/** One reason found in changed text. */
export interface TextFinding {
  readonly significance: Significance;
  readonly reason: Reason;
}

/** A changed passage and the rules that fired on it. */
export interface Highlight extends Passage {
  readonly rules: readonly string[];
}

/** What the changed text says: reasons, strongest first, few of each rule, and the passages that matter most. */
export interface TextFindings {
  readonly findings: readonly TextFinding[];
  readonly highlights: readonly Highlight[];
}

export function textFindings(passages: Passages): TextFindings {
  const wording = passages.changed.filter((passage) => passage.nature === "words" && !isRenumbering(passage));
  const judged = wording.map((passage) => ({ passage, findings: ruleFindings(passage, passages) }));
  const findings = judged.flatMap((one) => one.findings);
  if (passages.statedDateStands && wording.length > 0) {
    const significance = wording.some(isSentenceLike) ? "substantive" : "editorial";
    findings.unshift({ significance, reason: { rule: "quiet-edit" } });
  }
  if (findings.length === 0 && wording.length > 0) {
    // Who has the bill now, on which day of which session, is told by its facts; the law in it reads as before.
    if (wording.every(({ section }) => section === "Front matter"))
      findings.push({ significance: "cosmetic", reason: reasonFor("front-matter", wording[0]) });
    else findings.push(editorial("wording", wording[0]));
  }
  for (const finding of quieter(passages)) findings.push(finding);
  return {
    findings: limited(findings.toSorted((x, y) => compareSignificance(y.significance, x.significance))),
    highlights: strongest(
      judged.map(({ passage, findings: found }) => ({ ...passage, rules: found.map(({ reason }) => reason.rule) })),
    ),
  };
}

/** What happened to the text, in a few words; null if nothing did. */
export function textHeadline(findings: readonly TextFinding[]): string | null {
  const rules = new Set(findings.map((finding) => finding.reason.rule));
  if (rules.size === 0) return null;
  if (rules.has("quiet-edit")) return "Text changed, stated date did not";
  const quiet = quietRules.filter(([rule]) => rules.has(rule));
  return quiet.length < rules.size ? "Text changed" : (quiet[0]?.[1] ?? null);
}

/** What changed where no wording of substance did. */
const quietRules: readonly (readonly [rule: string, headline: string])[] = [
  ["renumbered", "Provisions renumbered"],
  ["moved", "Text moved"],
  ["front-matter", "Front matter changed, the law in it did not"],
  ["stated-date", "Stated date moved"],
];

// A comma or a word put right, or another address, is an edit, but no quiet one worth much.
function isSentenceLike(passage: Passage): boolean {
  if (saysTheSame(passage) || isLink(passage)) return false;
  const { edits } = passage;
  const text = edits.map(({ removed, added }) => `${removed} ${added}`).join(" ");
  return wordsIn(text) >= 3;
}

/** A line that leads elsewhere: `Other versions →`. */
function isLink({ before, after }: Passage): boolean {
  return [before, after].every((text) => text === "" || (text.length <= 80 && /[→›»]\s*$/u.test(text)));
}

function ruleFindings(passage: Passage, passages: Passages): TextFinding[] {
  if (apparatus.test(passage.section)) return [];
  const section = passage.section === "" ? {} : { section: passage.section };
  const findings: TextFinding[] = [];
  for (const { name, significance, find, isLast = false } of textRules) {
    const evidence = isLast && findings.length > 0 ? null : find(passage, passages);
    if (evidence !== null) findings.push({ significance, reason: { rule: name, ...section, ...evidence } });
  }
  return findings;
}

/** What stands around the law: who brought it, who signed it, what notes say. */
const apparatus = /^(?:Front matter|Preface|Attestation|Endorsement|Signature|Footnotes)\b/i;

// Renumbering, moves and the page's word on its own date: told, and never more than editorial.
function quieter({ changed }: Passages): TextFinding[] {
  const findings: TextFinding[] = [];
  const renumbered = changed.find((passage) => passage.nature === "words" && isRenumbering(passage));
  if (renumbered !== undefined) findings.push(editorial("renumbered", renumbered));
  const moved = changed.find((passage) => passage.moved);
  if (moved !== undefined) {
    const section = moved.section === "" ? {} : { section: moved.section };
    findings.push({ significance: "editorial", reason: { rule: "moved", ...section } });
  }
  // A page may state two: when it was changed, and from when it holds.
  for (const { before, after } of changed.filter((passage) => passage.nature === "stated-date")) {
    findings.push({
      significance: "cosmetic",
      reason: { rule: "stated-date", before: clip(before), after: clip(after) },
    });
  }
  return findings;
}

function editorial(rule: string, passage: Passage | undefined): TextFinding {
  return { significance: "editorial", reason: reasonFor(rule, passage) };
}

function reasonFor(rule: string, passage: Passage | undefined): Reason {
  const { section = "", edits = [] } = passage ?? {};
  const [edit = { removed: "", added: "" }] = edits;
  return {
    rule,
    ...(section === "" ? {} : { section }),
    ...(edit.removed.trim() === "" ? {} : { before: clip(edit.removed) }),
    ...(edit.added.trim() === "" ? {} : { after: clip(edit.added) }),
  };
}

function limited(findings: readonly TextFinding[]): readonly TextFinding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ reason }) => {
    const count = (counts.get(reason.rule) ?? 0) + 1;
    counts.set(reason.rule, count);
    return count <= mostOfOneRule;
  });
}

const mostOfOneRule = 4;
const mostHighlights = 6;

/**
 * Passages rank by the rules that fired, as the list of rules has them; among equals a provision that reads otherwise now comes before a
 * new one. Where a word only joins what else came or went, it is left out.
 */
function strongest(highlights: readonly Highlight[]): readonly Highlight[] {
  const telling = highlights.filter((highlight) => !isJoint(highlight));
  return (telling.length > 0 ? telling : highlights)
    .toSorted((x, y) => strength(y) - strength(x))
    .slice(0, mostHighlights);
}

function strength({ rules, before, after }: Highlight): number {
  const order = textRules.map((rule) => rule.name);
  const fired = rules.reduce((sum, rule) => sum + order.length - order.indexOf(rule), 0);
  return fired + (before !== "" && after !== "" ? 5 : 0);
}

/** `; or` that came or went at the end of an item of a list. That `and` became `or` is something else. */
function isJoint({ rules, edits }: Highlight): boolean {
  return rules.length === 0 && edits.length > 0 && edits.every(isJointEdit);
}

function isJointEdit({ removed, added }: Highlight["edits"][number]): boolean {
  const [left, came] = [bare(removed), bare(added)];
  return joints.has(left) && joints.has(came) && (left === "" || came === "" || left === came);
}

function bare(text: string): string {
  const words = text.replaceAll(/[\s\p{P}]+/gu, " ");
  return words.trim().toLowerCase();
}

const joints: ReadonlySet<string> = new Set(["", "and", "or", "and or", "及", "和", "或", "以及", "或者"]);
