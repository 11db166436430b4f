import { shortened } from "./sentences.ts";

/** Rows of which the same can be said, as `classify` groups them. */
export interface RowGroup {
  readonly what: "added" | "removed" | "renamed" | "aliases" | "address" | "changed";
  readonly column: string | null;
  readonly under: string;
  readonly names: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly noun: readonly [one: string, many: string];
}

/** What happened to the rows of a list: `2 entities added under China: One; Two`. */
export function rowSentences(groups: readonly RowGroup[]): readonly string[] {
  const told = groups.slice(0, mostTold).map(sentence);
  const rest = groups.slice(mostTold).reduce((sum, { names }) => sum + names.length, 0);
  return rest === 0 ? told : [...told, `${rest} further changes of rows`];
}

const mostTold = 6;
const mostNames = 6;
const longestName = 120;
const longestCell = 160;

function sentence(group: RowGroup): string {
  const { what, under, names, noun, before, after } = group;
  const where = under === "" ? "" : ` under ${under}`;
  const counted = `${names.length} ${names.length === 1 ? noun[0] : noun[1]}`;
  if (what === "added" || what === "removed") return `${counted} ${what}${where}: ${listed(names)}`;
  if (what === "renamed" && names.length === 1) return `Renamed${where}: ${cell(before)} is ${cell(after)} now`;
  const about = `${aspect(group)} of ${names.length === 1 ? listed(names) : counted}${where} changed`;
  if (names.length > 1) return `${about}: ${listed(names)}`;
  const items = itemsMoved(before, after);
  if (items !== null) return `${about}: ${items}`;
  if (before === "") return `${about}: now ${cell(after)}`;
  return after === "" ? `${about}: no longer ${cell(before)}` : `${about} from ${cell(before)} to ${cell(after)}`;
}

// Of a cell that is a list, what came into it and what left.
function itemsMoved(before: string, after: string): string | null {
  const [old, current] = [before, after].map((text) => text.split("; ").filter((item) => item !== "")) as [
    string[],
    string[],
  ];
  if (old.length < 2 && current.length < 2) return null;
  const gained = current.filter((item) => !old.includes(item));
  const lost = old.filter((item) => !current.includes(item));
  const told = [
    ...(gained.length === 0 ? [] : [`added ${cell(gained.join("; "))}`]),
    ...(lost.length === 0 ? [] : [`removed ${cell(lost.join("; "))}`]),
  ];
  return told.length === 0 ? null : told.join(", ");
}

function aspect({ what, column }: RowGroup): string {
  if (what === "aliases") return "Aliases";
  if (what === "address") return "Address";
  if (what === "renamed") return "Name";
  return column === null || column === "" ? "A cell" : column;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => shortened(name, longestName));
  return `${shown.join("; ")}${names.length > mostNames ? `; and ${names.length - mostNames} more` : ""}`;
}

function cell(text: string): string {
  return `“${shortened(text, longestCell)}”`;
}
