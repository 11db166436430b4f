import { z } from "zod";
import { isoDate } from "../../snapshots/dates.ts";

// Absent and null mean different things: a field the publisher did not send says nothing, null says there is none.
const text = z.string().nullish().catch(undefined);
const texts = z.array(z.string()).nullish().catch(undefined);

const agency = z.object({
  name: text,
  raw_name: text,
  slug: text,
});

const agencies = z.array(agency).nullish().catch(undefined);

const calendarDate = z.string().refine((date) => isoDate(date) !== null, "is not a date");

const documentNumber = z
  .string()
  .trim()
  .regex(/^[\w.-]+$/);

const related = z.object({
  document_number: z.string(),
  relationship_type: text,
  publication_date: text,
  title: text,
  html_url: text,
});

/** A published document as the API gives it; only the number and the date are required. */
export const publishedRecord = z.object({
  document_number: documentNumber,
  publication_date: calendarDate,
  title: text,
  type: text,
  subtype: text,
  abstract: text,
  action: text,
  dates: text,
  agencies,
  cfr_references: z
    .array(
      z.object({
        title: z.union([z.number(), z.string()]),
        part: z.union([z.number(), z.string()]).nullish(),
      }),
    )
    .nullish()
    .catch(undefined),
  citation: text,
  comments_close_on: text,
  effective_on: text,
  correction_of: text,
  corrections: texts,
  disposition_notes: text,
  executive_order_notes: text,
  executive_order_number: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(undefined),
  docket_ids: texts,
  regulation_id_numbers: texts,
  regulations_dot_gov_info: z.object({ docket_id: text }).nullish().catch(undefined),
  related_documents: z.record(z.string(), z.array(related).catch([])).nullish().catch(undefined),
  significant: z.boolean().nullish().catch(undefined),
  signing_date: text,
  html_url: text,
  pdf_url: text,
  full_text_xml_url: text,
  raw_text_url: text,
  body_html_url: text,
});

export type PublishedRecord = z.infer<typeof publishedRecord>;

/** A document on the public inspection desk. */
export const filedRecord = z.object({
  document_number: documentNumber,
  filed_at: z.string().refine((instant) => isInstant(instant), "is not an instant"),
  publication_date: calendarDate.nullish().catch(undefined),
  title: text,
  toc_subject: text,
  toc_doc: text,
  subject_1: text,
  subject_2: text,
  subject_3: text,
  type: text,
  agencies,
  docket_numbers: texts,
  filing_type: text,
  editorial_note: text,
  num_pages: z.number().nullish().catch(undefined),
  pdf_updated_at: text,
  html_url: text,
  pdf_url: text,
  raw_text_url: text,
});

export type FiledRecord = z.infer<typeof filedRecord>;

/** What the source asks of the API for every document. */
export const askedFields: readonly string[] = Object.keys(publishedRecord.shape);

/** The records of an answer: a page of results, several documents by number, or one document bare. Null if it is none of these. */
export function recordsOf(body: unknown): readonly unknown[] | null {
  if (!isObject(body)) return null;
  if (Array.isArray(body["results"])) return body["results"];
  if ("document_number" in body) return [body];
  // An empty search has a count and no results.
  return body["count"] === 0 ? [] : null;
}

/** Numbers are padded differently from source to source: `2012-07333` is `2012-7333`. */
export function sameNumberForm(number: string): string {
  return number
    .trim()
    .replace(/-0{1,20}(?=\d+$)/, "-")
    .toUpperCase();
}

/** The document number at the end of an API address, or null. */
export function numberInUrl(url: string): string | null {
  return /\/documents\/([\w.-]+?)(?:\.json)?(?:\?|#|$)/.exec(url)?.[1] ?? null;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isInstant(text: string): boolean {
  try {
    Temporal.Instant.from(text);
    return true;
  } catch {
    return false;
  }
}
