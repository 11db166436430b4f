import { sectionName, type Block } from "../../model/text.ts";
import { fitsTerm } from "../federal-register/term.ts";
import { plain } from "./facts.ts";
import type { CongressParams } from "./params.ts";
import type { BillRecord } from "./record.ts";

/** Whether a bill passes what narrows the search: kind, policy area, committee, sponsor. All given must hold. */
export function passesFilters(record: BillRecord, params: CongressParams): boolean {
  const { types, policyAreas, committees, sponsors } = params;
  if (!types.some((type) => type === record.type)) return false;
  if (policyAreas.length > 0 && !policyAreas.some((area) => same(area, record.policyArea?.name ?? ""))) return false;
  if (
    committees.length > 0 &&
    !committees.some((wanted) => record.committees.some((own) => names(wanted, own.systemCode ?? "", own.name)))
  )
    return false;
  return (
    sponsors.length === 0 ||
    sponsors.some((wanted) => record.sponsors.some((own) => names(wanted, own.bioguideId ?? "", own.fullName)))
  );
}

/** Whether what is said about a bill has the term, one statement at a time. True without a term. */
export function fitsRecord(record: BillRecord, { term, searchIn }: Pick<CongressParams, "term" | "searchIn">): boolean {
  if (term === undefined) return true;
  const about = {
    titles: [record.title ?? "", ...record.titles.map((title) => title.title)],
    subjects: (record.subjects?.legislativeSubjects ?? []).map((subject) => subject.name),
    policyArea: [record.policyArea?.name ?? ""],
    summaries: record.summaries.map((summary) => plain(summary.text ?? "")),
    text: [],
  } as const;
  return searchIn.some((where) => about[where].some((statement) => fitsTerm(term, statement)));
}

/** Whether a title alone makes a bill the feed's. */
export function fitsTitle(title: string, params: CongressParams): boolean {
  const { term, searchIn, policyAreas, committees, sponsors } = params;
  return (
    term !== undefined &&
    searchIn.includes("titles") &&
    policyAreas.length + committees.length + sponsors.length === 0 &&
    fitsTerm(term, title)
  );
}

/** The sections of a bill in which all of the term stands, as people cite them. */
export function sectionsWith(term: string, blocks: readonly Block[]): readonly string[] {
  const sections = Map.groupBy(blocks, (block) => sectionName(sectionOf(block)));
  return [...sections]
    .filter(([, passages]) => fitsTerm(term, passages.map((block) => block.text).join(" ")))
    .map(([name]) => name);
}

// A section with all that stands under it: a title of an omnibus bill holds many things.
function sectionOf({ path }: Block): readonly string[] {
  const section = path.findIndex((label) => /^(?:Sec\.|§) /.test(label));
  return section < 0 ? path : path.slice(0, section + 1);
}

function names(wanted: string, code: string, name: string): boolean {
  return same(wanted, code) || name.toLowerCase().includes(wanted.toLowerCase());
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
