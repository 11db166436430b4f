import { ReadingError } from "../model/errors.ts";
import type { Block } from "../model/text.ts";
import { readBillText } from "./bill-text.ts";
import { readBillHtml } from "./bill-html.ts";
import { readBillXml } from "./bill-xml.ts";
import { decodeText } from "./charset.ts";
import { readCfrAnnual } from "./cfr-annual.ts";
import { readEcfr } from "./ecfr.ts";
import { formatOf, isPdf, refuseBinary } from "./format.ts";
import { readFrText } from "./fr-document.ts";
import { readFrXml } from "./fr-xml.ts";
import { readHtml } from "./html.ts";
import { languageOf } from "./language.ts";
import { readMarkdown } from "./markdown.ts";
import { outlined } from "./outline.ts";
import type { PageText } from "./page-text.ts";
import { readPdf } from "./pdf.ts";
import { readPlainText } from "./plain-text.ts";
import { preformattedText } from "./preformatted.ts";
import type { Format, Reading, ReadingHint } from "./reading.ts";
import { statedDate } from "./stated-date.ts";

/**
 * Any file that is read at once, as blocks with the paths people cite: HTML, Markdown, plain text, Federal Register XML, bills in both
 * dialects, eCFR XML. The format is told by the content first and by the name second. Throws `ReadingError` where selectors match nothing
 * any more, where there is no text, and for kinds of file that cannot be read. A PDF needs `readingOf`.
 */
export function blocksOf(bytes: Uint8Array, hint: ReadingHint = {}): Reading {
  const named = hint.name ?? "The file";
  refuseBinary(bytes, named);
  if (isPdf(bytes)) throw new ReadingError(`${named} is a PDF, which is not read here`);
  const { text } = decodeText(bytes, hint.contentType);
  if (text.includes("\0")) throw new ReadingError(`${named} is no text: it holds zero bytes`);
  const format = formatOf(text, hint, named);
  return full(readers[format](text, hint), named);
}

/** The same for any file, PDF included. */
export async function readingOf(bytes: Uint8Array, hint: ReadingHint = {}): Promise<Reading> {
  return bytes.length > 0 && isPdf(bytes) ? blocksOfPdf(bytes, hint) : blocksOf(bytes, hint);
}

/** A PDF's text as blocks. Rejects with `ReadingError` where it is damaged, encrypted or only a picture of text. */
export async function blocksOfPdf(bytes: Uint8Array, hint: ReadingHint = {}): Promise<Reading> {
  const named = hint.name ?? "The file";
  let page: PageText;
  try {
    page = await readPdf(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReadingError(`${named} is a PDF that cannot be read: ${reason}`, { cause: error });
  }
  if (page.pieces.length === 0)
    throw new ReadingError(`${named} is a PDF without text, perhaps a scan: it cannot be compared`);
  return full(fromPage("pdf", page), named);
}

type TextFormat = Exclude<Format, "pdf">;
type Reader = (text: string, hint: ReadingHint) => Reading;

const readers: Readonly<Record<TextFormat, Reader>> = {
  html: fromHtml,
  markdown: (text) => fromPage("markdown", readMarkdownOrText(text)),
  "plain-text": (text) => fromPage("plain-text", readPlainText(text)),
  "bill-text": (text) => fromLaw("bill-text", { title: null, blocks: readBillText(text) }),
  "federal-register-xml": (text) => {
    const { head, blocks } = readFrXml(text);
    return fromLaw("federal-register-xml", { title: head.subject, blocks });
  },
  "federal-register-text": (text) => {
    const { head, blocks } = readFrText(text);
    return fromLaw("federal-register-text", { title: head.subject, blocks });
  },
  "cfr-annual": (text) => fromLaw("cfr-annual", readCfrAnnual(text)),
  "bill-dtd": (text) => fromLaw("bill-dtd", readBillXml(text)),
  uslm: (text) => fromLaw("uslm", readBillXml(text)),
  ecfr: (text) => fromLaw("ecfr", readEcfr(text)),
};

// Pages that are a frame around a text or a bill as the printing office sets it.
function fromHtml(text: string, hint: ReadingHint): Reading {
  const bill = readBillHtml(text);
  if (bill !== null) return fromLaw("bill-text", bill);
  const page = readHtml(text, hint);
  const inner = preformattedText(page.pieces);
  if (inner === null) return fromPage("html", page);
  const format = formatOf(inner, {}, "") === "bill-text" ? "bill-text" : "plain-text";
  return { ...readers[format](inner, hint), title: page.title };
}

// Thousands of nested quotes or lists are no Markdown anybody wrote.
function readMarkdownOrText(text: string): PageText {
  try {
    return readMarkdown(text);
  } catch (error) {
    if (error instanceof RangeError) return readPlainText(text);
    throw error;
  }
}

function fromPage(format: Format, page: PageText): Reading {
  const blocks = outlined(page.pieces);
  const { title, language, links, missing } = page;
  return {
    format,
    title,
    language: languageOf(blocks, language),
    blocks,
    statedDate: statedDate(blocks),
    links,
    missing,
  };
}

/** The laws and rules of the United States, which are in English. Their dates stand in the metadata that comes with them. */
function fromLaw(format: Format, law: { readonly title: string | null; readonly blocks: readonly Block[] }): Reading {
  return { format, ...law, language: "en", statedDate: null, links: [], missing: [] };
}

function full(reading: Reading, named: string): Reading {
  if (reading.blocks.some((block) => /[\p{L}\p{N}]/u.test(block.text))) return reading;
  throw new ReadingError(`${named} has no text: it may be built by scripts, or be an error page`);
}
