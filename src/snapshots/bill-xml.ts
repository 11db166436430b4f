import type { Block, BlockKind } from "../model/text.ts";
import { newProvision } from "./amendment-target.ts";
import { billInline, isStruckFrom, type BillReading, type InlinePart } from "./bill-inline.ts";
import { levelLabel, levelMark, levelNames } from "./bill-levels.ts";
import { tablePieces } from "./table-rows.ts";
import { elementsNamed, parseXml, type XmlElement } from "./xml-tree.ts";

/** A bill, resolution or act as read. */
export interface BillText {
  readonly title: string | null;
  readonly blocks: readonly Block[];
}

/**
 * A bill in either XML dialect: bill.dtd (House and Senate drafting offices) or USLM (GPO, http://schemas.gpo.gov/xml/uslm). Levels become
 * paths, quoted blocks get a path that names the law they will be (`new § 1742(15)`), and what stands before and after the law is
 * "Front matter". Of a reported bill, which carries both texts, `reading` takes the inserted one or the one struck.
 */
export function readBillXml(source: string, reading: BillReading = "inserted"): BillText {
  const root = parseXml(source);
  const page: BillPage = { blocks: [], reading, prints: elementsNamed(root, "quotedContent").length === 0, quotes: 0 };
  walkChildren(root, { path: [], instructions: [] }, page);
  const title = elementsNamed(root, "dc:title").map((element) => words(element, page))[0] ?? null;
  return { title, blocks: page.blocks.filter((block) => block.text !== "") };
}

interface Place {
  readonly path: readonly string[];
  /** The texts of the levels it stands in, outermost first: what an amendment is to. */
  readonly instructions: readonly string[];
}

/** What has been written. The only thing the walk changes. */
interface BillPage {
  readonly blocks: Block[];
  readonly reading: BillReading;
  /** Quotation marks are not in the text, but made by the printer (bill.dtd). */
  readonly prints: boolean;
  /** How many quotations are open. */
  quotes: number;
}

const frontMatter = "Front matter";

const front = new Set([
  "form",
  "preface",
  "amendPreface",
  "attestation",
  "endorsement",
  "signatures",
  "legislativeHistory",
  "official-title-amendment",
  "enactingFormula",
  "resolvingClause",
  "docTitle",
  "enrolledDateline",
  "approvedDate",
  "action",
  "coverTitle",
  "collection-front",
]);

// The printer's apparatus, and what is said twice.
const dropped = new Set([
  "metadata",
  "meta",
  "amendMeta",
  "toc",
  "pagebreak",
  "page",
  "line",
  "sidenote",
  "distribution-code",
  "distributionCode",
  "slugLine",
  "enum",
  "num",
  "header",
  "endMarker",
  "graphic",
  "colgroup",
  "tgroup-spec",
]);

const quotations = new Set(["quoted-block", "quotedContent", "amendment-block", "amendmentContent"]);
const texts = new Set([
  "text",
  "chapeau",
  "content",
  "continuation",
  "continuation-text",
  "p",
  "subheading",
  "heading",
]);
const notes = new Set([
  "footnote",
  "note",
  "editorialNote",
  "explanationNote",
  "citationNote",
  "endnote",
  "sourceCredit",
]);

interface Heading {
  readonly rank: number;
  readonly label: string;
}

function walkChildren(element: XmlElement, place: Place, page: BillPage): void {
  siblings(element.children, place, "", page);
}

// Siblings in order; `lead` (number and heading of their level) goes before their first text. Appropriation headings carry no numbers:
// like headings of a page, they hold until one of their rank or above.
function siblings(children: readonly InlinePart[], place: Place, lead: string, page: BillPage): void {
  let trail: readonly Heading[] = [];
  let waiting = lead;
  let said = "";
  for (const child of children) {
    if (typeof child !== "string" && (dropped.has(child.name) || isStruckFrom(child, page.reading))) continue;
    if (typeof child !== "string" && child.name === "section") trail = [];
    const instructions = said === "" ? place.instructions : [...place.instructions, said];
    if (typeof child !== "string" && appropriationRank(child) > 0) {
      put("heading", place.path, waiting.replace(/—$/, ""), page);
      waiting = "";
      trail = headed(trail, child, page);
      appropriation(child, { instructions, path: [...place.path, ...trail.map((entry) => entry.label)] }, page);
      continue;
    }
    const here: Place = { instructions, path: [...place.path, ...trail.map((entry) => entry.label)] };
    if (typeof child === "string" || texts.has(child.name)) {
      const parts = typeof child === "string" ? [child] : billInline(child, page);
      if (!parts.some((part) => typeof part !== "string" || part.trim() !== "")) continue;
      const opening = text(parts, here, page, waiting);
      if (said === "") said = opening;
    } else {
      if (waiting !== "") put("item", place.path, waiting, page);
      walk(child, here, page);
    }
    waiting = "";
  }
  if (waiting !== "") put("item", place.path, waiting, page);
}

// "(INCLUDING TRANSFER OF FUNDS)" is a note to the heading before it.
function headed(trail: readonly Heading[], element: XmlElement, page: BillPage): readonly Heading[] {
  const label = headingOf(element, page);
  const rank = appropriationRank(element);
  if (label === "" || label.startsWith("(")) return trail;
  return [...trail.filter((entry) => entry.rank < rank), { rank, label }];
}

function walk(element: XmlElement, place: Place, page: BillPage): void {
  const { name } = element;
  if (dropped.has(name) || isStruckFrom(element, page.reading)) return;
  if (name === "official-title" || name === "officialTitle")
    put("paragraph", ["Long title"], words(element, page), page);
  else if (front.has(name)) frontLines(element, page);
  else if (levelNames.has(name)) level(element, place, page);
  else if (quotations.has(name)) quotation(element, place, page);
  else if (name === "after-quoted-block" || element.attributes["role"] === "after-quoted-block") closing(element, page);
  else if (name === "table") table(element, place, page);
  else if (notes.has(name)) put("note", place.path, words(element, page), page);
  else if (texts.has(name)) text(billInline(element, page), place, page, "");
  else if (name === "list" || name === "listItem" || name === "groupItem") walkChildren(element, place, page);
  else if (hasStructure(element)) walkChildren(element, place, page);
  else text(billInline(element, page), place, page, "");
}

function level(element: XmlElement, place: Place, page: BillPage): void {
  const number = numberOf(element, page);
  const quoted = page.quotes > 0;
  const label = levelLabel(element.name, number, quoted);
  const path = label === null ? place.path : [...place.path, label];
  const inside: Place = { path, instructions: place.instructions };
  levelBody(element, levelMark(element.name, number, quoted), inside, page);
}

// Sections and above have a heading line of their own; below, heading and text run on from the number.
function levelBody(element: XmlElement, mark: string, place: Place, page: BillPage): void {
  const heading = headingOf(element, page);
  const own = isHeaded(element.name) && heading !== "";
  if (own) put("heading", place.path, joined(mark, heading.replace(/(?<!\p{Lu}\.\p{Lu}|\s\p{Lu})\.$/u, "")), page);
  const lead = heading === "" ? mark : joined(mark, `${heading.replace(/(?<![.—–-])[.—–-]+$/, "")}.—`);
  siblings(contentOf(element), place, own ? "" : lead, page);
}

function contentOf(element: XmlElement): readonly InlinePart[] {
  return element.children.filter(
    (child) => typeof child === "string" || !/^(?:enum|num|header|heading)$/.test(child.name),
  );
}

// What text is quoted is law to come: it is known by where it will stand, not by where it stands in the bill.
function quotation(element: XmlElement, place: Place, page: BillPage): void {
  page.quotes += 1;
  const begin = page.blocks.length;
  for (const child of element.children) {
    if (typeof child === "string") {
      text([child], { ...place, path: [...place.path, newProvision(place.instructions, null)] }, page, "");
      continue;
    }
    if (isAfter(child)) continue;
    if (!levelNames.has(child.name)) {
      walk(child, { ...place, path: [...place.path, newProvision(place.instructions, null)] }, page);
      continue;
    }
    if (isStruckFrom(child, page.reading)) continue;
    const number = numberOf(child, page);
    const label = newProvision(place.instructions, levelLabel(child.name, number, true));
    levelBody(child, levelMark(child.name, number, true), { path: [...place.path, label], instructions: [] }, page);
  }
  page.quotes -= 1;
  if (page.blocks.length > begin && page.prints) append(page, page.quotes % 2 === 0 ? "”" : "’");
  for (const child of element.children) if (typeof child !== "string" && isAfter(child)) closing(child, page);
}

function isAfter(element: XmlElement): boolean {
  return element.name === "after-quoted-block" || element.attributes["role"] === "after-quoted-block";
}

function closing(element: XmlElement, page: BillPage): void {
  append(page, words(element, page));
}

function append(page: BillPage, mark: string): void {
  const last = page.blocks.pop();
  if (last !== undefined) page.blocks.push({ ...last, text: last.text + mark });
}

function appropriation(element: XmlElement, place: Place, page: BillPage): void {
  put("heading", place.path, headingOf(element, page), page);
  siblings(contentOf(element), place, "", page);
}

function appropriationRank(element: XmlElement): number {
  const level =
    element.name === "appropriations" ? element.attributes["level"] : element.name.replace("appropriations-", "");
  return ["major", "intermediate", "small"].indexOf(level ?? "") + 1;
}

function table(element: XmlElement, place: Place, page: BillPage): void {
  const rows = [...elementsNamed(element, "tr"), ...elementsNamed(element, "row")].map((row) => {
    const cells = row.children.filter(
      (child) => typeof child !== "string" && /^(?:td|th|entry)$/.test(child.name),
    ) as XmlElement[];
    return {
      cells: cells.map((cell) => words(cell, page)),
      header: cells.length > 0 && cells.every((cell) => cell.name === "th"),
    };
  });
  for (const title of [...elementsNamed(element, "caption"), ...elementsNamed(element, "ttitle")])
    put("heading", place.path, words(title, page), page);
  for (const row of tablePieces(rows, [])) put("row", [...place.path, ...(row.keys ?? [])], row.text, page);
}

function frontLines(element: XmlElement, page: BillPage): void {
  let open = "";
  for (const child of element.children) {
    if (typeof child !== "string" && (dropped.has(child.name) || isStruckFrom(child, page.reading))) continue;
    const text = typeof child === "string" ? tidied(child) : words(child, page);
    if (text === "") continue;
    if (typeof child !== "string" && /^(?:official-title|officialTitle)$/.test(child.name))
      walk(child, { path: [], instructions: [] }, page);
    else if (typeof child !== "string" && child.name === "action") frontLines(child, page);
    // "H. R. " and "1037" are elements of their own.
    else if (typeof child !== "string" && child.name === "dc:type") open = `${text} `;
    else if (typeof child !== "string" && child.name === "dc:title") put("paragraph", ["Long title"], text, page);
    else {
      put("paragraph", [frontMatter], tidied(open + text), page);
      open = "";
    }
  }
}

// Returns the text up to the first quotation, which is what introduces it.
function text(parts: readonly InlinePart[], place: Place, page: BillPage, lead: string): string {
  const kind: BlockKind = /^[“‘"]?\(/.test(lead) ? "item" : "paragraph";
  let opening: string | null = null;
  let open = lead === "" || lead.endsWith("—") ? lead : `${lead} `;
  const footnotes: XmlElement[] = [];
  for (const part of parts) {
    if (typeof part === "string") open += part;
    else if (isAfter(part)) append(page, words(part, page));
    else if (part.name === "footnote") footnotes.push(part);
    else {
      opening ??= tidied(open);
      put(kind, place.path, open, page);
      open = "";
      walk(part, { ...place, instructions: [...place.instructions, opening] }, page);
    }
  }
  const rest = tidied(open);
  // "; and" after a quotation belongs to its end.
  if (opening !== null && /^[.;,:”’]/.test(rest)) append(page, rest);
  else put(kind, place.path, rest, page);
  for (const footnote of footnotes) put("note", place.path, words(footnote, page), page);
  return opening ?? rest;
}

function put(kind: BlockKind, path: readonly string[], passage: string, page: BillPage): void {
  const bare = tidied(passage);
  if (bare === "") return;
  const mark = page.prints && page.quotes > 0 ? (page.quotes % 2 === 1 ? "“" : "‘") : "";
  page.blocks.push({ kind, path, text: mark + bare });
}

function isHeaded(name: string): boolean {
  return /^(?:division|title|subtitle|part|subpart|chapter|subchapter|section)$/.test(name);
}

function hasStructure(element: XmlElement): boolean {
  return element.children.some(
    (child) =>
      typeof child !== "string" &&
      (levelNames.has(child.name) ||
        texts.has(child.name) ||
        front.has(child.name) ||
        quotations.has(child.name) ||
        appropriationRank(child) > 0 ||
        (child.name !== "inline" && hasStructure(child))),
  );
}

function numberOf(element: XmlElement, page: BillPage): string {
  const own = element.children.find(
    (child) => typeof child !== "string" && (child.name === "enum" || child.name === "num"),
  );
  return own === undefined || typeof own === "string" ? "" : words(own, page);
}

function headingOf(element: XmlElement, page: BillPage): string {
  const own = element.children.find(
    (child) => typeof child !== "string" && (child.name === "header" || child.name === "heading"),
  );
  if (own === undefined || typeof own === "string" || isStruckFrom(own, page.reading)) return "";
  return words(own, page);
}

function words(element: XmlElement, page: BillPage): string {
  const parts = billInline(element, page).map((part) => (typeof part === "string" ? part : ` ${words(part, page)} `));
  return tidied(parts.join(""));
}

function joined(mark: string, rest: string): string {
  return mark === "" || mark.endsWith("—") ? mark + rest : `${mark} ${rest}`;
}

function tidied(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
