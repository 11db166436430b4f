import type { DeadlineKind, FactChange } from "../model/facts.ts";
import type { Redline } from "../model/redline.ts";
import type { Reason, Significance } from "../model/significance.ts";
import { compareSignificance } from "../model/significance.ts";
import type { Instant } from "../model/time.ts";
import type { Extraction } from "../model/version.ts";
import { billFindings, billHeadline, isBill } from "./bill-rules.ts";
import { movedDeadlines } from "./deadline-rules.ts";
import { isPair, pairFindings } from "./pair-rules.ts";
import { movedFact } from "./fact-rules.ts";
import type { DocumentFinding } from "./finding.ts";
import { firstSeen } from "./first-seen-rules.ts";
import { clip } from "./evidence.ts";
import type { Passages } from "./passages.ts";
import { passagesOf } from "./passages.ts";
import type { RowGroup } from "./row-groups.ts";
import { rowFindings, rowsChanged } from "./row-rules.ts";
import { rowSections } from "./rows.ts";
import { isInForce } from "./stated.ts";
import type { Highlight, TextFindings } from "./text-findings.ts";
import { textFindings, textHeadline } from "./text-findings.ts";

/** What is judged: two readings of a document and what was found between them. `before` is null for a document seen first. */
export interface ClassifyInput {
  readonly before: Extraction | null;
  readonly after: Extraction;
  readonly redline: Redline;
  readonly facts: readonly FactChange[];
  /** The publisher's own sentence, where the document is gone. */
  readonly vanished?: string;
  /** Since when the document was gone, if it was; it is there again. */
  readonly goneSince?: Instant | null;
  /** When an earlier version said what this one says again. */
  readonly returnedTo?: Instant | null;
  /** A date that a new document states otherwise than the document it announces. */
  readonly differs?: {
    readonly title: string;
    readonly kind: DeadlineKind;
    readonly announced: string;
    readonly stated: string;
  } | null;
  readonly now: Temporal.Instant;
}

/** How much a change matters and why, strongest reason first, and what happened in the field's own words. */
export interface Classification {
  readonly significance: Significance;
  readonly reasons: readonly Reason[];
  readonly headline: string;
  /** The changed passages that matter most, strongest first. */
  readonly highlights: readonly Highlight[];
  /** What happened to the rows of tables that are told row by row. */
  readonly rows: readonly RowGroup[];
}

/** Judges a change by the rules of `first-seen-rules.ts`, `fact-rules.ts`, `deadline-rules.ts` and `text-rules.ts`. */
export function classify(input: ClassifyInput): Classification {
  if (input.vanished !== undefined) return vanished(input, input.vanished);
  if (input.before === null) return conclude([...differing(input), ...firstSeen(input.after, input.now)]);
  if (isPair(input.after)) return conclude([...returned(input), ...pairFindings(input.before, input.after)]);
  const passages = passagesOf(input.redline);
  const documents = [...cameBack(input), ...returned(input), ...documentFindings(input, input.before)];
  const rows = rowsChanged(input.before, input.after);
  if (rows.length > 0) return byRow(input, input.before, { documents, passages, rows });
  if (!isBill(input.after))
    return conclude(documents, textFindings(passages), formHeadline(input, input.before, passages));
  const findings = billFindings(documents, input.facts, passages);
  return conclude(findings, textFindings(passages), billHeadline(input.before, input.after, findings, passages));
}

// Rows are told by what became of them, the text around them by its words.
function byRow(
  { after }: ClassifyInput,
  before: Extraction,
  {
    documents,
    passages,
    rows,
  }: {
    readonly documents: readonly DocumentFinding[];
    readonly passages: Passages;
    readonly rows: readonly RowGroup[];
  },
): Classification {
  const told = rowSections(before.blocks, after.blocks);
  const around = { ...passages, changed: passages.changed.filter(({ section }) => !told.has(section)) };
  return { ...conclude([...rowFindings(rows), ...documents], textFindings(around)), rows };
}

function vanished({ before, after }: ClassifyInput, reason: string): Classification {
  const unpublished = (before ?? after).form === "inspection";
  return {
    significance: "substantive",
    reasons: [{ rule: unpublished ? "withdrawn-before-publication" : "withdrawn", after: reason }],
    headline: unpublished ? "Withdrawn before publication" : "Withdrawn",
    highlights: [],
    rows: [],
  };
}

function differing({ differs }: ClassifyInput): readonly DocumentFinding[] {
  if (differs === undefined || differs === null) return [];
  const headline = `Says ${differs.kind.replaceAll("-", " ")} ${differs.announced}; the document it announces says ${differs.stated}`;
  return [
    {
      rule: "differs-from-announced",
      significance: "substantive",
      headline,
      before: differs.stated,
      after: differs.announced,
    },
  ];
}

function cameBack({ goneSince }: ClassifyInput): readonly DocumentFinding[] {
  if (goneSince === undefined || goneSince === null) return [];
  const headline = `There again; it was gone since ${goneSince.slice(0, 10)}`;
  return [{ rule: "came-back", significance: "substantive", headline }];
}

function returned({ returnedTo }: ClassifyInput): readonly DocumentFinding[] {
  if (returnedTo === undefined || returnedTo === null) return [];
  const day = returnedTo.slice(0, 10);
  return [{ rule: "reverted", significance: "substantive", headline: `Reverted to the text of ${day}`, after: day }];
}

function documentFindings({ after, facts, now }: ClassifyInput, before: Extraction): readonly DocumentFinding[] {
  const names = new Set(facts.map((fact) => fact.name));
  const moved = facts
    .filter((fact) => fact.name !== "effectiveDates" || !names.has("effectiveDate"))
    .map((fact) => movedFact(fact, after, now));
  const wasFiled = before.form === "inspection" && after.form === "published";
  const findings = wasFiled ? moved.filter((finding) => finding.rule !== "publication-date") : moved;
  if (before.form !== after.form || !before.complete) return findings;
  return [...findings, ...movedDeadlines(before.deadlines, after.deadlines, names)];
}

// A text that appears in another form tells what it states now; what it says otherwise comes after that.
function formHeadline({ after, facts, now }: ClassifyInput, before: Extraction, passages: Passages): string | null {
  if (before.form !== "inspection" || after.form !== "published") return null;
  const stated = facts.find((fact) => fact.name === "effectiveDate" && fact.before === null);
  if (stated !== undefined)
    return isInForce(after, now) ? "Published, in force now" : "Published: effective date now stated";
  if (facts.some((fact) => fact.name === "commentDeadline" && fact.before === null))
    return "Published: comment deadline now stated";
  if (facts.some((fact) => fact.name === "effectiveDate")) return "Published: effective date moved";
  if (facts.some((fact) => fact.name === "commentDeadline")) return "Published: comment deadline moved";
  return passages.changed.some((passage) => passage.nature === "words")
    ? "Published text differs from the filed one"
    : "Published";
}

function conclude(
  documents: readonly DocumentFinding[],
  texts: TextFindings = { findings: [], highlights: [] },
  headline: string | null = null,
): Classification {
  const stated = strongestFirst(documents);
  const findings = strongestFirst([
    ...stated.map((finding) => ({ significance: finding.significance, reason: reasonOf(finding) })),
    ...texts.findings,
  ]);
  return {
    significance: findings[0]?.significance ?? "cosmetic",
    reasons: findings.map((finding) => finding.reason).slice(0, mostReasons),
    headline:
      headline ??
      stated.find((finding) => finding.significance !== "editorial")?.headline ??
      textHeadline(texts.findings) ??
      stated[0]?.headline ??
      "Typesetting changed",
    highlights: texts.highlights,
    rows: [],
  };
}

const mostReasons = 12;

function strongestFirst<Finding extends { readonly significance: Significance }>(
  findings: readonly Finding[],
): readonly Finding[] {
  return findings.toSorted((x, y) => compareSignificance(y.significance, x.significance));
}

function reasonOf({ rule, before, after }: DocumentFinding): Reason {
  return {
    rule,
    ...(before === undefined ? {} : { before: clip(before) }),
    ...(after === undefined ? {} : { after: clip(after) }),
  };
}
