import type { HealthNotice } from "../model/alert.ts";
import type { Change, ChangeKind } from "../model/change.ts";
import type { Facts, FactValue } from "../model/facts.ts";
import type { Span, SpanOp } from "../model/redline.ts";
import type { Significance } from "../model/significance.ts";
import { type AgencyName, agencyName } from "./agencies.ts";
import { cfrComponents, plainNumber } from "./conditions.ts";
import { fold, foldWords, slug } from "./fold.ts";

/** What a query is asked about, folded once for many queries. Lines of `text` are passages that no phrase crosses. */
export interface Subject {
  readonly kind: ChangeKind | "health" | "standing";
  readonly text: string;
  readonly source: string;
  readonly feedId: string;
  /** Where it is about several feeds. */
  readonly feedIds?: readonly string[];
  readonly topics: readonly string[];
  readonly agencies: readonly AgencyName[];
  /** References as components. */
  readonly cfr: readonly (readonly string[])[];
  readonly dockets: readonly string[];
  readonly rins: readonly string[];
  readonly bills: readonly string[];
  readonly language: string;
  readonly significance: Significance | null;
}

/** A change as queries see it. */
export function subjectOfChange(change: Change): Subject {
  const { identifiers } = change;
  return {
    kind: change.kind,
    text: searchText(change).map(foldWords).join("\n"),
    source: slug(change.source),
    feedId: fold(change.feedId),
    topics: change.topics.map(slug),
    agencies: identifiers.agencies.map((name) => agencyName(foldWords(name))),
    cfr: cfrReferences(change),
    dockets: identifiers.docketIds.map(plainNumber),
    rins: identifiers.rins.map(plainNumber),
    bills: identifiers.bills.map(fold),
    language: fold(change.language),
    significance: change.significance,
  };
}

/** A health notice as queries see it: its words are the feed's title and the message. */
export function subjectOfNotice(notice: HealthNotice): Subject {
  return {
    kind: "health",
    text: [notice.feedTitle, notice.message].map(foldWords).join("\n"),
    source: slug(notice.source ?? ""),
    feedId: fold(notice.feedId),
    ...(notice.feedIds && { feedIds: notice.feedIds.map(fold) }),
    topics: (notice.topics ?? []).map(slug),
    agencies: [],
    cfr: [],
    dockets: [],
    rins: [],
    bills: [],
    language: "",
    significance: null,
  };
}

/** What the sections of a text that stands have in common. */
export interface StandingText {
  readonly source: string;
  readonly feedId: string;
  readonly topics: readonly string[];
  readonly language: string;
  readonly facts: Facts;
}

/** A section of a text that stands, as queries see it. It is no change: conditions on kind and significance ask for none. */
export function subjectOfSection(of: StandingText, passages: readonly string[]): Subject {
  const listed = (name: string) => factTexts(of.facts[name] ?? null);
  return {
    kind: "standing",
    text: passages.map(foldWords).join("\n"),
    source: slug(of.source),
    feedId: fold(of.feedId),
    topics: of.topics.map(slug),
    agencies: listed("agencies").map((name) => agencyName(foldWords(name))),
    cfr: listed("cfrReferences").flatMap(cfrComponents),
    dockets: listed("docketIds").map(plainNumber),
    rins: listed("rins").map(plainNumber),
    bills: listed("bills").map(fold),
    language: fold(of.language),
    significance: null,
  };
}

/** The passages of a change in which words are searched: its title, its facts, and the text that changed. The summary is not. */
export function searchText(change: Change): readonly string[] {
  const { documentNumber, agencies, cfrReferences, docketIds, rins, bills } = change.identifiers;
  return [
    change.title,
    ...(documentNumber === null ? [] : [documentNumber]),
    ...[agencies, cfrReferences, docketIds, rins, bills].flat(),
    ...change.facts.flatMap((fact) => [...factTexts(fact.before), ...factTexts(fact.after)]),
    ...changedText(change.redline.spans, ["delete", "move-from"]),
    ...changedText(change.redline.spans, ["insert", "move-to"]),
  ];
}

function factTexts(value: FactValue): readonly string[] {
  if (value === null || typeof value === "boolean") return [];
  return typeof value === "object" ? value : [String(value)];
}

// Changed runs of one side. Runs with nothing but spaces or punctuation between them are one passage, so that a phrase is found in
// a text that was changed word by word.
function changedText(spans: readonly Span[], side: readonly SpanOp[]): readonly string[] {
  const passages: string[] = [];
  let passage = "";
  let section: string | null = null;
  for (const span of spans) {
    const isUnchangedText = span.op === "equal" && /[\p{L}\p{N}]/u.test(span.text);
    if (isUnchangedText || (section !== null && span.section !== section)) {
      if (passage !== "") passages.push(passage);
      passage = "";
    }
    section = span.section;
    if (side.includes(span.op) || (span.op === "equal" && !isUnchangedText)) passage += span.text;
  }
  return passage === "" ? passages : [...passages, passage];
}

// A rule names the parts it amends; the sections that changed are in the redline. Together they are references of their own.
function cfrReferences(change: Change): readonly (readonly string[])[] {
  const references = change.identifiers.cfrReferences.flatMap(cfrComponents);
  const sections = new Set(change.redline.spans.filter((span) => span.op !== "equal").map((span) => span.section));
  const changed = [...sections].flatMap((section) => {
    const components =
      /§\s*(\d+\.\S+)/u
        .exec(fold(section))?.[1]
        ?.split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean) ?? [];
    return references
      .filter((reference) => reference[2] === components[0])
      .map((reference) => [...reference.slice(0, 2), ...components]);
  });
  return [...references, ...changed];
}
