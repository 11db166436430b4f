import type { Block, BlockKind } from "../model/text.ts";
import { numberedBlocks, type DraftBlock } from "./fr-text.ts";
import { inlineText } from "./inline-text.ts";
import { leadingLabels } from "./legal-path.ts";
import { tablePieces } from "./table-rows.ts";
import { elementsNamed, parseXml, type XmlElement } from "./xml-tree.ts";

/** A part or title of the CFR as read. */
export interface CfrText {
  readonly title: string | null;
  readonly blocks: readonly Block[];
}

/**
 * The eCFR's XML (nested DIV1 to DIV9, https://www.ecfr.gov/reader-aids/ecfr-developer-resources): sections as `§ 744.23(b)(2)`, supplements
 * by name, the Commerce Control List by ECCN (`3A090`, `a.1`), tables row by row.
 */
export function readEcfr(source: string): CfrText {
  const root = parseXml(source);
  const page: CfrPage = { drafts: [], scopes: 0 };
  walkChildren(root, { path: [], trail: [], scope: null, eccn: null }, page);
  const heads = elementsNamed(root, "HEAD").map((head) => inlineText(head));
  return { title: heads[0] ?? null, blocks: numberedBlocks(page.drafts) };
}

interface Place {
  readonly path: readonly string[];
  /** Headings within a section or supplement, with their levels. */
  readonly trail: readonly { readonly level: number; readonly label: string }[];
  /** Paragraphs of one scope are numbered together. */
  readonly scope: string | null;
  /** The entry of the Commerce Control List that is open. */
  readonly eccn: string | null;
}

interface CfrPage {
  readonly drafts: DraftBlock[];
  scopes: number;
}

const dropped = new Set(["head", "header", "amddate", "cfrtoc", "toc", "prtpage", "img", "gid", "idno", "pg", "ftref"]);
const noteNames = new Set([
  "note",
  "ednote",
  "effdnot",
  "cita",
  "secauth",
  "ftnt",
  "xref",
  "auth",
  "source",
  "approv",
  "parauth",
]);
const apparatus: Readonly<Record<string, string>> = { auth: "Authority", source: "Source", cita: "Source" };

function walkChildren(element: XmlElement, start: Place, page: CfrPage): Place {
  let place = start;
  for (const child of element.children) if (typeof child !== "string") place = walk(child, place, page);
  return place;
}

// Returns where the walk stands for the elements that follow.
function walk(element: XmlElement, place: Place, page: CfrPage): Place {
  const name = element.name.toLowerCase();
  if (dropped.has(name)) return place;
  if (/^div[1-9]$/.test(name) && element.attributes["TYPE"] !== undefined) return division(element, place, page);
  if (name === "table") return table(element, place, page);
  const level = /^hd([1-9])?$/.exec(name);
  if (level !== null) return heading(element, Number(level[1] ?? 1), place, page);
  if (noteNames.has(name)) return note(element, apparatus[name] ?? null, place, page);
  if (isContainer(element)) {
    const inside = walkChildren(element, place, page);
    return name === "extract" || name === "example" ? place : inside;
  }
  return paragraph(element, place, page);
}

function division(element: XmlElement, place: Place, page: CfrPage): Place {
  const head = element.children.find((child) => typeof child !== "string" && child.name === "HEAD");
  const text = head === undefined || typeof head === "string" ? "" : inlineText(head);
  const label = divisionLabel(element, text);
  const inside: Place = { path: label === null ? place.path : [label], trail: [], scope: nextScope(page), eccn: null };
  if (text !== "") page.drafts.push({ kind: "heading", path: inside.path, text });
  walkChildren(element, inside, page);
  return place;
}

// Sections and supplements are cited by themselves; the divisions above them are only headings.
function divisionLabel(element: XmlElement, head: string): string | null {
  const { TYPE = "", N = "" } = element.attributes;
  const number = N.replace(/^§+\s*/, "").replaceAll("–", "-");
  if (TYPE === "SECTION") return `§ ${number}`;
  if (TYPE === "APPENDIX") return N === "" ? head : N;
  if (TYPE === "SUBJGRP") return null;
  if (TYPE === "") return null;
  const kind = TYPE === "SUBCHAP" ? "Subchapter" : TYPE.slice(0, 1) + TYPE.slice(1).toLowerCase();
  return number === "" ? head : `${kind} ${number}`;
}

function nextScope(page: CfrPage): string {
  page.scopes += 1;
  return String(page.scopes);
}

function heading(element: XmlElement, level: number, place: Place, page: CfrPage): Place {
  const text = inlineText(element);
  if (text === "") return place;
  const label = text.replace(/[.:]$/, "");
  const trail = [...place.trail.filter((entry) => entry.level < level), { level, label }];
  const next: Place = { ...place, trail, scope: nextScope(page), eccn: eccnOf(text) ?? place.eccn };
  page.drafts.push({ kind: "heading", path: pathOf(next), text });
  return next;
}

function note(element: XmlElement, label: string | null, place: Place, page: CfrPage): Place {
  const path = label === null ? pathOf(place) : [...place.path, label];
  const parts = isContainer(element)
    ? (element.children.filter((child) => typeof child !== "string") as readonly XmlElement[])
    : [element];
  for (const part of parts) {
    if (elementsNamed(part, "TABLE").length > 0) walk(part, place, page);
    else if (part.name !== "HED" || label === null) page.drafts.push({ kind: "note", path, text: inlineText(part) });
  }
  return place;
}

function paragraph(element: XmlElement, place: Place, page: CfrPage): Place {
  const text = inlineText(element);
  if (text === "") return place;
  const eccn = eccnOf(text);
  if (eccn !== null) {
    const next: Place = { ...place, eccn, scope: null };
    page.drafts.push({ kind: "heading", path: pathOf(next), text });
    return next;
  }
  const kind: BlockKind = /^(?:\(\w{1,5}\)|[•●]|[a-z](?:\.\d+)*\.\s)/.test(text) ? "item" : "paragraph";
  if (place.eccn !== null) {
    const item = /^([a-z](?:\.\d{1,2})*(?:\.[a-z])?(?:\.\d{1,2})?)\.\s/.exec(text)?.[1];
    page.drafts.push({ kind, path: item === undefined ? pathOf(place) : [...pathOf(place), item], text });
    return place;
  }
  const labels = leadingLabels(text);
  const numbered = place.scope === null ? {} : { scope: place.scope, numbering: "cfr" as const, labels };
  page.drafts.push({ kind, path: pathOf(place), text, ...numbered });
  return place;
}

function pathOf(place: Place): readonly string[] {
  const trail = place.trail.map((entry) => entry.label);
  return place.eccn === null ? [...place.path, ...trail] : [...place.path, place.eccn];
}

// "3A090 Integrated circuits …" opens an entry of Supplement No. 1 to part 774.
function eccnOf(text: string): string | null {
  return /^([0-9][A-E][0-9]{3})\b(?!\.)/.exec(text)?.[1] ?? null;
}

function table(element: XmlElement, place: Place, page: CfrPage): Place {
  const rows = [...elementsNamed(element, "TR"), ...elementsNamed(element, "tr")].map((row) => {
    const cells = row.children.filter(
      (child) => typeof child !== "string" && /^t[dh]$/i.test(child.name),
    ) as XmlElement[];
    return {
      cells: cells.map((cell) => inlineText(cell)),
      header: cells.length > 0 && cells.every((cell) => /^th$/i.test(cell.name)),
    };
  });
  for (const caption of [...elementsNamed(element, "CAPTION"), ...elementsNamed(element, "caption")])
    page.drafts.push({ kind: "heading", path: pathOf(place), text: inlineText(caption) });
  for (const row of tablePieces(rows, []))
    page.drafts.push({ kind: "row", path: [...pathOf(place), ...(row.keys ?? [])], text: row.text });
  return place;
}

const inline = /^(?:e|i|b|su|sub|sup|fr|ac|ftref|prtpage|a|br|img|xref|em|strong|span|u|math|gid)$/i;

function isContainer(element: XmlElement): boolean {
  return element.children.some((child) => typeof child !== "string" && !inline.test(child.name));
}
