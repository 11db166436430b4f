import type { DocumentLink } from "../../model/version.ts";
import { correctedNumber } from "./facts.ts";
import { plainTitle } from "./plain-title.ts";
import { numberInUrl, type PublishedRecord } from "./record.ts";

/** What a published document says about others: what it corrects, what corrects it, what it was proposed by. */
export function publishedLinks(record: PublishedRecord): readonly DocumentLink[] {
  const own = record.document_number;
  const corrected = numberInUrl(record.correction_of ?? "") ?? correctedNumber(own);
  const links: DocumentLink[] = [
    ...(corrected === null ? [] : [link("correction-of", corrected)]),
    ...(record.corrections ?? [])
      .map(numberInUrl)
      .filter((number) => number !== null)
      .map((number) => link("corrected-by", number)),
    ...progression(record),
  ];
  return links.filter((one, index) => one.key !== own && links.findIndex((other) => other.key === one.key) === index);
}

/**
 * What a document hangs together with, strongest first: RINs, dockets at regulations.gov, agencies' own dockets, and last its number or
 * the number of what it corrects, so that a correction is always in its original's thread.
 */
export function threadKeys(
  number: string,
  of: { rins: readonly string[]; docketIds: readonly string[]; correctionOf: string | null },
): readonly string[] {
  return [
    ...new Set([
      ...of.rins.map((rin) => `rin:${rin}`),
      ...of.docketIds.filter(isPublicDocket).map((docket) => `docket:${docket}`),
      ...of.docketIds.filter((docket) => !isPublicDocket(docket)).map((docket) => `docket:${docket}`),
      `fr:${of.correctionOf ?? number}`,
    ]),
  ];
}

function isPublicDocket(docket: string): boolean {
  return /^[A-Z]+(?:[-_][A-Z\d]+)*-(?:19|20)\d\d-\d{3,}$/.test(docket);
}

function progression(record: PublishedRecord): readonly DocumentLink[] {
  return Object.values(record.related_documents ?? {})
    .flat()
    .filter((related) => related.relationship_type === "rule_progression")
    .map((related) => {
      const earlier = (related.publication_date ?? "") < record.publication_date;
      const title = plainTitle(related.title);
      const relation =
        earlier && record.type === "Rule"
          ? "proposed-by"
          : !earlier && record.type === "Proposed Rule"
            ? "finalised-by"
            : "related";
      return { ...link(relation, related.document_number), ...(title === null ? {} : { title }) };
    });
}

function link(relation: DocumentLink["relation"], key: string): DocumentLink {
  return { relation, key, url: `https://www.federalregister.gov/d/${key}` };
}
