import type { Deadline } from "../../model/facts.ts";
import type { Block } from "../../model/text.ts";
import type { Captured } from "../../model/source.ts";
import type { Extraction } from "../../model/version.ts";
import { readEcfr } from "../../snapshots/ecfr.ts";
import { operativeDates } from "../../snapshots/operative-dates.ts";
import { divisionsIn } from "./division.ts";
import { textOf } from "./door.ts";
import { citationOf, isSection, pageOf, partOf, readKey } from "./names.ts";
import { rowsIn, type Row } from "./versions.ts";

export const listRole = "metadata";
export const textRole = "text";

/** Reads one section out of its own XML or that of its part. Throws where it does not stand in it. */
export function extractEcfr({ key, parts }: Captured): Extraction {
  const { title, identifier } = readKey(key);
  const text = parts.find(({ role }) => role === textRole)?.response;
  if (text === undefined) throw new Error(`${key} has no text.`);
  const division = divisionsIn(textOf(text)).find((one) => one.identifier === identifier);
  if (division === undefined) throw new Error(`The answer has no ${identifier}.`);
  const lists = parts.filter(({ role }) => role.startsWith(listRole)).map(({ response }) => response);
  const row = amendmentOf(rowsIn(lists), identifier, dayOf(text.url));
  const read = readEcfr(division.xml);
  const part = row?.part ?? partOf(identifier);
  const published = citationsOf(read.blocks);
  const [addedBy = null] = published;
  const amendedBy = published.length > 1 ? (published.at(-1) ?? null) : null;
  return {
    title: read.title ?? identifier,
    language: "en",
    sourceUrl: pageOf(title, part, identifier),
    officialUrl: federalRegisterPage(amendedBy ?? addedBy),
    citation: citationOf(title, identifier),
    fullCitation: row === null ? null : fullCitation(title, identifier, row.amended),
    publishedAt: row?.amended ?? null,
    form: "cfr",
    complete: true,
    blocks: read.blocks.filter((block) => !isSource(block)),
    facts: {
      cfrReferences: isSection(identifier) ? [`${title} CFR ${identifier}`] : [`${title} CFR ${part}`],
      amendmentDate: row?.amended ?? null,
      amendedBy,
      addedBy,
    },
    deadlines: datesToCome(read.blocks, row?.amended ?? null),
    threadKeys: [`cfr:${title}-${identifier}`],
    links: [],
  };
}

// What the list says of the text that was served: the last amendment of substance until its day.
function amendmentOf(rows: readonly Row[], identifier: string, day: string): Row | null {
  const own = rows.filter((row) => row.identifier === identifier && row.date <= day && !row.removed);
  return own.findLast((row) => row.substantive) ?? own.at(-1) ?? null;
}

function dayOf(url: string): string {
  return /\/full\/(\d{4}-\d{2}-\d{2})\//.exec(url)?.[1] ?? "9999-12-31";
}

// What takes effect, expires or ends after the day of the amendment; notes say it as often as the text does.
function datesToCome(blocks: readonly Block[], amended: string | null): readonly Deadline[] {
  const spoken = blocks
    .filter((block) => block.kind !== "row" && !isSource(block))
    .map((block): Block => (block.kind === "note" ? { ...block, kind: "paragraph" } : block));
  const found = operativeDates(spoken, { publicationDate: amended, filedAt: null });
  return found.filter(({ kind, date }) => kind !== "other" && date > (amended ?? ""));
}

// Where it was published is told as a fact.
function isSource({ kind, path }: Block): boolean {
  return kind === "note" && path.at(-1) === "Source";
}

/** Where it was published, oldest first: "[61 FR 12768, Mar. 25, 1996, as amended at 90 FR 47211, Sept. 30, 2025]". */
function citationsOf(blocks: readonly Block[]): readonly string[] {
  const source = blocks.findLast(isSource)?.text ?? "";
  return Array.from(source.matchAll(/\b\d{1,3} FR \d{1,6}\b/g), ([citation]) => citation);
}

/** The printing office's link service finds a page by its citation (https://www.govinfo.gov/link-docs/). */
function federalRegisterPage(citation: string | null): string | null {
  if (citation === null) return null;
  const [volume = "", , page = ""] = citation.split(" ");
  return `https://www.govinfo.gov/link/fr/${volume}/${page}`;
}

function fullCitation(title: number, identifier: string, amended: string): string {
  const where = isSection(identifier)
    ? `${title} C.F.R. § ${identifier}`
    : `${title} C.F.R. pt. ${partOf(identifier)}, ${identifier.replace(/ to Part .*$/i, "").replace("Supplement", "Supp.")}`;
  return `${where} (${amended.slice(0, 4)})`;
}
