import { billMilestones, type FactValue, type Facts } from "../../model/facts.ts";
import { billId, billName } from "./bill-id.ts";
import type { BillEvent } from "./events.ts";
import type { BillRecord } from "./record.ts";
import { lawNumber } from "./text-versions.ts";

/** What a bill's text states about itself. */
export interface TextFacts {
  /** As Congress names the print: `Reported in House`; null while there is no text. */
  readonly version: string | null;
  /** The committee struck the whole text and put another in its place. */
  readonly substitute: boolean;
}

/** What moves and is told, and what a bill is known by. Subjects, update dates and who cosponsors move by themselves and are left out. */
export function billFacts(
  record: BillRecord,
  events: readonly BillEvent[],
  text: TextFacts,
  cosponsorThresholds: readonly number[],
): Facts {
  const { congress, type, number } = record;
  const latest = events.at(-1);
  return {
    congress,
    billType: type,
    billNumber: number,
    bills: [billId(congress, type, number)],
    publicLaw: lawNumber(record.laws[0]?.number) ?? lawInEvents(events),
    ...milestoneFacts(events),
    latestAction: latest === undefined ? null : dated(latest),
    textVersion: text.version !== null && text.substitute ? `${text.version}, with a substitute` : text.version,
    shortTitle: shortTitle(record),
    officialTitle: officialTitle(record),
    summary: newestSummary(record),
    cosponsorsReached: reached(record.cosponsors, cosponsorThresholds),
    sponsors: record.sponsors.map((sponsor) => plain(sponsor.fullName)),
    introducedDate: record.introducedDate ?? null,
    committees: record.committees.map(({ chamber, name }) => `${chamber ?? ""} ${withoutCommittee(name)}`.trim()),
    policyArea: record.policyArea?.name ?? null,
    companions: companions(record).map(({ id }) => id),
    relatedBills: record.relatedBills
      .filter((bill) => !isCompanion(bill, record))
      .slice(0, mostRelated)
      .map((bill) => `${billName(bill.type, bill.number)}${bill.congress === congress ? "" : `, ${bill.congress}th`}`),
    rollCalls: rollCalls(record),
  };
}

const mostRelated = 40;

/** Bills of the same text or name in the other chamber, or in this one. */
export function companions(record: BillRecord): readonly { readonly id: string; readonly title: string | null }[] {
  const found = record.relatedBills
    .filter((bill) => isCompanion(bill, record))
    .map((bill) => ({
      id: billId(bill.congress, bill.type, bill.number),
      title: bill.title ?? bill.latestTitle ?? null,
    }));
  return [...new Map(found.map((bill) => [bill.id, bill])).values()];
}

type RelatedBill = BillRecord["relatedBills"][number];

function isCompanion(bill: RelatedBill, record: BillRecord): boolean {
  if (bill.congress !== record.congress) return false;
  if (bill.relationshipDetails.some(({ type }) => /identical|companion/i.test(type ?? ""))) return true;
  const own = plain(record.title ?? "").toLowerCase();
  return own.length > 8 && plain(bill.title ?? bill.latestTitle ?? "").toLowerCase() === own;
}

/** The name people use, as the publisher shows it. */
export function shortTitle(record: BillRecord): string | null {
  const display = record.titles.find(({ titleType }) => /^display title/i.test(titleType ?? ""))?.title;
  return plain(display ?? record.title ?? "") || null;
}

function officialTitle(record: BillRecord): string | null {
  const official = record.titles.filter(({ titleType }) => /^official title/i.test(titleType ?? ""));
  const current =
    official.find(({ titleType }) => /amended|enacted|passed/i.test(titleType ?? "")) ??
    official.find(({ titleType }) => /introduced/i.test(titleType ?? "")) ??
    official[0];
  return current === undefined ? null : plain(current.title);
}

// The last milestone first: what happened last is what people are told first.
function milestoneFacts(events: readonly BillEvent[]): Readonly<Record<string, FactValue>> {
  return Object.fromEntries(
    billMilestones.toReversed().map((name) => {
      const event = events.findLast((one) => one.fact === name);
      return [name, event === undefined ? null : [event.detail, event.date].filter((part) => part !== "").join(", ")];
    }),
  );
}

function dated({ words, date }: BillEvent): string {
  return `${words}, ${date}`;
}

function lawInEvents(events: readonly BillEvent[]): string | null {
  const law = events.findLast(({ words }) => /^Became Public Law/i.test(words));
  return lawNumber(law?.words);
}

// Congress's researchers write one for each stage; the one of the latest stage counts.
function newestSummary({ summaries }: BillRecord): string | null {
  const newest = summaries.toSorted((a, b) => (a.actionDate ?? "").localeCompare(b.actionDate ?? "")).at(-1);
  const text = plain(newest?.text ?? "");
  if (text === "") return null;
  const stage = newest?.actionDesc ? `${newest.actionDesc}: ` : "";
  return stage + (text.length <= longestSummary ? text : `${text.slice(0, longestSummary).replace(/\s+\S*$/, "")}…`);
}

const longestSummary = 1500;

function reached(count: number, thresholds: readonly number[]): number | null {
  const crossed = thresholds.filter((threshold) => count >= threshold);
  return crossed.length === 0 ? null : Math.max(...crossed);
}

function rollCalls({ actions }: BillRecord): readonly string[] {
  const found = actions.flatMap(({ actionDate, recordedVotes }) =>
    recordedVotes.map(({ chamber, rollNumber }) =>
      `${chamber ?? ""} roll call ${rollNumber ?? ""}, ${actionDate.slice(0, 10)}`.trim(),
    ),
  );
  const calls = [...new Set(found)].toReversed();
  // An omnibus bill has hundreds of votes on amendments; the last ones decide.
  return calls.slice(-mostCalls);
}

const mostCalls = 10;

function withoutCommittee(name: string): string {
  return name.replace(/ Committee$/, "").replace(/^Committee on (?:the )?/, "");
}

/** Text out of the markup that summaries and titles come in. */
export function plain(markup: string): string {
  return markup
    .replaceAll(/<\/(?:p|li|div|h\d)>/gi, " ")
    .replaceAll(/<[^<>]{0,400}>/g, "")
    .replaceAll(/&(?:nbsp|#160|#xa0);/gi, " ")
    .replaceAll("&quot;", '"')
    .replaceAll(/&(?:apos|#39|rsquo|#8217);/g, "’")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
    .trim();
}
