import type { DeadlineKind } from "../model/facts.ts";

/** A date in its sentence. */
export interface DateInSentence {
  readonly before: string;
  /** The words between this date and the one before it. */
  readonly sincePrevious: string;
  readonly after: string;
  /** What the date before it was, if anything. */
  readonly previous: DeadlineKind | null;
  /** In the DATES section, which has nothing but the document's own dates and the names of other documents. */
  readonly inDates: boolean;
  /** Days after publication; null if that is not known. */
  readonly days: number | null;
}

/** What happens on a date, judged by the words that lead to it; null if it is history, a citation or somebody else's date. */
export function operativeKind(date: DateInSentence): DeadlineKind | null {
  if (isHistory(date)) return null;
  const kind = kindByWords(date) ?? kindByList(date);
  if (kind !== null) return kind;
  return date.inDates && (date.days ?? 0) >= -10 ? "other" : null;
}

// A little before publication counts: rules take effect when they are filed.
const ownPast: Readonly<Record<"dates" | "text", number>> = { dates: -400, text: -14 };

function isHistory({ before, sincePrevious, after, inDates, days }: DateInSentence): boolean {
  if (days !== null && days < ownPast[inDates ? "dates" : "text"]) return true;
  if (/(?:\bFR \d+[,;]?|\bFed\. Reg\. [\d,]+[,;]?|\()\s*$/i.test(before) && /^\s*[),;]/.test(after)) return true;
  if (
    /\b(?:published|issued|dated|signed|promulgated|announced|released|posted|enacted|filed|made|adopted|approved|extended|renewed|modified)(?: (?:in|by|at|with) [^.;]{0,60})?,?(?: on| as of)?\s*$/i.test(
      sincePrevious,
    )
  )
    return !/\b(?:must|should|shall|may|to|will|can) (?:also )?be (?:\w+ )?\w+(?: on)?\s*$/i.test(sincePrevious);
  if (
    /\b(?:was|were|had been|became|been|has been|took|went|expired|ended|closed|terminated|lapsed)\b(?: \w+){0,4}(?: on| in| as of| until| through)?\s*$/i.test(
      sincePrevious,
    )
  )
    return !/\bhas been (?:extended|delayed|stayed|suspended)[^.;]{0,300}\b(?:to|until|through)\s*$/i.test(
      sincePrevious,
    );
  if (givenUp.test(before) && /^,? (?:to|until|till|through)\b/i.test(after)) return true;
  if (/\b(?:dated|[Ff]or example,?(?: on)?)\s*$/.test(before)) return true;
  return !inDates && (days ?? 0) <= 0 && /\b(?:[Ss]ince|[Pp]rior to|[Aa]s of|[Bb]eginning in)\s*$/.test(before);
}

const time = String.raw`(?:(?:at |by |before |until )?(?:\d{1,2}(?::\d{2})? ?[ap]\.?m\.?|midnight|noon|close of business)[^.;]{0,12}?(?:\((?:E[SD]?T|eastern[^)]*)\)|E[SD]?T|eastern(?: (?:standard|daylight))? time|local time)?,? ?(?:on )?)?`;
const weekday = String.raw`(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?`;

// "is extended from A to B": A holds no longer.
const givenUp = new RegExp(
  String.raw`\b(?:extend|delay|postpon|defer|mov|chang|reschedul)(?:e[sd]?|s|ing)?\b[^.;]{0,200}\bfrom ${weekday}$`,
  "i",
);

function leadingTo(words: string): RegExp {
  return new RegExp(String.raw`${words}[\s,:]*${time}${weekday}$`, "i");
}

const by = String.raw`(?:by|before|until|till|through|no later than|not later than|on or before|on or prior to|prior to|(?:no|not) later than on|later than|due|due on|due by|close[sd]?(?: on)?|ends?(?: on)?|closing|deadline(?: [^.;]{0,40})?(?: is| are| of| to)?|postmarked|received(?: on)?|submitted(?: on)?|to|dates?(?: is| are)?(?: on)?|is|are)(?: or (?:before|on))?`;
const byDate = leadingTo(String.raw`\b${by}`);
// "Final comment 18(b)" is commentary on a rule, and "we solicited comments" is over.
const comment =
  /^(?!.*\b(?:solicited|received \w+|sought) (?:\w+ )?comments?\b).*\b(?:comments?(?! ?\d)|comment period|rebuttals?|written (?:views|statements|submissions)|submissions)\b/is;
const commentDue =
  /\b(?:comments?|views|statements|submissions|rebuttals?)\b[^.;]{0,150}\b(?:must|should|will be accepted|may be submitted|due|deadline|closes?|closing|ends?|extended|received)\b/i;
const asking =
  /\b(?:requests? (?:to|for)|petitions?|nominations?|applications?|objections?|registration|register|rsvp)\b/i;

const stay = /\b(?:stay(?:ed|s|ing)?|suspen(?:d|ds|ded|ding|sion))\b/i;
const until = leadingTo(String.raw`\b(?:until|through|end(?:s|ing)?(?: on)?|expires?(?: on)?|to|lifted(?: on)?)`);

const effectiveWord = String.raw`\b(?:effective(?:ness)?|applicab(?:le|ility)|implementation|operative|take[sn]?(?: legal)? effect|taking effect|com(?:e|es|ing) into (?:force|effect)|enter(?:s|ing)? into (?:force|effect))`;
const effectiveTo = leadingTo(
  String.raw`${effectiveWord}(?: and applicable)?(?: dates?)?(?: (?:of|for|in) [^.;]{0,160}?)?(?: (?:is|are|will be|shall be|becomes?|remains?))?(?: (?:on|as of|from|beginning|starting|beginning on|starting on|on and after|on or after|at))*`,
);
const effectiveLoose = leadingTo(String.raw`\beffective\b[^.;]{0,200}\bon or after`);
const delayed = leadingTo(
  String.raw`\beffective dates?\b[^.;]{0,300}\b(?:delayed|postponed|extended|deferred|changed|moved)\b[^.;]{0,40}\b(?:until|to|through)`,
);

const expiring = leadingTo(
  String.raw`\b(?:expires?|expiring|expiration(?: date)?(?: of [^.;]{0,60})?(?: is)?|will expire|shall expire|terminates?|will (?:terminate|end)|sunsets?|lapses?)(?: [^.;]{0,60}?)?(?:,? (?:on|at|after|as of|is))*`,
);
const untilDate = leadingTo(String.raw`\b(?:until|through|before|prior to|up to(?: and including)?|ending(?: on)?|to)`);
const lastDay = leadingTo(String.raw`\b(?:until|before|by|no later than|not later than|on or before)(?: on)?`);
const savings = /\b(?:may (?:continue|proceed)|provided (?:that )?the (?:export|shipment|transaction)|en route)\b/i;
const lasting =
  /\b(?:valid|in (?:full force and )?effect|remains?|from the date of this order|may continue|may proceed|authori[sz]ed|authori[sz]ation|den(?:y|ied|ial)|licen[sc]es?|exception|extend(?:s|ed)?|renew(?:s|ed)?|temporar(?:y|ily)|shall|may not|for a period)\b/i;

const complianceTo = leadingTo(
  String.raw`\b(?:compl(?:y|iance|ied)(?: [^.;]{0,80}?)?|must (?:be )?(?:file|filed|report|reported|submit|submitted|complete|completed|register|registered|certify|certified|implement|implemented|obtain|obtained|apply|provide|provided)\b[^.;]{0,80}?) ${by}`,
);
const complianceDate = leadingTo(
  String.raw`\bcompliance(?: dates?)?(?: (?:is|are|with (?:[^.;]|\.(?=\d)){0,60}))?(?: (?:required|mandatory|expected))?(?: (?:on|as of|beginning|from|by|is|until))*`,
);
const obligation = /\b(?:must|shall|(?:is|are) required|required to)\b/i;

const meeting = /\b(?:hearing|meeting|meets?|conference|workshop|webinar|session|symposium|roundtable|forum)\b/i;
const meetingOn = leadingTo(
  String.raw`\b(?:on|held(?: on)?|for|from|meet|convene|scheduled|dates?|begin(?:s|ning)?(?: on)?)`,
);

const fromDate = leadingTo(
  String.raw`\b(?:on or after|on and after|at any time after|beginning(?: on)?|starting(?: on)?|from|after)`,
);

function kindByWords({ before, sincePrevious, after, inDates, days }: DateInSentence): DeadlineKind | null {
  const future = days === null || days >= 0;
  if (delayed.test(before)) return "effective";
  if (stay.test(before) && until.test(sincePrevious) && future) return "stay-ends";
  if (complianceTo.test(sincePrevious) && !comment.test(before) && (future || inDates)) return "compliance";
  if (complianceDate.test(sincePrevious) && /complian/i.test(sincePrevious)) return "compliance";
  if (effectiveTo.test(sincePrevious) || effectiveLoose.test(before)) return isNotSo(before) ? null : "effective";
  if (expiring.test(sincePrevious) && future) return "expires";
  if (byDate.test(sincePrevious) && comment.test(before) && (inDates || (future && commentDue.test(before))))
    return "comments-close";
  if (meeting.test(before) && meetingOn.test(sincePrevious) && future && !byDate.test(sincePrevious)) return "hearing";
  if (byDate.test(sincePrevious) && asking.test(before) && future) return "other";
  if (!future) return null;
  if (untilDate.test(sincePrevious) && lasting.test(before) && !isPeriodOfData(before)) return "expires";
  if (savings.test(before) && lastDay.test(sincePrevious)) return "expires";
  if (/^\W*(?:\(\w+\)\s*)*Prior to\s*$/.test(before)) return "expires";
  if (byDate.test(sincePrevious) && obligation.test(before)) return inDates ? "other" : "compliance";
  if (/^,? (?:this|the) [^.;]{0,60}\b(?:takes? effect|(?:is|becomes?) effective)\b/i.test(after)) return "effective";
  return inDates && fromDate.test(sincePrevious) ? "other" : null;
}

// "effective on January 3 and March 5, 2026", "from A until B"
function kindByList({ sincePrevious, previous }: DateInSentence): DeadlineKind | null {
  if (previous === "hearing" && /\band\s*$/i.test(sincePrevious)) return previous;
  return previous !== null && /^\s*(?:,|and|or|&|,\s*and)\s*$/.test(sincePrevious) ? previous : null;
}

// "Before the effective date of …" is about another document; "cannot take effect on …" is about a date that was given up.
function isNotSo(before: string): boolean {
  return (
    /\b(?:prior to|before|after) the effective date of [^.;]{0,300}$/i.test(before) ||
    /\b(?:cannot|could|not|would have|proposed to|originally)\b(?: \w+){0,2} (?:take effect|be(?:come)? effective|effective)(?: on)?\s*$/i.test(
      before,
    )
  );
}

function isPeriodOfData(before: string): boolean {
  return /\b(?:data|period|year|quarter|fiscal|covering|entries) (?:\w+ ){0,6}(?:from|of|through|to)\s*$/i.test(before);
}
