import { agencyById, agencyRecord, allAgencies } from "./federal-register/agencies.ts";
import { documentAt, hasText, isListed } from "./federal-register/document.ts";
import type { FederalRegisterStory, RegisterDocument, Revision } from "./federal-register/document.ts";
import { facets } from "./federal-register/facets.ts";
import { bodyHtml, documentPage, notFoundPage, requestAccessPage } from "./federal-register/html.ts";
import {
  currentInspection,
  filedDocuments,
  inspectionRecord,
  inspectionTextAt,
  searchInspection,
} from "./federal-register/inspection.ts";
import { rawText } from "./federal-register/plain.ts";
import { citation } from "./federal-register/printed.ts";
import { readQuery } from "./federal-register/query.ts";
import type { Query } from "./federal-register/query.ts";
import { detailFields, recordOf, unknownField } from "./federal-register/records.ts";
import type { Desk } from "./federal-register/records.ts";
import { emptySearch, searchDocuments } from "./federal-register/search.ts";
import { fullTextXml } from "./federal-register/xml.ts";
import { json, page } from "./publisher.ts";
import type { Answer, Ask, Publisher } from "./publisher.ts";

/** What a test or the demo can still do to the publisher while the world runs. */
export interface FederalRegister {
  readonly add: (...documents: readonly RegisterDocument[]) => void;
  /** Appends a revision to a document of the story. */
  readonly revise: (number: string, revision: Revision) => void;
}

/**
 * Plays https://www.federalregister.gov: the API of version 1, the texts, and the site that turns programs away.
 * Everything it says is worked out from the story and the moment, so the same moment gives the same answer but for page views.
 */
export function createFederalRegister(
  story: FederalRegisterStory,
  links: "real" | "own",
): FederalRegister & { readonly publisher: Publisher } {
  let told = story.documents;
  const cap = story.searchCap === undefined ? {} : { searchCap: story.searchCap };
  let views = 0;

  function answer(ask: Ask, now: Temporal.Instant): Answer {
    views += 1;
    const documents = told.map((document) => documentAt(document, now));
    const host = links === "own" ? ask.url.origin : "https://www.federalregister.gov";
    return route(ask, { documents, now, host, mirrored: links === "own", views, ...cap });
  }

  return {
    publisher: {
      name: "federal-register",
      answer,
      unwell: {
        blockPage: page(requestAccessPage),
        notFound: page(notFoundPage, 404),
        empty: () => emptySearch("All Documents"),
      },
    },
    add(...documents) {
      told = [...told, ...documents];
    },
    revise(number, revision) {
      if (!told.some((document) => document.number === number))
        throw new RangeError(`The story has no document ${number}`);
      told = told.map((document) => (document.number === number ? revised(document, revision) : document));
    },
  };
}

function revised(document: RegisterDocument, revision: Revision): RegisterDocument {
  return { ...document, revisions: [...(document.revisions ?? []), revision] };
}

function route(ask: Ask, desk: Desk): Answer {
  const path = decodeURIComponent(ask.url.pathname);
  const query = readQuery(ask.url.searchParams);
  const api = /^\/api\/v1\/(.+?)(\.json)?$/
    .exec(path)?.[1]
    ?.replace(/^public_inspection_documents/, "public-inspection-documents");
  if (api === undefined) return site(ask, path, desk);
  const listed = desk.documents.filter((document) => isListed(document, desk.now));

  if (api === "documents") return searchDocuments(listed, query, desk);
  const facet = /^documents\/facets\/(\w+)$/.exec(api)?.[1];
  if (facet !== undefined) return facets(facet, listed, query);
  const numbers = /^documents\/([^/]+)$/.exec(api)?.[1];
  if (numbers !== undefined) return documentsByNumber(numbers, listed, query, desk);

  if (api === "public-inspection-documents/current") return currentInspection(desk.documents, desk);
  if (api === "public-inspection-documents") return searchInspection(desk.documents, query, desk);
  const filings = /^public-inspection-documents\/([^/]+)$/.exec(api)?.[1];
  if (filings !== undefined) return inspectionByNumber(filings, desk);

  if (api === "agencies") return json(allAgencies().map((agency) => agencyRecord(agency, desk.host)));
  const wanted = /^agencies\/([^/]+)$/.exec(api)?.[1];
  const agency = allAgencies().find((each) => each.slug === wanted) ?? agencyById(Number(wanted));
  return agency === undefined ? recordNotFound() : json(agencyRecord(agency, desk.host));
}

/** One number gives the record itself; several give a list, duplicates once, and name what was not found. */
function documentsByNumber(text: string, listed: readonly RegisterDocument[], query: Query, desk: Desk): Answer {
  const asked = query.all("fields");
  const unknown = unknownField(asked);
  if (unknown !== null) return json({ status: 400, message: `field '${unknown}' not valid` }, 400);
  const names = asked.length > 0 ? asked : detailFields;
  const find = (number: string) => listed.find((each) => sameNumber(each.number, number) || citation(each) === number);
  return byNumber(text, find, (document) => recordOf(document, names, desk));
}

function inspectionByNumber(text: string, desk: Desk): Answer {
  const filed = filedDocuments(desk.documents, desk.now);
  const find = (number: string) => filed.find((each) => sameNumber(each.number, number));
  return byNumber(text, find, (document) => inspectionRecord(document, desk, "detail"));
}

function byNumber<Found>(
  text: string,
  find: (number: string) => Found | undefined,
  record: (found: Found) => unknown,
): Answer {
  const numbers = [...new Set(text.split(",").filter((number) => number !== ""))];
  if (!text.includes(",")) {
    const found = find(text);
    return found === undefined ? recordNotFound() : json(record(found));
  }
  const missing = numbers.filter((number) => find(number) === undefined);
  const results = numbers.map(find).filter((found) => found !== undefined);
  return json({
    count: results.length,
    results: results.map(record),
    ...(missing.length > 0 ? { errors: { not_found: missing } } : {}),
  });
}

function recordNotFound(): Answer {
  return json({ status: 404, message: "Record Not Found" }, 404);
}

/** Zero padding differs between the publisher's own sources: 2012-07333 is 2012-7333. */
function sameNumber(a: string, b: string): boolean {
  return withoutPadding(a) === withoutPadding(b);
}

function withoutPadding(number: string): string {
  return number.replace(/-0+(?=\d+$)/, "-");
}

/** The site: texts for everyone, pages for people in a browser only. */
function site(ask: Ask, path: string, desk: Desk): Answer {
  if (path.startsWith("/public-inspection/raw_text/")) {
    const text = inspectionTextAt(path, desk.documents, desk);
    return text === null ? page(notFoundPage, 404) : page(text, 200, "text/plain; charset=utf-8");
  }
  const text = /^\/documents\/full_text\/(xml|html|text)\/[\d/]+\/([^/]+)\.\w+$/.exec(path);
  if (text !== null) return textOf(text[2] ?? "", text[1] ?? "", desk);
  const number = pageNumber(path);
  if (number === undefined) return page(notFoundPage, 404);
  if (!ask.headers["user-agent"]?.startsWith("Mozilla")) return page(requestAccessPage);
  const shown = [
    ...desk.documents.filter((document) => hasText(document, desk.now)),
    ...filedDocuments(desk.documents, desk.now),
  ].find((document) => document.number === number);
  return shown === undefined ? page(notFoundPage, 404) : page(documentPage(shown));
}

/** Pages of documents, and the printed form on the other hosts, which are this one under the world's own links. */
function pageNumber(path: string): string | undefined {
  const page = /^\/(?:documents\/\d{4}\/\d\d\/\d\d|public-inspection|d)\/([^/]+)/.exec(path);
  return (page ?? /^(?:\/content\/pkg\/[^/]+\/pdf)?\/([^/]+)\.pdf$/.exec(path))?.[1];
}

function textOf(number: string, form: string, desk: Desk): Answer {
  const document = desk.documents.find((each) => each.number === number);
  if (document === undefined || !hasText(document, desk.now)) return page(notFoundPage, 404);
  if (form === "xml") return page(fullTextXml(document), 200, "text/xml");
  if (form === "html") return page(bodyHtml(document));
  return page(rawText(document), 200, "text/plain; charset=utf-8");
}
