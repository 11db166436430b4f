import { hashJson } from "../../lib/hash.ts";
import { numberInUrl, type FiledRecord, type PublishedRecord } from "./record.ts";

/**
 * Hash of what counts about a document. Page views, dockets at regulations.gov, agenda issues, images and query strings move by
 * themselves and are left out.
 */
export function publishedHash(record: PublishedRecord): string {
  return hashJson({
    title: flat(record.title),
    type: record.type ?? null,
    subtype: record.subtype ?? null,
    abstract: flat(record.abstract),
    action: flat(record.action),
    dates: flat(record.dates),
    agencies: (record.agencies ?? []).map((agency) => agency.name ?? agency.raw_name ?? null),
    cfr: (record.cfr_references ?? []).map(({ title, part }) => `${title} ${part ?? ""}`),
    publicationDate: record.publication_date,
    effectiveOn: record.effective_on ?? null,
    commentsCloseOn: record.comments_close_on ?? null,
    signingDate: record.signing_date ?? null,
    dockets: record.docket_ids ?? [],
    rins: record.regulation_id_numbers ?? [],
    correctionOf: numberInUrl(record.correction_of ?? ""),
    corrections: (record.corrections ?? []).map((url) => numberInUrl(url) ?? url).toSorted((a, b) => (a < b ? -1 : 1)),
    notes: [flat(record.disposition_notes), flat(record.executive_order_notes)],
    order: record.executive_order_number ?? null,
    significant: record.significant ?? null,
  });
}

export function filedHash(record: FiledRecord): string {
  return hashJson({
    title: flat(record.title),
    toc: [flat(record.toc_subject), flat(record.toc_doc)],
    type: record.type ?? null,
    agencies: (record.agencies ?? []).map((agency) => agency.slug ?? agency.name ?? null),
    dockets: record.docket_numbers ?? [],
    filedAt: Temporal.Instant.from(record.filed_at).epochMilliseconds,
    filingType: record.filing_type ?? null,
    note: flat(record.editorial_note),
    publicationDate: record.publication_date ?? null,
    pages: record.num_pages ?? null,
  });
}

function flat(text: string | null | undefined): string {
  return (text ?? "").replaceAll(/\s+/g, " ").trim();
}
