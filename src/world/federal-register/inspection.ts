import { json } from "../publisher.ts";
import type { Answer } from "../publisher.ts";
import { agencyBySlug, agencyReference } from "./agencies.ts";
import { appearsAt, eastern, reached } from "./document.ts";
import type { Filing, RegisterDocument } from "./document.ts";
import { inspectionText } from "./plain.ts";
import type { Query } from "./query.ts";
import { otherHost, pageViews, searchableWords, slug } from "./records.ts";
import type { Desk } from "./records.ts";
import { readTerm } from "./term.ts";

/** A document that has been filed, with its filing. */
export type Filed = RegisterDocument & { readonly filing: Filing };

/** Documents filed by now and not taken away again. They stay known by number after they are published. */
export function filedDocuments(documents: readonly RegisterDocument[], now: Temporal.Instant): readonly Filed[] {
  return documents.filter((document): document is Filed => {
    if (document.filing === undefined || !reached(document.filing.at, now)) return false;
    const gone = goneAt(document.filing);
    return gone === null || !reached(gone, now);
  });
}

/** `current.json`: the whole desk at once. */
export function currentInspection(documents: readonly RegisterDocument[], desk: Desk): Answer {
  const onDesk = filedDocuments(documents, desk.now).filter((document) => stillOnDesk(document, desk.now));
  return json({
    count: onDesk.length,
    special_filings_updated_at: updatedAt(documents, "special", desk),
    regular_filings_updated_at: updatedAt(documents, "regular", desk),
    results: onDesk.map((document) => inspectionRecord(document, desk, "detail")),
  });
}

/** `public-inspection-documents.json`: paged, or a whole day with `available_on`. Empty searches keep `results` here. */
export function searchInspection(documents: readonly RegisterDocument[], query: Query, desk: Desk): Answer {
  const unknown = query.conditions.find((name) => !conditionNames.has(name));
  if (unknown !== undefined) return json({ errors: { [unknown]: "is not a valid field" } }, 400);
  const day = query.one("conditions[available_on]");
  const found = filedDocuments(documents, desk.now)
    .filter((document) => (day === undefined ? stillOnDesk(document, desk.now) : availableOn(document, day)))
    .filter((document) => fits(document, query))
    .toSorted((a, b) =>
      a.filing.at === b.filing.at ? compare(a.number, b.number) : compare(b.filing.at, a.filing.at),
    );
  const records = (shown: readonly Filed[]) => shown.map((document) => inspectionRecord(document, desk, "search"));
  if (found.length === 0) return json({ count: 0, results: [] });
  if (day !== undefined) return json({ count: found.length, results: records(found) });

  const asked = Number(query.one("per_page"));
  const perPage = Number.isInteger(asked) && asked > 1 ? Math.min(asked, 1000) : 20;
  const page = Math.max(1, Number(query.one("page")) || 1);
  // The publisher's framework leaks its own parameters into these links.
  const link = (number: number) =>
    `${desk.host}/api/v1/public_inspection_documents?${query.with({
      action: "index",
      controller: "api/v1/public_inspection_documents",
      format: "json",
      page: String(number),
    })}`;
  return json({
    description: "All Public Inspection Documents",
    count: found.length,
    total_pages: 50,
    ...(page * perPage < found.length ? { next_page_url: link(page + 1) } : {}),
    ...(page > 1 ? { previous_page_url: link(page - 1) } : {}),
    results: records(found.slice((page - 1) * perPage, page * perPage)),
  });
}

export function inspectionRecord(document: Filed, desk: Desk, form: "detail" | "search"): Record<string, unknown> {
  const filedAt = Temporal.Instant.from(document.filing.at);
  const time = (instant: Temporal.Instant) => (form === "detail" ? withOffset(instant) : withZ(instant));
  const agency = agencyBySlug(document.agencies.at(-1) ?? "");
  const note = document.filing.withdrawn;
  return {
    agencies: [agencyReference(agency, desk.host)],
    agency_letters: [],
    agency_names: form === "detail" ? [agency.name] : null,
    docket_numbers: document.docketIds ?? [],
    document_number: document.number,
    editorial_note: note?.note !== undefined && reached(note.at, desk.now) ? note.note : null,
    ...(form === "search" ? { excerpts: null } : {}),
    filed_at: time(filedAt),
    filing_type: document.filing.kind,
    html_url: `${desk.host}/public-inspection/${document.number}/${slug(document.title)}`,
    json_url: `${desk.host}/api/v1/public_inspection_documents/${document.number}`,
    last_public_inspection_issue: filedAt.toZonedDateTimeISO(eastern).toPlainDate().toString(),
    num_pages: document.pages * 3,
    page_views: pageViews(desk),
    pdf_file_name: `${document.number}_PI.pdf`,
    pdf_file_size: 40_000 + document.pages * 15_043,
    pdf_updated_at: time(filedAt.add({ seconds: 8 })),
    pdf_url: `${otherHost(desk, "https://public-inspection.federalregister.gov")}/${document.number}.pdf`,
    publication_date: document.publishedOn,
    raw_text_url: `${desk.host}${inspectionTextPath(document.number)}`,
    subject_1: document.title,
    subject_2: null,
    subject_3: null,
    title: `${document.title}  `,
    toc_doc: document.title,
    toc_subject: "",
    type: document.type,
  };
}

/** `/public-inspection/raw_text/202/690/101.txt`: the number's digits by threes. */
function inspectionTextPath(number: string): string {
  const digits = number.replaceAll(/[^0-9]/g, "");
  return `/public-inspection/raw_text/${(digits.match(/.{1,3}/g) ?? []).join("/")}.txt`;
}

/** The raw text behind a path, or null where nothing was filed. */
export function inspectionTextAt(path: string, documents: readonly RegisterDocument[], desk: Desk): string | null {
  const document = filedDocuments(documents, desk.now).find((each) => inspectionTextPath(each.number) === path);
  return document === undefined ? null : inspectionText(document);
}

const conditionNames = new Set(["special_filing", "type", "agencies", "term", "available_on"]);

const typeCodes: Readonly<Record<string, string>> = {
  RULE: "Rule",
  PRORULE: "Proposed Rule",
  NOTICE: "Notice",
  PRESDOCU: "Presidential Document",
};

function fits(document: Filed, query: Query): boolean {
  const special = query.one("conditions[special_filing]");
  const types = query.all("conditions[type]").map((code) => typeCodes[code]);
  const agencies = query.all("conditions[agencies]");
  const term = query.one("conditions[term]");
  if (special !== undefined && (document.filing.kind === "special") !== (special === "1")) return false;
  if (types.length > 0 && !types.includes(document.type)) return false;
  if (agencies.length > 0 && !document.agencies.some((each) => agencies.includes(each))) return false;
  return term === undefined || readTerm(term).matches(searchableWords(document));
}

function stillOnDesk(document: Filed, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, appearsAt(document)) < 0;
}

function availableOn(document: Filed, day: string): boolean {
  const filedOn = Temporal.Instant.from(document.filing.at).toZonedDateTimeISO(eastern).toPlainDate().toString();
  return filedOn <= day && day < document.publishedOn;
}

function goneAt(filing: Filing): string | null {
  if (filing.withdrawn === undefined) return null;
  return filing.withdrawn.note === undefined ? filing.withdrawn.at : (filing.withdrawn.removedAt ?? null);
}

function updatedAt(documents: readonly RegisterDocument[], kind: Filing["kind"], desk: Desk): string | null {
  const filings = documents
    .map((document) => document.filing)
    .filter((filing) => filing?.kind === kind && reached(filing.at, desk.now))
    .map((filing) => filing?.at ?? "");
  const latest = filings.toSorted().at(-1);
  return latest === undefined ? null : withOffset(Temporal.Instant.from(latest));
}

function withOffset(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO(eastern).toString({ smallestUnit: "millisecond", timeZoneName: "never" });
}

function withZ(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: "second" });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
