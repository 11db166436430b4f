import type { BillMilestone } from "../../model/facts.ts";
import type { BillAction } from "./record.ts";

/** Something that happened to a bill, in few words. `fact` names the milestone it is, if it is one. */
export interface BillEvent {
  readonly date: string;
  /** `Passed House, 369–22`. */
  readonly words: string;
  readonly fact: BillMilestone | null;
  /** What the milestone's fact says: `369–22`, `without objection`. */
  readonly detail: string;
}

/**
 * What happened to a bill, oldest first, each event once: the House, the Senate and the Library of Congress report the same event two or
 * three times, amendments come by the hundred, and most of what is said on the floor is procedure.
 */
export function billEvents(actions: readonly BillAction[]): readonly BillEvent[] {
  const events = new Map<string, BillEvent>();
  for (const action of inOrder(actions)) {
    const event = eventOf(action);
    if (event === null) continue;
    const key = `${event.date} ${event.fact ?? ""} ${event.fact === null ? event.words : ""}`;
    const known = events.get(key);
    if (known === undefined || says(event) > says(known)) events.set(key, event);
  }
  return [...events.values()];
}

// Where two report one event, the one that gives the vote says more.
function says({ detail }: BillEvent): number {
  return (/\d–\d/.test(detail) ? 1000 : 0) + Math.min(detail.length, 500);
}

// Publishers list the newest first, and of one moment the last first.
function inOrder(actions: readonly BillAction[]): readonly BillAction[] {
  return actions
    .map((action, index) => ({ action, index }))
    .toSorted((a, b) => moment(a.action).localeCompare(moment(b.action)) || b.index - a.index)
    .map(({ action }) => action);
}

function moment({ actionDate, actionTime }: BillAction): string {
  return actionDate.slice(0, 10) + (actionTime ? `T${actionTime}` : "");
}

function eventOf(action: BillAction): BillEvent | null {
  const text = plainAction(action.text);
  const date = action.actionDate.slice(0, 10);
  if (text === "" || isFloorAmendment(action, text)) return null;
  for (const { pattern, fact, words } of rules) {
    const match = pattern.exec(text);
    if (match === null) continue;
    if (words === null) return null;
    const detail = words(text, match);
    return { date, fact, detail, words: fact === null ? detail : joined(names[fact], detail) };
  }
  return action.type === "Floor" || action.type === "NotUsed" || /^H[38]/.test(action.actionCode ?? "")
    ? null
    : { date, fact: null, detail: clipped(text), words: clipped(text) };
}

/** An action without the citations that are appended the next day, and without what the Library of Congress puts before it. */
export function plainAction(text: string): string {
  return text
    .replaceAll(
      /(?<!\s)\s*\((?:text|consideration|text as|text of|Sponsor introductory)[^()]*(?:\([^()]*\)[^()]*)*\)/gi,
      "",
    )
    .replace(/^(?:Passed\/agreed to in (?:House|Senate)|Resolving differences -- (?:House|Senate) actions):\s*/i, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/(?<![.\s])[.\s]+$/, "");
}

function isFloorAmendment({ actionCode, type }: BillAction, text: string): boolean {
  return (
    /^(?:7[1-7]|9[1-7])\d{3}$/.test(actionCode ?? "") ||
    /^(?:S|H|SU)AMDT$/.test(type ?? "") ||
    /^(?:S\.|H\.)?\s?Amdt\.|^(?:Motion to (?:table|recommit)[^.]{0,40})?amendment (?:SA|\(A)\b/i.test(text) ||
    /^(?:Point of order|Considered|Amendments? )/.test(text)
  );
}

interface EventRule {
  readonly pattern: RegExp;
  readonly fact: BillMilestone | null;
  /** Null: procedure, told to nobody. */
  readonly words: ((text: string, match: RegExpExecArray) => string) | null;
}

const own = (text: string) => clipped(text);
const vote = (text: string) => voteIn(text);

/** The first that fits says what an action is. To tell another kind of event, add it here. */
const rules: readonly EventRule[] = [
  { pattern: /^Introduced in (?:the )?(?:House|Senate)/i, fact: null, words: null },
  { pattern: /^Became Public Law|^Became Private Law/i, fact: null, words: own },
  { pattern: /^Signed by President/i, fact: "signed", words: () => "" },
  { pattern: /^(?:Pocket )?Vetoed by President/i, fact: "vetoed", words: () => "" },
  { pattern: /veto message|objections? of the President/i, fact: "overridden", words: own },
  { pattern: /^Presented to President/i, fact: "presentedToPresident", words: () => "" },
  {
    pattern:
      /^On (?:passage|agreeing to the resolution|motion to suspend the rules and (?:pass|agree)).*\b(?:Failed|not agreed|rejected)/i,
    fact: "failed",
    words: (text) => `in House, ${voteIn(text)}`,
  },
  {
    pattern: /^On (?:passage|agreeing to the resolution|motion to suspend the rules and (?:pass|agree)[^,]*)/i,
    fact: "passedHouse",
    words: (text) => amended(text, voteIn(text)),
  },
  { pattern: /^(?:Pursuant to .*)?(?:the following bills passed|passed House)\b/i, fact: "passedHouse", words: vote },
  {
    pattern: /^(?:Failed of passage|Resolution not agreed to|Not passed) in Senate|^Failed of passage/i,
    fact: "failed",
    words: (text) => `in Senate, ${voteIn(text)}`,
  },
  {
    pattern: /^(?:Passed|(?:Resolution |Measure )?agreed to in) Senate/i,
    fact: "passedSenate",
    words: (text) => amended(text, voteIn(text)),
  },
  {
    pattern:
      /^(?:On motion (?:that the House|to) (?:agree|concur)|(?:House|Senate) (?:agreed to|concurred)|Conference report .*agreed)/i,
    fact: "resolvingDifferences",
    words: own,
  },
  {
    pattern: /^(?:Committee on (.+?)\. )?Ordered to be reported/i,
    fact: "committeeVote",
    words: (text, match) => [match[1], orderedReported(text)].filter(Boolean).join(": "),
  },
  {
    pattern:
      /^Reported (?:\(Amended\) )?by the (?:House )?(?:Permanent Select )?Committee|reported an original measure, H\. Rept/i,
    fact: "reportedInHouse",
    words: reported,
  },
  {
    pattern: /^Committee on .+?\. (?:Reported|Original measure reported)|^By Senator .+ filed written report/i,
    fact: "reportedInSenate",
    words: reported,
  },
  { pattern: /^Subcommittee .*discharged/i, fact: null, words: null },
  {
    pattern: /^(?:(House|Senate) )?Committee on (.+?) discharged\b/i,
    fact: "discharged",
    words: (_, match) => [match[1], match[2]].filter(Boolean).join(" "),
  },
  { pattern: /^Hearings? (?:held|scheduled)|Hearings held|Hearings? Held by/i, fact: null, words: own },
  { pattern: /^(?:Received in|Read twice and referred|Referred to)/i, fact: null, words: referral },
  { pattern: /^Forwarded by Subcommittee/i, fact: null, words: own },
  { pattern: /^(?:Motion to proceed .*agreed|Cloture (?:motion )?.*(?:invoked|not invoked))/i, fact: null, words: own },
  {
    pattern:
      /^(?:Committee |Subcommittee )?Consideration and Mark-?up Session Held|^Placed on|^Held at the desk|^Message on|^Sponsor introductory|^Motion to reconsider|^Rules? (?:Committee|H\. ?Res)|^Read (?:the first|the second|twice)|^Star Print|^ASSUMING|^Sent to|^(?:Cleared|Measure laid|Considered|Table motion|Motion to table)|^\S+ moved |^The (?:Clerk|title|Speaker|previous)|^Mr?s?\. /i,
    fact: null,
    words: null,
  },
];

const names: Readonly<Record<BillMilestone, string>> = {
  committeeVote: "Ordered reported",
  discharged: "Committee discharged",
  reportedInHouse: "Reported in House",
  reportedInSenate: "Reported in Senate",
  passedHouse: "Passed House",
  passedSenate: "Passed Senate",
  failed: "Failed of passage",
  resolvingDifferences: "Differences resolved",
  presentedToPresident: "Presented to the President",
  signed: "Signed by the President",
  vetoed: "Vetoed by the President",
  overridden: "Veto considered",
};

function joined(name: string, detail: string): string {
  return detail === "" ? name : `${name}, ${detail}`;
}

/** `369–22`, `by voice vote`, `without objection`. */
function voteIn(text: string): string {
  const counted = /\b(\d{1,3}) ?[-–] ?(\d{1,3})\b(?!\s*\d*\))(?:, (\d{1,3}) Present)?/i.exec(text);
  if (counted !== null) return `${counted[1] ?? ""}–${counted[2] ?? ""}`;
  return /\b(?:by (?:voice vote|unanimous consent)|without objection)/i.exec(text)?.[0].toLowerCase() ?? "";
}

function amended(text: string, how: string): string {
  const isAmended = /\bas amended\b|\bwith (?:an )?amendments?\b/i.test(text);
  return [how, isAmended ? "as amended" : ""].filter((part) => part !== "").join(", ");
}

function orderedReported(text: string): string {
  const how = /substitute/i.test(text)
    ? "with a substitute"
    : /amend(?:ed|ment)/i.test(text) && !/without amendment/i.test(text)
      ? "as amended"
      : "";
  return [voteIn(text), how].filter((part) => part !== "").join(", ") || "without a recorded vote";
}

function reported(text: string): string {
  const committee = /Committee on (?:the )?(.+?)(?:\.| reported| filed|$)/i.exec(text)?.[1] ?? "";
  const how = /nature of a substitute/i.test(text)
    ? "with a substitute"
    : /\(Amended\)|with (?:an )?amendments?/i.test(text)
      ? "with amendments"
      : /without amendment/i.test(text)
        ? "without amendment"
        : "";
  const report = /[HS]\. ?Rept\. \d+-\d+|(?<=With written report No\. )\d+-\d+/i.exec(text)?.[0] ?? "";
  return [how, committee, report].filter((part) => part !== "").join(", ");
}

// "Received in the Senate and Read twice and referred to the Committee on Banking, Housing, and Urban Affairs"
function referral(text: string): string {
  const to =
    /referred (?:concurrently )?to (?:the )?((?:House |Senate )?(?:Sub)?[Cc]ommittees? .+?)(?:, (?:and in addition|for a period|pursuant)|$)/i.exec(
      text,
    );
  const more = /and in addition to (?:the )?Committees? on (.+?), for a period/i.exec(text)?.[1];
  if (to === null) return clipped(text);
  const chamber =
    /received in the (senate|house)/i.exec(text)?.[1] ?? (text.startsWith("Read twice") ? "senate" : undefined);
  const committee = (to[1] ?? "").replace(
    /^(House |Senate )?Committee on (?:the )?/i,
    (_, named: string | undefined) => named ?? chamberBefore(chamber),
  );
  return clipped(`Referred to ${committee}${more === undefined ? "" : `; also ${more}`}`);
}

function chamberBefore(chamber: string | undefined): string {
  return chamber === undefined
    ? "the Committee on "
    : `${chamber.slice(0, 1).toUpperCase()}${chamber.slice(1).toLowerCase()} `;
}

function clipped(text: string): string {
  return text.length <= 220 ? text : `${text.slice(0, 219).replace(/\s+\S*$/, "")}…`;
}
