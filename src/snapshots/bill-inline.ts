import { levelNames } from "./bill-levels.ts";
import type { XmlElement } from "./xml-tree.ts";

/** Which text of a reported bill is read: as the committee would have it, or as it was before. */
export type BillReading = "inserted" | "struck";

/** Running text, or an element that stands apart from it (a quoted block, a table, a level). */
export type InlinePart = string | XmlElement;

interface InlineStyle {
  readonly reading: BillReading;
  /** Quotation marks are made by the printer. */
  readonly prints: boolean;
  /** Quotations that are open: marks alternate. */
  readonly quotes: number;
}

/** The running text of a paragraph of a bill, with its quotations, terms and provisos, in the reading asked for. */
export function billInline(element: XmlElement, style: InlineStyle): readonly InlinePart[] {
  const parts: InlinePart[] = [];
  collect(element, style, element.name === "quote", parts);
  return parts;
}

/** Whether an element is no part of this reading: struck by the committee, or inserted by it. */
export function isStruckFrom(element: XmlElement, reading: BillReading): boolean {
  const { attributes, name } = element;
  const display = attributes["reported-display-style"] ?? "";
  const deleted =
    attributes["changed"] === "deleted" ||
    name === "deleted-phrase" ||
    name === "deletedText" ||
    display.includes("strikethrough");
  if (deleted) return reading === "inserted";
  const added =
    attributes["changed"] === "added" || name === "added-phrase" || name === "addedText" || display.includes("italic");
  return added && reading === "struck";
}

const apart = new Set([
  "quoted-block",
  "quotedContent",
  "table",
  "list",
  "toc",
  "appropriations",
  "p",
  "after-quoted-block",
  "footnote",
]);
const silent = new Set(["pagebreak", "page", "sidenote", "line", "footnote-ref", "graphic", "toc"]);

function collect(element: XmlElement, style: InlineStyle, inQuote: boolean, parts: InlinePart[]): void {
  for (const child of element.children) {
    if (typeof child === "string") add(child, parts);
    else if (isStruckFrom(child, style.reading) || silent.has(child.name)) continue;
    else if (apart.has(child.name) || levelNames.has(child.name) || child.attributes["role"] === "after-quoted-block")
      parts.push(child);
    else if (child.name === "linebreak" || child.name === "br") add(" ", parts);
    else if (style.prints && (child.name === "quote" || (child.name === "term" && !inQuote)))
      quoted(child, style, parts);
    else collect(child, style, inQuote || child.name === "quote", parts);
  }
}

function quoted(element: XmlElement, style: InlineStyle, parts: InlinePart[]): void {
  const [open, close] = style.quotes % 2 === 0 ? ["“", "”"] : ["‘", "’"];
  add(open ?? "", parts);
  collect(element, { ...style, quotes: style.quotes + 1 }, true, parts);
  add(close ?? "", parts);
}

function add(text: string, parts: InlinePart[]): void {
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last + text;
  else parts.push(text);
}
