import { ReadingError } from "../model/errors.ts";
import { looksLikeBill } from "./bill-text.ts";
import type { Format, ReadingHint } from "./reading.ts";

/** Throws `ReadingError` for files that hold no text we can read, told by their first bytes. */
export function refuseBinary(bytes: Uint8Array, named: string): void {
  if (bytes.length === 0) throw new ReadingError(`${named} is empty`);
  const kind = signatures.find(([, signature]) => signature.every((byte, index) => bytes[index] === byte))?.[0];
  if (kind !== undefined)
    throw new ReadingError(`${named} is ${kind}, which cannot be read: give HTML, XML, Markdown, text or PDF`);
}

/** Whether the bytes are a PDF, which is read by `readingOf`. */
export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, 1024)).includes("%PDF-");
}

/** The format of a text: by its content, and by its name or type where the content leaves it open. */
export function formatOf(text: string, hint: ReadingHint, named: string): Exclude<Format, "pdf"> {
  const head = text.slice(0, 6000).replace(/^\uFEFF?\s*/, "");
  // The printing office's own heading of a text page.
  if (/\[Federal Register Volume \d+, Number \d+/.test(head)) return "federal-register-text";
  const root = rootName(head);
  if (root !== null) {
    const xml = xmlFormat(root, head, named);
    if (xml !== null) return xml;
  }
  if (/<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]/i.test(head)) return "html";
  if (!head.startsWith("<") && looksLikeBill(head)) return "bill-text";
  const isMarkdown = /\.(?:md|markdown|mdown|mkd)$/i.test(bareName(hint)) || /markdown/i.test(hint.contentType ?? "");
  if (!isMarkdown && isHtmlFragment(head, hint)) return "html";
  if (/^[{[]/.test(head) && isJson(text))
    throw new ReadingError(`${named} is JSON, which has no passages to compare: name the page or document instead`);
  if (head.startsWith("{\\rtf"))
    throw new ReadingError(`${named} is RTF, which cannot be read: save it as HTML or text`);
  return isMarkdown || marksOf(text) >= 3 ? "markdown" : "plain-text";
}

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ["a ZIP or Office file", [0x50, 0x4b, 0x03, 0x04]],
  ["a gzip file", [0x1f, 0x8b]],
  ["an old Office file", [0xd0, 0xcf, 0x11, 0xe0]],
  ["an image", [0x89, 0x50, 0x4e, 0x47]],
  ["an image", [0xff, 0xd8, 0xff]],
  ["an image", [0x47, 0x49, 0x46, 0x38]],
  ["a 7z file", [0x37, 0x7a, 0xbc, 0xaf]],
  ["a RAR file", [0x52, 0x61, 0x72, 0x21]],
];

// The first element, behind declarations, comments and the document type.
function rootName(head: string): string | null {
  let at = 0;
  while (head.startsWith("<?", at) || head.startsWith("<!", at)) {
    const end = head.startsWith("<!--", at) ? "-->" : head.startsWith("<?", at) ? "?>" : ">";
    const internal = end === ">" ? /^<![A-Za-z][^>[]*\[/.exec(head.slice(at, at + 400)) : null;
    const closed = internal === null ? head.indexOf(end, at) : head.indexOf("]>", at + internal[0].length);
    if (closed < 0) return null;
    at = closed + (internal === null ? end.length : 2);
    while (/\s/.test(head.charAt(at))) at += 1;
  }
  return /^<([A-Za-z][\w:.-]*)/.exec(head.slice(at, at + 80))?.[1] ?? null;
}

function xmlFormat(root: string, head: string, named: string): Exclude<Format, "pdf"> | null {
  if (head.includes("schemas.gpo.gov/xml/uslm")) return "uslm";
  if (/^(?:bill|resolution|amendment-doc)$/.test(root)) return "bill-dtd";
  if (/^(?:RULE|PRORULE|NOTICE|PRESDOCU|FEDREG|CORRECT|UNKNOWN|SUNSHINE)$/.test(root)) return "federal-register-xml";
  if (root === "CFRGRANULE") return "cfr-annual";
  if (/^(?:ECFR|ECFRBRWS|DLPSTEXTCLASS|DIV[1-9])$/.test(root)) return "ecfr";
  if (/^(?:rss|feed|rdf:RDF|sitemapindex|urlset|opml)$/.test(root))
    throw new ReadingError(`${named} is a list of pages (${root}), not a document: name one of its pages`);
  if (/^html$/i.test(root) || !head.startsWith("<?xml")) return null;
  return "federal-register-xml";
}

function bareName(hint: ReadingHint): string {
  return (hint.name ?? "").replace(/[?#].*$/, "").replace(/\.gz$/i, "");
}

function isHtmlFragment(head: string, hint: ReadingHint): boolean {
  if (/html/i.test(hint.contentType ?? "") || /\.x?html?$/i.test(bareName(hint))) return /<[a-z!/]/i.test(head);
  return head.startsWith("<") && /<\/(?:p|div|h[1-6]|ul|ol|table|section|article|main|pre)>/i.test(head);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Marks that plain text does not have: headings, links, tables, bold. */
function marksOf(text: string): number {
  const head = text.slice(0, 100_000);
  const marks = head.match(/^#{1,6} \S|^[^\n]+\n(?:={3,}|-{3,})$|\]\((?:https?:|\/|#)|^\*\*\S|^\|(?: ?:?-+:? ?\|)+$/gm);
  return marks?.length ?? 0;
}
