import { ReadingError } from "../model/errors.ts";

/**
 * Throws `ReadingError` for markup that nests as no document does, or has more elements than any. The parsers look through all open
 * elements at every tag, and put open formatting into every new block, so that one megabyte of nested tags would hold up everything else
 * for minutes; and a tree of millions of elements takes gigabytes. Each character is looked at once; markup with fewer tags than could do
 * harm is not looked at.
 */
export function refuseNesting(source: string, kind: "html" | "xml", deepest = kind === "html" ? 2000 : 25_000): void {
  if (!hasTags(source, deepest)) return;
  const open = { elements: 0, depth: 0, leftOpen: 0, formatting: 0, svg: 0, math: 0, drawn: 0, work: 0 };
  for (const tag of tagsOf(source, kind, open)) {
    count(open, tag, kind);
    if (open.elements > mostElements[kind])
      throw new ReadingError(`it has more than ${mostElements[kind]} elements, as no document does`);
    if (open.depth > deepest)
      throw new ReadingError(`its elements nest more than ${deepest} deep, as no document’s do`);
    if (open.work > mostWork || open.drawn > mostDrawn || open.leftOpen > mostLeftOpen)
      throw new ReadingError("it leaves so many elements open that it cannot be read");
  }
}

/** The largest rules have some ten thousand, the longest lists a hundred thousand. */
const mostElements = { html: 300_000, xml: 1_000_000 };
/** Open formatting elements times the blocks they are put into. */
const mostWork = 3_000_000;
/** `<path/>` and the like, of which we only believe that they stand in a drawing. */
const mostDrawn = 10_000;

const empty = words("area base br col embed hr img input link meta param source track wbr");
/** The next one of these ends the one before, at least where nothing else is open in it; so they are often left open. */
const endsItself = words("p li dt dd option optgroup tr td th tbody");
const mostLeftOpen = 50_000;
const formatting = words("a b big code em font i nobr s small strike strong tt u");
/** In a drawing `<path/>` ends at once; these leave the drawing. */
const leavesDrawing = words(
  "b big blockquote center code dd div dl dt em h1 h2 h3 h4 h5 h6 i li menu nobr ol p pre ruby s small span strike strong sub sup table tt u ul var",
);
const textOnly = words("script style textarea title");

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

function hasTags(source: string, many: number): boolean {
  let count = 0;
  for (let at = source.indexOf("<"); at >= 0; at = source.indexOf("<", at + 1)) {
    count += 1;
    if (count > many) return true;
  }
  return false;
}

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  /** `<path/>` */
  readonly isClosed: boolean;
}

interface Open {
  elements: number;
  depth: number;
  leftOpen: number;
  formatting: number;
  /** Drawings and formulas, which have rules of their own. */
  svg: number;
  math: number;
  drawn: number;
  work: number;
}

function count(open: Open, { name, isEnd, isClosed }: Tag, kind: "html" | "xml"): void {
  if (!isEnd) open.elements += 1;
  if (kind === "xml") {
    open.depth = isEnd ? Math.max(0, open.depth - 1) : open.depth + (isClosed ? 0 : 1);
    return;
  }
  if (empty.has(name)) return;
  const by = isEnd ? -1 : 1;
  if (name === "svg" || name === "math") open[name] = Math.max(0, open[name] + by);
  if (isClosed && isForeign(open) && !leavesDrawing.has(name)) {
    open.drawn += 1;
    return;
  }
  if (formatting.has(name)) open.formatting = Math.max(0, open.formatting + by);
  else if (!isEnd) open.work += open.formatting;
  const counter = endsItself.has(name) ? "leftOpen" : "depth";
  open[counter] = Math.max(0, open[counter] + by);
}

function isForeign({ svg, math }: Open): boolean {
  return svg + math > 0;
}

function* tagsOf(source: string, kind: "html" | "xml", open: Open): Generator<Tag, void, void> {
  const isHtml = kind === "html";
  let at = source.indexOf("<");
  while (at >= 0) {
    const skipped = endOfRemark(source, at, isHtml);
    if (skipped >= 0) {
      at = source.indexOf("<", skipped);
      continue;
    }
    tagName.lastIndex = at;
    const [head, slash, written = ""] = tagName.exec(source) ?? [];
    if (head === undefined) {
      at = source.indexOf("<", at + 1);
      continue;
    }
    const name = isHtml ? written.toLowerCase() : written;
    const end = endOfTag(source, at + head.length);
    yield { name, isEnd: slash === "/", isClosed: source.charAt(end - 1) === "/" };
    const next = isHtml && slash === "" && textOnly.has(name) && !isForeign(open) ? endOfText(source, end, name) : end;
    at = source.indexOf("<", next);
  }
}

const tagName = /<(\/?)([a-zA-Z][^\s/>]*)/y;
const markInTag = /[>"']/g;
const endOfComment = /--!?>/g;

/** Behind a comment, a declaration or CDATA that begins here, or -1. */
function endOfRemark(source: string, at: number, isHtml: boolean): number {
  if (source.startsWith("<!--", at)) {
    endOfComment.lastIndex = at + 2;
    return endOfComment.exec(source) === null ? source.length : endOfComment.lastIndex;
  }
  if (!isHtml && source.startsWith("<![CDATA[", at)) return after(source, "]]>", at);
  return source.startsWith("<!", at) || source.startsWith("<?", at) ? after(source, ">", at) : -1;
}

/** Where the `>` stands that ends a tag; one in a quoted value does not. */
function endOfTag(source: string, from: number): number {
  markInTag.lastIndex = from;
  for (let found = markInTag.exec(source); found !== null; found = markInTag.exec(source)) {
    if (found[0] === ">") return found.index;
    if (source.slice(from, found.index).trimEnd().endsWith("="))
      markInTag.lastIndex = after(source, found[0], found.index + 1);
  }
  return source.length;
}

function endOfText(source: string, from: number, name: string): number {
  const closing = new RegExp(`</${name}[\\s/>]`, "gi");
  closing.lastIndex = from;
  return closing.exec(source)?.index ?? source.length;
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? source.length : at + mark.length;
}
