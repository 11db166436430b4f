import { absoluteLink } from "../model/change-json.ts";
import type { Change, ChangeKind } from "../model/change.ts";
import type { RenderContext } from "../model/channel.ts";
import type { ComposedChange } from "../model/composed.ts";
import { datesTold } from "../model/deadline-words.ts";
import { compareSignificance, type Significance } from "../model/significance.ts";
import type { Instant } from "../model/time.ts";
import { clip, oneLine } from "./clip.ts";
import { deadlinesInWords } from "./days-left.ts";
import { factsInWords } from "./fact-words.ts";
import { passagesOf } from "./passages.ts";
import { isSaidByHeadline, reasonInWords } from "./reasons.ts";

/** Changes in words, the strongest first. */
export function composeChanges(changes: readonly Change[], context: RenderContext): readonly ComposedChange[] {
  return changes
    .toSorted((a, b) => compareSignificance(b.significance, a.significance))
    .map((change) => composeChange(change, context));
}

/** One change in words, for every channel. */
export function composeChange(change: Change, context: RenderContext): ComposedChange {
  return {
    changeId: change.id,
    significance: change.significance,
    headline: headlineOf(change),
    title: clip(change.title, 300),
    summary: oneLine(change.summary),
    facts: change.kind === "amended" ? factsInWords(change.facts) : [],
    passages: passagesOf(change),
    deadlines: deadlinesInWords(datesTold(change), context.now, zones.get(change.source) ?? "UTC"),
    source: sourceOf(change),
    evidence: evidenceOf(change),
    citation: change.citation,
    officialUrl: change.officialUrl,
    sourceUrl: change.sourceUrl,
    pageUrl: absoluteLink(change.permalink, context.publicUrl),
  };
}

// Days are counted where the deadline is the law.
const zones: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "federal-register": "America/New_York",
    congress: "America/New_York",
    ecfr: "America/New_York",
    "regulations-gov": "America/New_York",
    oira: "America/New_York",
  }),
);

const sourceNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "federal-register": "Federal Register",
    congress: "Congress",
    ecfr: "eCFR",
    "policy-page": "Policy page",
    listing: "List",
    pair: "Pair of language versions",
    posts: "Posts",
    rss: "News",
    table: "Table",
    "regulations-gov": "Regulations.gov",
    oira: "OIRA review",
  }),
);

const significanceWords: Readonly<Record<Significance, string>> = {
  cosmetic: "Cosmetic",
  editorial: "Editorial",
  substantive: "Substantive",
  urgent: "Urgent",
};

const kindWords: Readonly<Record<ChangeKind, string>> = {
  "first-seen": "New",
  amended: "Amended",
  withdrawn: "Withdrawn",
};

function headlineOf(change: Change): string {
  const happened = oneLine(change.headline) || kindWords[change.kind];
  // Where a quiet edit comes first, the headline says so.
  const first = change.reasons.find(({ rule }) => rule !== "quiet-edit");
  const reason = first === undefined || isSaidByHeadline(first) ? "" : oneLine(reasonInWords(first));
  const weight = change.retracted === undefined ? significanceWords[change.significance] : "Retracted";
  return [weight, happened, repeats(happened, reason) ? "" : reason].filter((part) => part !== "").join(" · ");
}

// `Comment deadline moved · the comment deadline moved` says one thing twice.
function repeats(happened: string, reason: string): boolean {
  return reason.toLowerCase().replace(/^(?:the|an?|it is) /, "") === happened.toLowerCase();
}

function sourceOf(change: Change): string {
  const published = change.publishedAt === null ? "" : `, published ${dateInWords(change.publishedAt)}`;
  return `${sourceNames.get(change.source) ?? change.source} (${change.feedId})${published}`;
}

// A window, never a moment: nobody saw the publisher make the change.
function evidenceOf({ kind, evidence }: Change): string {
  const seen = instantInWords(evidence.firstSeenAfter);
  if (kind === "first-seen") return `First seen ${seen}`;
  const verb = kind === "withdrawn" ? "Withdrawn" : "Changed";
  if (evidence.lastSeenBefore === null) return `${verb} before ${seen}`;
  return `${verb} between ${instantInWords(evidence.lastSeenBefore)} and ${seen}`;
}

function dateInWords(date: string): string {
  return date.includes("T") ? instantInWords(date) : date;
}

/** An instant as people read it: `2026-01-12 18:57:22 UTC`. */
export function instantInWords(instant: Instant): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}
