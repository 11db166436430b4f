import type { Significance } from "../model/significance.ts";
import type { Extraction } from "../model/version.ts";
import type { DocumentFinding } from "./finding.ts";
import { isListed, listedHeadline } from "./listing-rules.ts";
import { isPair } from "./pair-rules.ts";
import { action, effectiveDate, isInForce, subject, text, type } from "./stated.ts";

/** A document seen for the first time, by what it is. */
export function firstSeen(after: Extraction, now: Temporal.Instant): readonly DocumentFinding[] {
  const rule = firstSeenRules.find((candidate) => candidate.applies(after, now));
  if (rule === undefined) return [];
  const headline = rule.headline(after);
  const filed = after.form === "inspection" ? `Filed for public inspection: ${lowerFirst(headline)}` : headline;
  const named: DocumentFinding = {
    rule: rule.name,
    significance: rule.significance,
    headline: filed,
    ...described(after),
  };
  if (!rule.bindsWhenInForce || !isInForce(after, now)) return [named];
  return [
    {
      rule: "in-force-now",
      significance: "urgent",
      headline: `${headline}, in force now`,
      after: effectiveDate(after) ?? "effective on filing",
    },
    named,
  ];
}

interface FirstSeenRule {
  readonly name: string;
  readonly significance: Significance;
  readonly applies: (document: Extraction, now: Temporal.Instant) => boolean;
  readonly headline: (document: Extraction) => string;
  /** Such a document binds people, and is urgent once it is in force. */
  readonly bindsWhenInForce?: boolean;
}

/** The first that applies names the document. Notices are told apart by what they do: most are routine. */
const firstSeenRules: readonly FirstSeenRule[] = [
  {
    name: "correction",
    significance: "substantive",
    applies: (document) =>
      text(document, "correctionOf") !== "" ||
      type(document) === "Correction" ||
      /^(?:\w+ )*correct(?:ion|ing)/i.test(action(document)),
    headline: (document) => {
      const corrected = text(document, "correctionOf");
      return corrected === "" ? "Correction" : `Correction to ${corrected}`;
    },
  },
  {
    name: "stay",
    significance: "substantive",
    applies: (document) => type(document) === "Rule" && /\bstay\b|suspension|suspend/i.test(subject(document)),
    headline: () => "Stay of a rule",
    bindsWhenInForce: true,
  },
  {
    name: "delay",
    significance: "substantive",
    applies: (document) =>
      type(document) === "Rule" &&
      /delay|postpone\w*|deferral/i.test(action(document)) &&
      /effective|compliance|date/i.test(subject(document)),
    headline: () => "Effective date delayed",
    bindsWhenInForce: true,
  },
  {
    name: "rule-withdrawn",
    significance: "substantive",
    applies: (document) => type(document).endsWith("Rule") && /withdraw/i.test(action(document)),
    headline: (document) => (type(document) === "Rule" ? "Rule withdrawn" : "Proposed rule withdrawn"),
  },
  {
    name: "rule",
    significance: "substantive",
    applies: (document) => type(document) === "Rule",
    headline: (document) =>
      /\b(?:interim final|direct final|temporary final|final) rule\b/i
        .exec(action(document))?.[0]
        .toLowerCase()
        .replace(/^./, (first) => first.toUpperCase()) ?? "Rule",
    bindsWhenInForce: true,
  },
  {
    name: "comment-period",
    significance: "substantive",
    applies: (document) =>
      /\b(?:exten\w+|reopen\w*)\b.{0,60}\bcomments?\b|\bcomment period\b.{0,40}\b(?:exten\w+|reopen\w*)/i.test(
        subject(document),
      ),
    headline: (document) => (/reopen/i.test(subject(document)) ? "Comment period reopened" : "Comment period extended"),
  },
  {
    name: "proposed-rule",
    significance: "substantive",
    applies: (document) => type(document) === "Proposed Rule",
    headline: (document) =>
      /advance notice/i.test(action(document)) ? "Advance notice of proposed rulemaking" : "Proposed rule",
  },
  {
    name: "presidential-document",
    significance: "substantive",
    applies: (document) => type(document) === "Presidential Document",
    headline: (document) => {
      const number = text(document, "executiveOrderNumber");
      if (number !== "") return `Executive Order ${number}`;
      return text(document, "subtype") || "Presidential document";
    },
  },
  {
    name: "routine-notice",
    significance: "editorial",
    applies: (document) => isNotice(document) && routine.test(subject(document)),
    headline: () => "Notice",
  },
  {
    name: "request-for-comments",
    significance: "substantive",
    applies: (document) =>
      isNotice(document) &&
      /request for (?:public )?(?:comments?|information|input)|notice of inquiry/i.test(subject(document)),
    headline: () => "Request for comments",
  },
  {
    name: "notice-that-acts",
    significance: "substantive",
    applies: (document) =>
      isNotice(document) &&
      (acts.test(subject(document)) || document.blocks.some((block) => block.kind === "instruction")),
    headline: () => "Notice",
  },
  { name: "notice", significance: "editorial", applies: isNotice, headline: () => "Notice" },
  {
    name: "bill",
    significance: "substantive",
    applies: (document) => text(document, "billNumber") !== "",
    headline: billFound,
  },
  {
    name: "cfr-section",
    significance: "substantive",
    applies: isNewSection,
    headline: () => "Added to the CFR",
  },
  {
    name: "watched",
    significance: "editorial",
    applies: (document) => document.form === "cfr" || document.form === "table",
    headline: () => "Watched from now on",
  },
  {
    name: "under-review",
    significance: "substantive",
    applies: (document) => document.form === "review",
    headline: (document) => {
      const decision = text(document, "decision");
      const stage = text(document, "stage") || "Rule";
      return decision === "" ? `${stage} under review at OIRA` : `${stage} reviewed by OIRA: ${decision.toLowerCase()}`;
    },
  },
  {
    name: "docket-document",
    significance: "substantive",
    applies: (document) => document.form === "docket" && text(document, "commentPeriod") === "open",
    headline: () => "Comment period opened",
  },
  {
    name: "docket-document",
    significance: "editorial",
    applies: (document) => document.form === "docket",
    headline: (document) => `Added to the docket: ${text(document, "docketDocument") || "document"}`,
  },
  { name: "new-item", significance: "substantive", applies: isListed, headline: listedHeadline },
  { name: "pair", significance: "editorial", applies: isPair, headline: () => "Language versions compared" },
  { name: "new-document", significance: "editorial", applies: () => true, headline: () => "New document" },
];

// What a section was amended by stands in its source; one that is new has the document that added it alone.
function isNewSection(document: Extraction, now: Temporal.Instant): boolean {
  return (
    document.form === "cfr" &&
    text(document, "addedBy") !== "" &&
    text(document, "amendedBy") === "" &&
    text(document, "amendmentDate") >= daysAgo(now, 60)
  );
}

function daysAgo(now: Temporal.Instant, days: number): string {
  return now.toZonedDateTimeISO("America/New_York").toPlainDate().subtract({ days }).toString();
}

// A bill may be found in the middle of its way: by a clause that was put in, or because it is watched from now on.
function billFound(document: Extraction): string {
  if (text(document, "publicLaw") !== "") return `Law found: P.L. ${text(document, "publicLaw")}`;
  const what = text(document, "billType").endsWith("res") ? "Resolution" : "Bill";
  const stage = stages.find(([fact]) => text(document, fact) !== "");
  return stage === undefined ? `${what} introduced` : `${what} found: ${stage[1]}`;
}

const stages: readonly (readonly [string, string])[] = [
  ["vetoed", "vetoed"],
  ["presentedToPresident", "before the President"],
  ["passedSenate", "passed Senate"],
  ["passedHouse", "passed House"],
  ["reportedInSenate", "reported in Senate"],
  ["reportedInHouse", "reported in House"],
  ["committeeVote", "ordered reported"],
];

/** What notices do that change nobody's duties but the parties'. */
const routine =
  /information collection|paperwork reduction|advisory committee|\bmeetings?\b|in the matter of|(?:denying|denial of|denial order|denies) |temporary denial|privacy act|sunshine act|membership|performance review board/i;
/** What notices do that change what others may or must do. */
const acts =
  /entity list|unverified list|military end.user|validated end.user|\bstay\b|suspen(?:d|sion)|sanctions? actions?|specially designated|blocked persons|general licen[cs]e|implementation of|revocation|waiver|determination|countr(?:y|ies) of concern|guidance|advisory opinion|prohibit|exclusion|inclusions? (?:process|window)|national emergency/i;

function isNotice(document: Extraction): boolean {
  return /^(?:Notice|Sunshine Act Document|Uncategorized Document)$/.test(type(document));
}

function described(document: Extraction): Pick<DocumentFinding, "after"> {
  const what = action(document) || type(document);
  return what === "" ? {} : { after: what };
}

function lowerFirst(headline: string): string {
  return /^(?:Executive|[A-Z]{2})/.test(headline) ? headline : headline.charAt(0).toLowerCase() + headline.slice(1);
}
