import type { Deadline, Facts } from "../../model/facts.ts";
import { docketId } from "../../snapshots/citations.ts";
import { isoDate } from "../../snapshots/dates.ts";
import type { FrHead, FrText } from "../../snapshots/fr-text.ts";
import { operativeDates } from "../../snapshots/operative-dates.ts";
import { plainTitle } from "./plain-title.ts";
import { numberInUrl, type FiledRecord, type PublishedRecord } from "./record.ts";

/** What a published document states about itself. Where a server left a field out, the text's own head stands in. */
export function publishedFacts(record: PublishedRecord, head: FrHead | null, deadlines: readonly Deadline[]): Facts {
  return {
    documentNumber: record.document_number,
    documentType: record.type ?? null,
    subtype: record.subtype ?? null,
    action: plainTitle(record.action === undefined ? head?.action : record.action),
    agencies: agencyNames(record.agencies),
    docketIds: record.docket_ids === undefined ? (head?.docketIds ?? []) : docketIds(record.docket_ids),
    rins: record.regulation_id_numbers === undefined ? (head?.rins ?? []) : (record.regulation_id_numbers ?? []),
    cfrReferences: cfr(record) ?? head?.cfrReferences ?? [],
    publicationDate: record.publication_date,
    ...(record.signing_date == null ? {} : { signingDate: record.signing_date }),
    effectiveDate: statedDate(record.effective_on, deadlines, "effective"),
    effectiveDates: effectiveDates(record, deadlines),
    commentDeadline: statedDate(record.comments_close_on, deadlines, "comments-close"),
    correctionOf: numberInUrl(record.correction_of ?? "") ?? correctedNumber(record.document_number),
    corrections: (record.corrections ?? []).map(numberInUrl).filter((number) => number !== null),
    dispositionNotes: plainTitle(record.disposition_notes ?? record.executive_order_notes),
    significantUnderEo12866: record.significant ?? null,
    ...(record.executive_order_number == null ? {} : { executiveOrderNumber: record.executive_order_number }),
  };
}

/** What a filing states about itself: the desk's facts, and those its text gives. */
export function filedFacts(record: FiledRecord, text: FrText | null, deadlines: readonly Deadline[]): Facts {
  const head = text?.head ?? null;
  const dates = deadlines.filter(({ kind, section }) => kind === "effective" && isDatesSection(section));
  return {
    documentNumber: record.document_number,
    documentType: record.type ?? null,
    action: plainTitle(head?.action),
    agencies: agencyNames(record.agencies),
    docketIds: docketIds([...(record.docket_numbers ?? []), ...(head?.docketIds ?? [])]),
    rins: head?.rins ?? [],
    cfrReferences: head?.cfrReferences ?? [],
    publicationDate: record.publication_date ?? null,
    filedAt: filedInstant(record),
    filingType: record.filing_type ?? null,
    editorialNote: plainTitle(record.editorial_note),
    effectiveDate: dates[0]?.date ?? null,
    effectiveDates: [...new Set(dates.map(({ date }) => date))],
    commentDeadline: deadlines.findLast(({ kind }) => kind === "comments-close")?.date ?? null,
    correctionOf: correctedNumber(record.document_number) ?? correctedInText(record, text),
  };
}

export function filedInstant(record: FiledRecord): string {
  return Temporal.Instant.from(record.filed_at).toString({ smallestUnit: "millisecond" });
}

/** `C1-2023-27742` corrects `2023-27742`: printing corrections carry the number of what they correct. */
export function correctedNumber(number: string): string | null {
  return /^[CR]\d+-((?:\d{4}|\d\d|E\d)-\d+)$/i.exec(number)?.[1] ?? null;
}

// "In FR Doc. 2031-00401, appearing on page 10101 …": a correction names what it corrects before anything else.
function correctedInText(record: FiledRecord, text: FrText | null): string | null {
  if (text === null || !/\bcorrect(?:ion|ing|s)?\b/i.test(`${record.title ?? ""} ${text.head.action ?? ""}`))
    return null;
  for (const block of text.blocks) {
    const number = /\bFR Doc(?:ument|\.)?(?: No\.?)? ?(\d{4}-\d{4,5})\b/i.exec(block.text)?.[1];
    if (number !== undefined && number !== record.document_number) return number;
  }
  return null;
}

// Docket numbers without captions, old records' page headers left out, each once.
function docketIds(stated: readonly string[] | null | undefined): readonly string[] {
  return [...new Set((stated ?? []).map((docket) => docketId(docket)).filter((id) => id !== null))];
}

// The API gives its DATES text with the facts, so that these do not wait for the full text.
function effectiveDates(record: PublishedRecord, deadlines: readonly Deadline[]): readonly string[] {
  const stated = isoDate(record.effective_on ?? "");
  const dates =
    record.dates === undefined
      ? deadlines.filter(({ section }) => isDatesSection(section))
      : operativeDates([{ kind: "paragraph", path: ["DATES"], text: record.dates ?? "" }], {
          publicationDate: record.publication_date,
          filedAt: null,
        });
  const effective = dates.filter(({ kind }) => kind === "effective").map(({ date }) => date);
  return [...new Set([...(stated === null ? [] : [stated]), ...effective])].toSorted();
}

function statedDate(
  stated: string | null | undefined,
  deadlines: readonly Deadline[],
  kind: Deadline["kind"],
): string | null {
  if (stated !== undefined) return isoDate(stated ?? "");
  return deadlines.find((deadline) => deadline.kind === kind && isDatesSection(deadline.section))?.date ?? null;
}

function isDatesSection(section: string | undefined): boolean {
  return /\bDATES?\b/.test(section ?? "");
}

function agencyNames(agencies: PublishedRecord["agencies"]): readonly string[] {
  return (agencies ?? []).map((agency) => agency.name ?? agency.raw_name ?? "").filter((name) => name !== "");
}

function cfr(record: PublishedRecord): readonly string[] | null {
  if (record.cfr_references === undefined) return null;
  const references = (record.cfr_references ?? []).filter(({ part }) => part != null && part !== "");
  return [...new Set(references.map(({ title, part }) => `${title} CFR ${part}`))];
}
