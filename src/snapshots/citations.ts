import type { CalendarDate } from "../model/time.ts";
import { bluebookDate } from "./dates.ts";

/** What a full Federal Register citation is made of. `citation` as `90 FR 47201`, CFR references as `15 CFR 744`. */
export interface Cited {
  readonly title: string;
  readonly citation: string;
  readonly publicationDate: CalendarDate;
  readonly documentType: string;
  readonly cfrReferences: readonly string[];
  readonly executiveOrderNumber: string | null;
}

/**
 * The citation in full, after the Bluebook (rules 14.2 and 14.7): title, 90 Fed. Reg. 47201 (Sept. 30, 2025) (to be codified at 15 C.F.R.
 * pt. 744). Only rules and proposed rules are codified. Null if the short citation is not one.
 */
export function fullFederalRegisterCitation(cited: Cited): string | null {
  const match = /^(\d+) FR (\d+)$/.exec(cited.citation);
  if (match === null) return null;
  const order = cited.executiveOrderNumber === null ? "" : `Exec. Order No. ${cited.executiveOrderNumber}, `;
  const proposed = cited.documentType === "Proposed Rule" ? "proposed " : "";
  const place = `${match[1]} Fed. Reg. ${match[2]} (${proposed}${bluebookDate(cited.publicationDate)})`;
  return `${order}${cited.title}, ${place}${codification(cited)}`;
}

/** `15 CFR Parts 732, 734 and 744` as `15 CFR 732`, `15 CFR 734`, `15 CFR 744`. Ranges stay ranges: `15 CFR 730-774`. */
export function cfrReferences(text: string): readonly string[] {
  const found: string[] = [];
  for (const match of text.matchAll(
    /\b(\d{1,2}) CFR (?:Parts?|§§?)? ?((?:\d+[\d.]*[-–]?\d*(?:, and |, | and | through |; )?)+)/gi,
  )) {
    const parts = (match[2] ?? "").replaceAll("–", "-").replaceAll(/(\d) through (\d)/g, "$1-$2");
    for (const part of parts.match(/\d+(?:-\d+)?/g) ?? []) found.push(`${match[1]} CFR ${part}`);
  }
  return [...new Set(found)];
}

/** A docket number without its caption and with plain hyphens, or null if it is none (old records have page headers there). */
export function docketId(text: string): string | null {
  const id = text
    .replaceAll(/[‐-―−]/g, "-")
    .replace(/^[\s[]*(?:agency\s+)?dockets?\s*(?:(?:id|nos?|numbers?)\b)?[.:#]*\s*/i, "")
    .replace(/(?<![\s\].;,])[\s\].;,]+$/, "");
  const junk = !/\d/.test(id) || id.length > 40 || /Federal Register|\b(19|20)\d\d$(?<=, \d{4})|\[|:\s/.test(id);
  return junk ? null : id;
}

/** The RINs in a text: `0694-AK11`. */
export function rins(text: string): readonly string[] {
  return [...new Set(text.replaceAll(/[‐-―−]/g, "-").match(/\b\d{4}-[A-Z]{2}\d{2}\b/g))];
}

function codification(cited: Cited): string {
  if (cited.documentType !== "Rule" && cited.documentType !== "Proposed Rule") return "";
  const titles = new Map<string, string[]>();
  for (const reference of cited.cfrReferences) {
    const [title, part] = reference.split(" CFR ");
    if (title === undefined || part === undefined || !/^\d/.test(part)) continue;
    titles.set(title, [...(titles.get(title) ?? []), part]);
  }
  if (titles.size === 0) return "";
  const places = [...titles].map(([title, parts]) => {
    const several = parts.length > 1 || parts[0]?.includes("-") === true;
    return `${title} C.F.R. ${several ? "pts." : "pt."} ${parts.join(", ")}`;
  });
  return ` (to be codified at ${places.join("; ")})`;
}
