import type { Significance } from "../model/significance.ts";
import type { Extraction } from "../model/version.ts";
import type { DocumentFinding } from "./finding.ts";
import { rowGroups, type RowGroup } from "./row-groups.ts";

/** Whether a document's tables are told row by row: lists and the law as it is in force. */
function isToldByRow({ form }: Extraction): boolean {
  return form === "table" || form === "cfr";
}

/** What happened to the rows of a document's tables; none for documents whose tables are read as text. */
export function rowsChanged(before: Extraction, after: Extraction): readonly RowGroup[] {
  return isToldByRow(after) ? rowGroups(before.blocks, after.blocks) : [];
}

/** The reasons in rows that came, went or changed, each with the names. */
export function rowFindings(groups: readonly RowGroup[]): readonly DocumentFinding[] {
  const headline = rowHeadline(groups);
  return groups.map((group) => {
    const single = group.names.length === 1 && group.after !== "" ? group.after : names(group);
    return {
      rule: ruleOf(group),
      significance: significanceOf(group),
      headline,
      ...(group.what === "added" || group.before === "" ? {} : { before: group.before }),
      ...(group.what === "removed" ? { before: names(group) } : { after: single }),
    };
  });
}

function ruleOf({ what, column, noun: [one] }: RowGroup): string {
  if (what === "changed") return isLicence(column) ? "licence-requirement" : isCitation(column) ? "citation" : "cell";
  return what === "aliases" || what === "address" ? what : `${one}-${what}`;
}

// Who stands on a list of entities needs a licence from that day on.
function significanceOf({ what, column, noun: [one] }: RowGroup): Significance {
  const isListed = one === "entity" || one === "person";
  if (what === "added" && isListed) return "urgent";
  return what === "changed" && isCitation(column) ? "editorial" : "substantive";
}

function isLicence(column: string | null): boolean {
  return /licen[cs]/i.test(column ?? "");
}

function isCitation(column: string | null): boolean {
  return /federal register|citation|\bnotice\b/i.test(column ?? "");
}

function names({ under, names: all }: RowGroup): string {
  return `${under === "" ? "" : `${under}: `}${all.join("; ")}`;
}

/** `2 entities added, 1 removed`, as far as rows came, went or read otherwise now. */
function rowHeadline(groups: readonly RowGroup[]): string {
  const counted = verbs.flatMap(([verb, fits]) => {
    const rows = new Set(
      groups
        .filter(fits)
        .flatMap(({ table, under, names: all }) => all.map((name) => [table, under, name].join("\u0000"))),
    );
    return rows.size === 0 ? [] : [{ verb, count: rows.size }];
  });
  const [first, ...rest] = counted;
  if (first === undefined) return "Table changed";
  const noun = groups[0]?.noun ?? ["row", "rows"];
  const others = rest.map(({ verb, count }) => `, ${count} ${verb}`).join("");
  return `${first.count} ${first.count === 1 ? noun[0] : noun[1]} ${first.verb}${others}`;
}

const verbs: readonly (readonly [string, (group: RowGroup) => boolean])[] = [
  ["added", ({ what }) => what === "added"],
  ["removed", ({ what }) => what === "removed"],
  ["renamed", ({ what }) => what === "renamed"],
  ["changed", ({ what }) => !["added", "removed", "renamed"].includes(what)],
];
