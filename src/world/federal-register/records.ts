import { agencyBySlug, agencyReference } from "./agencies.ts";
import { appearsAt, documentAt, eastern, isListed } from "./document.ts";
import type { RegisterDocument } from "./document.ts";
import { passagesOf } from "./flow.ts";
import { citation } from "./printed.ts";

/** What a record is written with: all documents, the moment, the host of its links, and how many answers came before. */
export interface Desk {
  readonly documents: readonly RegisterDocument[];
  readonly now: Temporal.Instant;
  readonly host: string;
  readonly mirrored: boolean;
  readonly views: number;
  /** What a search over several days shows at most; all if left out. */
  readonly searchCap?: number;
}

type Field = (document: RegisterDocument, desk: Desk, excerpt: string | null) => unknown;

/** Every field the API can give, in the order in which it gives them unasked. */
const fields: Readonly<Record<string, Field>> = {
  abstract: (document) => document.abstract ?? null,
  action: (document) => document.action ?? null,
  agencies: (document, desk) => document.agencies.map((slug) => agencyReference(agencyBySlug(slug), desk.host)),
  agency_names: (document) => document.agencies.map((slug) => agencyBySlug(slug).name),
  amendatory_instructions: (document) => amendatoryInstructions(document),
  body_html_url: (document, desk) => textUrl(document, desk, "html", "html"),
  cfr_references: (document) =>
    (document.cfr ?? []).map(({ title, part }) => ({ chapter: null, citation_url: null, part, title })),
  cfr_topics: (document) =>
    (document.topics ?? []).length === 0
      ? []
      : (document.cfr ?? []).map(({ title, part }) => ({ cfr_part: part, topics: document.topics, cfr_title: title })),
  citation: (document) => citation(document),
  comment_url: (document) =>
    document.commentsCloseOn !== undefined && document.regulationsDocket !== undefined
      ? `https://www.regulations.gov/commenton/${document.regulationsDocket}-0001`
      : null,
  comments_close_on: (document) => document.commentsCloseOn ?? null,
  correction_of: (document, desk) =>
    document.correctionOf === undefined ? null : `${desk.host}/api/v1/documents/${document.correctionOf}`,
  corrections: (document, desk) =>
    desk.documents
      .filter((other) => other.correctionOf === document.number && isListed(other, desk.now))
      .map((other) => `${desk.host}/api/v1/documents/${other.number}`),
  dates: (document) => document.dates ?? null,
  disposition_notes: (document) => document.dispositionNotes ?? null,
  docket_id: (document) => document.docketIds?.[0] ?? null,
  docket_ids: (document) => document.docketIds ?? [],
  dockets: (document, desk) => dockets(document, desk),
  document_number: (document) => document.number,
  effective_on: (document) => document.effectiveOn ?? null,
  end_page: (document) => document.startPage + document.pages - 1,
  excerpts: (_document, _desk, excerpt) => excerpt,
  executive_order_notes: (document) => document.dispositionNotes ?? null,
  executive_order_number: (document) => document.executiveOrderNumber ?? null,
  explanation: () => null,
  full_text_xml_url: (document, desk) => textUrl(document, desk, "xml", "xml"),
  html_url: (document, desk) =>
    `${desk.host}/documents/${slashedDate(document)}/${document.number}/${slug(document.title)}`,
  images: () => ({}),
  images_metadata: () => ({}),
  json_url: (document, desk) =>
    `${desk.host}/api/v1/documents/${document.number}?publication_date=${document.publishedOn}`,
  mods_url: (document, desk) =>
    `${otherHost(desk, "https://www.govinfo.gov")}/metadata/granule/FR-${document.publishedOn}/${document.number}/mods.xml`,
  not_received_for_publication: () => null,
  page_length: (document) => document.pages,
  page_views: (_document, desk) => pageViews(desk),
  pdf_url: (document, desk) =>
    `${otherHost(desk, "https://www.govinfo.gov")}/content/pkg/FR-${document.publishedOn}/pdf/${document.number}.pdf`,
  president: (document) =>
    document.type === "Presidential Document" ? { identifier: "world-president", name: "The President" } : null,
  presidential_document_number: (document) => document.executiveOrderNumber ?? null,
  proclamation_number: () => null,
  public_inspection_pdf_url: (document, desk) =>
    `${otherHost(desk, "https://public-inspection.federalregister.gov")}/${document.number}.pdf?${Math.floor(appearsAt(document).epochMilliseconds / 1000) - 36_000}`,
  publication_date: (document) => document.publishedOn,
  raw_text_url: (document, desk) => textUrl(document, desk, "text", "txt"),
  regulation_id_number_info: (document) => Object.fromEntries((document.rins ?? []).map((rin) => [rin, null])),
  regulation_id_numbers: (document) => document.rins ?? [],
  regulations_dot_gov_info: (document, desk) => regulationsInfo(document, desk),
  regulations_dot_gov_url: (document) =>
    document.regulationsDocket === undefined
      ? null
      : `https://www.regulations.gov/document/${document.regulationsDocket}-0001`,
  related_documents: (document, desk) => relatedDocuments(document, desk),
  significant: (document) => document.significant ?? null,
  signing_date: (document) => document.signedOn ?? null,
  start_page: (document) => document.startPage,
  subtype: (document) => document.subtype ?? null,
  title: (document) => document.title,
  toc_doc: (document) => document.title,
  toc_subject: () => null,
  topics: (document) => document.topics ?? [],
  type: (document) => document.type,
  volume: (document) => document.volume,
};

const onlyWhenAsked = new Set([
  "excerpts",
  "agency_names",
  "docket_id",
  "president",
  "amendatory_instructions",
  "cfr_topics",
  "related_documents",
  "explanation",
]);

export const detailFields: readonly string[] = Object.keys(fields).filter((name) => !onlyWhenAsked.has(name));

export const searchFields: readonly string[] = [
  "title",
  "type",
  "abstract",
  "document_number",
  "html_url",
  "pdf_url",
  "public_inspection_pdf_url",
  "publication_date",
  "agencies",
  "excerpts",
];

/** The first name that is no field of the API, or null. */
export function unknownField(names: readonly string[]): string | null {
  return names.find((name) => !Object.hasOwn(fields, name)) ?? null;
}

/** The record of a document as it stands now, with the fields asked for in the order asked. */
export function recordOf(
  document: RegisterDocument,
  names: readonly string[],
  desk: Desk,
  excerpt: string | null = null,
): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fields[name]?.(document, desk, excerpt)]));
}

/** Moves with every answer, as the publisher's counts do several times a day. */
export function pageViews(desk: Desk): Record<string, unknown> {
  const time = desk.now.toZonedDateTimeISO(eastern);
  const clock = time.toPlainDateTime().toString({ smallestUnit: "second" }).replace("T", " ");
  return { count: desk.views, last_updated: `${clock} ${time.offset.replace(":", "")}` };
}

/** Another host of the publisher; under the world's own address everything is on one. */
export function otherHost(desk: Desk, real: string): string {
  return desk.mirrored ? desk.host : real;
}

export function slug(title: string): string {
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return words.slice(0, 100).replaceAll(/^-|-$/g, "");
}

function slashedDate(document: RegisterDocument): string {
  return document.publishedOn.replaceAll("-", "/");
}

function textUrl(document: RegisterDocument, desk: Desk, form: string, ending: string): string {
  return `${desk.host}/documents/full_text/${form}/${slashedDate(document)}/${document.number}.${ending}`;
}

function amendatoryInstructions(document: RegisterDocument): unknown {
  const instructions = document.text.body.filter((block) => block.kind === "instruction").map((block) => block.text);
  return instructions.length === 0 ? null : { instructions, count: instructions.length };
}

/** Comments come in while the period is open: volatile, and no change of the document. */
function dockets(document: RegisterDocument, desk: Desk): unknown {
  if (document.regulationsDocket === undefined) return [];
  const open = document.commentsCloseOn !== undefined && today(desk) <= document.commentsCloseOn;
  return [
    {
      supporting_documents: [],
      agency_name: document.regulationsDocket.split("-")[0],
      documents: [
        {
          comment_count: commentCount(document, desk),
          comment_start_date: document.publishedOn,
          updated_at: desk.now.round("hour").toString(),
          comment_url: `https://www.regulations.gov/commenton/${document.regulationsDocket}-0001`,
          allow_late_comments: false,
          id: `${document.regulationsDocket}-0001`,
          comment_end_date: document.commentsCloseOn ?? null,
          regulations_dot_gov_open_for_comment: open,
        },
      ],
      supporting_documents_count: 0,
      id: document.regulationsDocket,
      title: document.title,
    },
  ];
}

function regulationsInfo(document: RegisterDocument, desk: Desk): unknown {
  const checked = { checked_regulationsdotgov_at: desk.now.round("hour").toString() };
  if (document.regulationsDocket === undefined) return checked;
  return {
    supporting_documents: [],
    comments_count: commentCount(document, desk),
    agency_id: document.regulationsDocket.split("-")[0],
    supporting_documents_count: 0,
    docket_id: document.regulationsDocket,
    document_id: `${document.regulationsDocket}-0001`,
    regulation_id_number: document.rins?.[0] ?? null,
    title: document.title,
    ...checked,
  };
}

function commentCount(document: RegisterDocument, desk: Desk): number {
  const hours = (desk.now.epochMilliseconds - appearsAt(document).epochMilliseconds) / 3_600_000;
  return Math.max(0, Math.floor(hours / 3));
}

/** The other documents of its dockets; from a proposed rule to its final rule the publisher sees a progression. */
function relatedDocuments(document: RegisterDocument, desk: Desk): unknown {
  const byDocket = (document.docketIds ?? []).map((docket) => {
    const others = desk.documents
      .filter((other) => other.number !== document.number && isListed(other, desk.now))
      .map((other) => documentAt(other, desk.now))
      .filter((other) => other.docketIds?.includes(docket));
    return [docket, others.map((other) => relatedDocument(other, document, docket))] as const;
  });
  return Object.fromEntries(byDocket.filter(([, others]) => others.length > 0));
}

function relatedDocument(other: RegisterDocument, document: RegisterDocument, docket: string): unknown {
  const types = new Set([other.type, document.type]);
  return {
    document_number: other.number,
    relationship_type: types.has("Rule") && types.has("Proposed Rule") ? "rule_progression" : null,
    html_url: `/d/${other.number}`,
    action: other.action ?? null,
    publication_date: other.publishedOn,
    title: other.title,
    docket_number: docket,
  };
}

function today(desk: Desk): string {
  return desk.now.toZonedDateTimeISO(eastern).toPlainDate().toString();
}

/** What a search looks through. */
export function searchableWords(document: RegisterDocument): string {
  const passages = passagesOf(document).map((passage) => passage.text);
  return [document.abstract ?? "", ...passages].join("\n");
}
