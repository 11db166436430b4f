import type { Captured } from "../../model/source.ts";
import type { DocumentLink, Extraction } from "../../model/version.ts";
import { factsOf, readCount, readList, type Item } from "./item.ts";
import type { RegulationsGovParams } from "./params.ts";

export const listRole = "metadata";
export const commentsRole = "comments";

/** Reads one document out of its docket's list. Throws where it does not stand in it. */
export function extractDocketDocument(
  { key, parts }: Captured,
  { commentThresholds }: RegulationsGovParams,
): Extraction {
  const list = parts.find(({ role }) => role === listRole)?.response;
  if (list === undefined) throw new Error(`${key} has no list.`);
  const document = readList(list).items.find(({ id }) => id === key);
  if (document === undefined) throw new Error(`The list has no ${key}.`);
  const comments = parts.find(({ role }) => role === commentsRole)?.response;
  const count = comments === undefined ? null : readCount(comments);
  const facts = factsOf(document, count, commentThresholds, list.fetchedAt);
  const deadline = facts["commentDeadline"];
  const title = document.title?.trim() || key;
  return {
    title,
    language: "en",
    sourceUrl: `https://www.regulations.gov/document/${key}`,
    officialUrl: null,
    citation: document.docketId ? `Docket ${document.docketId}` : null,
    fullCitation: null,
    publishedAt: document.postedDate ?? null,
    form: "docket",
    complete: true,
    blocks: [
      { kind: "heading", path: [], text: title },
      { kind: "paragraph", path: [], text: introduction(document) },
    ],
    facts,
    deadlines:
      typeof deadline === "string"
        ? [{ kind: "comments-close", date: deadline, sentence: `Comments are taken until ${deadline}.` }]
        : [],
    threadKeys: document.docketId ? [`docket:${document.docketId}`] : [],
    links: linksOf(document),
  };
}

function introduction({ id, documentType }: Item): string {
  return `${documentType ?? "Document"} ${id}.`;
}

// What the Federal Register published is told from there; the docket's copy joins it quietly.
function linksOf({ frDocNum }: Item): readonly DocumentLink[] {
  return frDocNum ? [{ relation: "announces", source: "federal-register", key: frDocNum }] : [];
}
