import type { XmlElement, XmlNode } from "./xml-tree.ts";

// Where an inline element begins or ends, in private characters. Sub- and superscripts begin with a mark of their own: nothing parts
// them from their word.
export const edge = "\uE001";
const scriptEdge = "\uE002";

const noText = new Set(["FTREF", "FTNT", "GPH", "GID", "GPOTABLE", "MATH", "BILCOD", "FRDOC"]);

/**
 * The text of a Federal Register paragraph on one line. Newer files are pretty-printed, so that inline elements stand on lines of their
 * own; older ones lost the spaces around them. Both come out the same. Page breaks and footnote marks are left out.
 */
export function inlineText(element: XmlElement): string {
  return tidy(marked(element.children));
}

/**
 * Collapses white space, and takes out the spaces that typesetting leaves before punctuation, inside brackets and in numbers that were
 * broken at a line's end (`FWS-HQ- MB-2020`). A leading dash of a number is a hyphen in one processing and an en dash in the next.
 */
export function tidy(text: string): string {
  // Runs are shortened first, so that what follows takes the same time whatever the text.
  return text
    .replaceAll(/[\u00AD\u200B\uFEFF]/g, "")
    .replaceAll(/[\s\u00A0]+/g, " ")
    .replaceAll(/ ?\uE002 ?/g, "")
    .replaceAll(/[ \uE001]{2,}/g, shortGap)
    .replaceAll(/([([“‘—])(?: ?\uE001)+ ?/g, "$1")
    .replaceAll(/ ?\uE001 ?(?=[.,;:)\]”’—!?]|[-–][\p{L}\d])/gu, "")
    .replaceAll(/ ?\uE001 ?/g, parted)
    .replaceAll(/ {2,}/g, " ")
    .replaceAll(/ ([.,;:)\]])(?=\s|$)/g, "$1")
    .replaceAll(/(?<=[\p{Lu}\d])([-–]) (?=[\p{Lu}\d])/gu, "$1")
    .replaceAll(/(?<=[\s(])–(?=\d)/g, "-")
    .trim();
}

function shortGap(run: string): string {
  if (!run.includes(edge)) return " ";
  return run.includes(" ") ? ` ${edge}` : edge;
}

function parted(gap: string, offset: number, whole: string): string {
  if (gap.includes(" ")) return " ";
  const left = whole[offset - 1] ?? "";
  const right = whole[offset + gap.length] ?? "";
  if (right === "(") return /[\p{L}.,;:]/u.test(left) ? " " : "";
  return /[\p{L}\p{N}.,;:)\]”’%]/u.test(left) && /[\p{L}\p{N}“‘$§]/u.test(right) ? " " : "";
}

function marked(children: readonly XmlNode[]): string {
  let text = "";
  children.forEach((child, index) => {
    if (typeof child === "string") text += child.replaceAll(/[\uE001\uE002]/g, "");
    else if (child.name === "SU" && isFootnoteMark(children, index)) text += edge;
    else if (child.name === "PRTPAGE" || noText.has(child.name)) text += edge;
    else if (isScript(child)) text += `${scriptEdge}${marked(child.children)}${edge}`;
    else text += `${edge}${marked(child.children)}${edge}`;
  });
  return text;
}

function isScript(element: XmlElement): boolean {
  return element.name === "SU" || (element.name === "E" && /^(51|52|54|61|62)$/.test(element.attributes["T"] ?? ""));
}

function isFootnoteMark(siblings: readonly XmlNode[], index: number): boolean {
  for (let at = index + 1; at < siblings.length; at += 1) {
    const next = siblings[at];
    if (typeof next !== "string") return next?.name === "FTREF";
    if (next.trim() !== "") return false;
  }
  return false;
}
