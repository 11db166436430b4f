import type { Deadline, Facts } from "../../model/facts.ts";
import type { Captured } from "../../model/source.ts";
import type { Block } from "../../model/text.ts";
import type { DocumentLink, Extraction } from "../../model/version.ts";
import { billId, billName, billPage, ordinal } from "./bill-id.ts";
import { readPrint } from "./bill-print.ts";
import { billEvents, type BillEvent } from "./events.ts";
import { billFacts, companions, shortTitle } from "./facts.ts";
import { fitsRecord, sectionsWith } from "./find.ts";
import type { CongressParams } from "./params.ts";
import { readRecord } from "./read-record.ts";
import type { BillRecord } from "./record.ts";
import { easternDate, lawNumber, printedPdf, textVersions, versionInUrl, type TextVersion } from "./text-versions.ts";

/** Part roles: the text as it stands, and a text of the past, of which the record tells what had happened until then. */
export const textRole = "text";
export const pastTextRole = "past-text";

/** Reads a capture: the bill's record, and the print that goes with it. Throws where the record or the print cannot be read. */
export function extractBill(
  { parts }: Captured,
  params: Pick<CongressParams, "cosponsorThresholds" | "term" | "searchIn">,
): Extraction {
  const record = readRecord(parts);
  const part = parts.find(({ role }) => role === textRole || role === pastTextRole);
  const print = part === undefined ? null : readPrint(part.response);
  const version = part === undefined ? null : versionOf(record, part.response.url);
  const past = part?.role === pastTextRole ? (version?.date ?? null) : null;
  const events = billEvents(record.actions).filter(({ date }) => past === null || date <= past);
  const told = past === null ? record : { ...record, laws: [], actions: untilDate(record, past) };
  const statedFacts = billFacts(
    told,
    events,
    { version: version?.name ?? null, substitute: print?.substitute ?? false },
    params.cosponsorThresholds,
  );
  const facts: Facts = { ...statedFacts, matchedSections: matchedSections(record, print?.blocks ?? [], params) };
  const { congress, type, number } = record;
  const name = billName(type, number);
  const title = shortTitle(record);
  return {
    title: title === null ? name : `${name}: ${title}`,
    language: "en",
    sourceUrl: billPage(congress, type, number),
    officialUrl: version === null ? null : printedPdf(record, version.code),
    citation: facts["publicLaw"] ? `Pub. L. ${String(facts["publicLaw"])}` : `${name}, ${ordinal(congress)} Cong.`,
    fullCitation: fullCitation(record, version, events),
    publishedAt: past ?? events.at(-1)?.date ?? record.introducedDate ?? null,
    form: "bill",
    complete: print !== null,
    blocks: print?.blocks ?? [],
    facts,
    deadlines: past === null ? scheduled(record) : [],
    threadKeys: threadKeys(record, facts["publicLaw"] ?? null),
    links: links(record),
  };
}

// A clause in a bill on something else: where it is, because its title does not tell.
function matchedSections(
  record: BillRecord,
  blocks: readonly Block[],
  params: Pick<CongressParams, "term" | "searchIn">,
): readonly string[] {
  const { term, searchIn } = params;
  if (term === undefined || !searchIn.includes("text") || fitsRecord(record, { term, searchIn: ["titles"] })) return [];
  return sectionsWith(term, blocks).slice(0, mostSections);
}

const mostSections = 8;

function versionOf(record: BillRecord, url: string): TextVersion | null {
  const code = versionInUrl(record, url);
  const known = textVersions(record).find((version) => version.code === code);
  if (known === undefined || known.date !== null) return known ?? null;
  return { ...known, date: passedOn(record, known.code) };
}

// Engrossed prints state no date; they are what was passed.
function passedOn(record: BillRecord, code: string): string | null {
  const wanted = /^e.*h$/.test(code) ? "passedHouse" : /^e.*s$/.test(code) ? "passedSenate" : "presentedToPresident";
  return billEvents(record.actions).findLast(({ fact }) => fact === wanted)?.date ?? null;
}

function untilDate(record: BillRecord, date: string): BillRecord["actions"] {
  return record.actions.filter((action) => action.actionDate.slice(0, 10) <= date);
}

function fullCitation(record: BillRecord, version: TextVersion | null, events: readonly BillEvent[]): string {
  const { congress, type, number } = record;
  const title = shortTitle(record);
  const year = (version?.date ?? events.at(-1)?.date ?? record.introducedDate ?? "").slice(0, 4);
  const named = `${title === null ? "" : `${title}, `}${billName(type, number)}, ${ordinal(congress)} Cong.`;
  const stage = version === null || /^i[hs]$/.test(version.code) ? "" : ` (as ${version.name.toLowerCase()})`;
  return `${named}${stage}${year === "" ? "" : ` (${year})`}`
    .replace(/\bhouse\b/, "House")
    .replace(/\bsenate\b/, "Senate");
}

// Hearings and markups that were still to come when the record was written.
function scheduled(record: BillRecord): readonly Deadline[] {
  const asOf = easternDate(record.updateDateIncludingText ?? record.updateDate) ?? "9999";
  const found = new Map<string, Deadline>();
  for (const committee of record.committees) {
    for (const { name, date } of committee.activities) {
      const on = easternDate(date);
      if (on === null || on <= asOf || !/hearing|mark-?up|vote/i.test(name)) continue;
      found.set(`${on} ${name}`, {
        kind: "hearing",
        date: on,
        sentence: `${committee.chamber ?? ""} ${committee.name}: ${name}.`.trim(),
      });
    }
  }
  return [...found.values()];
}

function threadKeys(record: BillRecord, law: unknown): readonly string[] {
  const own = billId(record.congress, record.type, record.number);
  return [
    `bill:${own}`,
    ...companions(record).map(({ id }) => `bill:${id}`),
    ...(typeof law === "string" ? [`law:${law}`] : []),
  ];
}

function links(record: BillRecord): readonly DocumentLink[] {
  const law = lawNumber(record.laws[0]?.number);
  const enacted: readonly DocumentLink[] =
    law === null ? [] : [{ relation: "enacted-as", key: `publ${law}`, title: `Public Law ${law}`, url: lawPage(law) }];
  return [
    ...companions(record).map(({ id, title }): DocumentLink => {
      const [, type = "", number = "", congress = ""] = /^([a-z]+)(\d+)-(\d+)$/.exec(id) ?? [];
      return {
        relation: "companion",
        key: id,
        title: `${billName(type, number)}${title === null ? "" : `: ${title}`}`,
        url: billPage(Number(congress), type, number),
      };
    }),
    ...enacted,
  ];
}

function lawPage(law: string): string {
  const name = `PLAW-${law.replace("-", "publ")}`;
  return `https://www.govinfo.gov/app/details/${name}`;
}
