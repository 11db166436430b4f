import type { RedlineStats } from "../model/redline.ts";
import type { Line } from "./redline-lines.ts";

const figures = new Intl.NumberFormat("en");

/** A number as people read it: `12,345`. */
export function figure(count: number): string {
  return figures.format(count);
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}

/** What stands on the lid of folded passages: how many there are, and from which section to which. */
export function foldedWords(lines: readonly Line[]): string {
  const first = lines[0]?.section ?? "";
  const last = lines.at(-1)?.section ?? "";
  const where = first === last ? first : [first, last].filter((name) => name !== "").join(" to ");
  return `${counted(lines.length, "unchanged passage")}${where === "" ? "" : ` · ${where}`}`;
}

/** `+120 −45 characters, 300 moved, in 4 sections`. */
export function statsWords({ inserted, deleted, moved, sections }: RedlineStats): string {
  const change = `+${figure(inserted)} −${figure(deleted)} characters`;
  const moves = moved > 0 ? `, ${figure(moved)} moved` : "";
  return `${change}${moves}, in ${counted(sections, "section")}`;
}

/** What is said where a bound was reached. */
export const coarseWords = "This text is very long or changed all over, so whole passages are shown as replaced.";

/** What is said where two texts are the same. */
export const unchangedWords = "Not a word of the text changed.";

/** A sentence or a label that begins with a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
