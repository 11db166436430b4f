import type { Deadline } from "../../model/facts.ts";
import type { Captured } from "../../model/source.ts";
import type { Block } from "../../model/text.ts";
import type { Extraction } from "../../model/version.ts";
import { decodeText } from "../../snapshots/charset.ts";
import { fullFederalRegisterCitation } from "../../snapshots/citations.ts";
import { isoDate } from "../../snapshots/dates.ts";
import type { FrText } from "../../snapshots/fr-text.ts";
import { operativeDates, withStatedDates } from "../../snapshots/operative-dates.ts";
import { filedFacts, filedInstant, publishedFacts } from "./facts.ts";
import { readText } from "./full-text.ts";
import { publishedLinks, threadKeys } from "./links.ts";
import { plainTitle } from "./plain-title.ts";
import {
  filedRecord,
  isObject,
  publishedRecord,
  recordsOf,
  sameNumberForm,
  type FiledRecord,
  type PublishedRecord,
} from "./record.ts";

/** Reads a capture: the document's record out of the answer that states it, and its text if there is one. Throws if the record is not there. */
export function extractFederalRegister({ key, parts }: Captured): Extraction {
  const metadata = parts.find((part) => part.role === "metadata")?.response;
  if (metadata === undefined) throw new Error(`${key} has no metadata part.`);
  const body: unknown = JSON.parse(decodeText(metadata.body, metadata.headers["content-type"]).text);
  const number = sameNumberForm(key);
  const raw = recordsOf(body)?.find(
    (record) => isObject(record) && sameNumberForm(String(record["document_number"])) === number,
  );
  const response = parts.find((part) => part.role === "text")?.response;
  const text = response === undefined ? null : readText(response);
  return isObject(raw) && "filed_at" in raw
    ? extractFiled(filedRecord.parse(raw), text)
    : extractPublished(publishedRecord.parse(raw), text);
}

function extractPublished(record: PublishedRecord, text: FrText | null): Extraction {
  const title = plainTitle(record.title) ?? text?.head.subject ?? record.document_number;
  const deadlines = publishedDeadlines(record, text);
  const facts = publishedFacts(record, text?.head ?? null, deadlines);
  const citation = record.citation ?? text?.head.citation ?? null;
  const links = publishedLinks(record);
  return {
    title,
    language: "en",
    sourceUrl: record.html_url ?? `https://www.federalregister.gov/d/${record.document_number}`,
    officialUrl: record.pdf_url ?? null,
    citation,
    fullCitation:
      citation === null
        ? null
        : fullFederalRegisterCitation({
            title,
            citation,
            publicationDate: record.publication_date,
            documentType: record.type ?? "",
            cfrReferences: list(facts["cfrReferences"]),
            executiveOrderNumber: record.executive_order_number ?? null,
          }),
    publishedAt: record.publication_date,
    form: "published",
    complete: isComplete(text),
    blocks: isComplete(text) ? text.blocks : announcedBlocks(record),
    facts,
    deadlines,
    threadKeys: threadKeys(record.document_number, {
      rins: list(facts["rins"]),
      docketIds: [...publicDockets(record.regulations_dot_gov_info?.docket_id, text), ...list(facts["docketIds"])],
      correctionOf: links.find((link) => link.relation === "correction-of")?.key ?? null,
    }),
    links,
  };
}

function extractFiled(record: FiledRecord, text: FrText | null): Extraction {
  const deadlines =
    text === null
      ? []
      : operativeDates(text.blocks, {
          publicationDate: record.publication_date ?? null,
          filedAt: filedInstant(record),
        });
  const facts = filedFacts(record, text, deadlines);
  const correctionOf = typeof facts["correctionOf"] === "string" ? facts["correctionOf"] : null;
  const subjects = [record.toc_subject, record.toc_doc].map(plainTitle).filter((part) => part !== null);
  return {
    title: plainTitle(record.title) ?? (subjects.join(" ") || text?.head.subject) ?? record.document_number,
    language: "en",
    sourceUrl: record.html_url ?? `https://www.federalregister.gov/d/${record.document_number}`,
    officialUrl: record.pdf_url ?? null,
    citation: null,
    fullCitation: null,
    publishedAt: filedInstant(record),
    form: "inspection",
    complete: isComplete(text),
    blocks: text?.blocks ?? [],
    facts,
    deadlines,
    threadKeys: threadKeys(record.document_number, {
      rins: list(facts["rins"]),
      docketIds: [...publicDockets(null, text), ...list(facts["docketIds"])],
      correctionOf,
    }),
    links:
      correctionOf === null
        ? []
        : [{ relation: "correction-of", key: correctionOf, url: `https://www.federalregister.gov/d/${correctionOf}` }],
  };
}

function isComplete(text: FrText | null): text is FrText {
  return text !== null && text.blocks.length > 0;
}

function publishedDeadlines(record: PublishedRecord, text: FrText | null): readonly Deadline[] {
  const context = { publicationDate: record.publication_date, filedAt: text?.head.filedAt ?? null };
  const found = operativeDates(isComplete(text) ? text.blocks : announcedBlocks(record), context);
  return withStatedDates(found, [
    {
      kind: "effective",
      date: isoDate(record.effective_on ?? ""),
      sentence: "The Federal Register lists this as the effective date.",
    },
    {
      kind: "comments-close",
      date: isoDate(record.comments_close_on ?? ""),
      sentence: "The Federal Register lists this as the end of the comment period.",
    },
  ]);
}

// What the publisher says of a text that is not there yet.
function announcedBlocks(record: PublishedRecord): readonly Block[] {
  const [abstract, dates] = [plainTitle(record.abstract), plainTitle(record.dates)];
  return [
    ...(abstract === null ? [] : [{ kind: "paragraph" as const, path: ["SUMMARY"], text: abstract }]),
    ...(dates === null ? [] : [{ kind: "paragraph" as const, path: ["DATES"], text: dates }]),
  ];
}

// "The regulations.gov ID for this rule is: BIS-2025-0017": where to comment, and so what the docket is.
function publicDockets(stated: string | null | undefined, text: FrText | null): readonly string[] {
  const addresses = (text?.blocks ?? []).filter((block) => block.path[0] === "ADDRESSES");
  const found = addresses.flatMap(
    (block) => block.text.replaceAll(/[‐-―]/g, "-").match(/\b[A-Z]{2,}(?:-[A-Z\d]+){0,6}-20\d\d-\d{4}\b/g) ?? [],
  );
  return [...(stated == null ? [] : [stated]), ...found];
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
