import { ReadingError } from "../model/errors.ts";

/**
 * Throws `ReadingError` for markup that nests as no document does. The parsers look through all open elements at every tag, and put open
 * formatting into every new block, so that one megabyte of nested tags would hold up everything else for minutes. Each character is
 * looked at once; markup with fewer tags than could do harm is not looked at.
 */
export function refuseNesting(source: string, kind: "html" | "xml", deepest = kind === "html" ? 2000 : 25_000): void {
  if (!hasTags(source, deepest)) return;
  const open = { depth: 0, formatting: 0, foreign: 0, work: 0 };
  for (const tag of tagsOf(source, kind === "html")) {
    count(open, tag, kind);
    if (open.depth > deepest)
      throw new ReadingError(`its elements nest more than ${deepest} deep, as no document’s do`);
    if (open.work > mostWork) throw new ReadingError("it leaves so many elements open that it cannot be read");
  }
}

/** Open formatting elements times the blocks they are put into. */
const mostWork = 3_000_000;

const empty = words("area base br col embed hr img input link meta param source track wbr");
/** The next one of these ends the one before. */
const endsItself = words("p li dt dd option optgroup tr td th thead tbody tfoot body html head");
const formatting = words("a b big code em font i nobr s small strike strong tt u");
/** In a drawing `<path/>` ends at once; these leave the drawing. */
const leavesDrawing = words(
  "b big blockquote center code dd div dl dt em h1 h2 h3 h4 h5 h6 i li menu nobr ol p pre ruby s small span strike strong sub sup table tt u ul var",
);
const textOnly = words("script style textarea title xmp noembed noframes iframe");

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
  depth: number;
  formatting: number;
  /** Within a drawing or a formula. */
  foreign: number;
  work: number;
}

function count(open: Open, { name, isEnd, isClosed }: Tag, kind: "html" | "xml"): void {
  if (kind === "xml") {
    open.depth = isEnd ? Math.max(0, open.depth - 1) : open.depth + (isClosed ? 0 : 1);
    return;
  }
  if (empty.has(name)) return;
  const by = isEnd ? -1 : 1;
  if (name === "svg" || name === "math") open.foreign = Math.max(0, open.foreign + by);
  if (isClosed && open.foreign > 0 && !leavesDrawing.has(name)) return;
  if (formatting.has(name)) open.formatting = Math.max(0, open.formatting + by);
  else if (!isEnd) open.work += open.formatting;
  if (!endsItself.has(name)) open.depth = Math.max(0, open.depth + by);
}

function* tagsOf(source: string, isHtml: boolean): Generator<Tag, void, void> {
  let at = source.indexOf("<");
  while (at >= 0) {
    const skipped = endOfRemark(source, at);
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
    const next = isHtml && slash === "" && textOnly.has(name) ? endOfText(source, end, name) : end;
    at = source.indexOf("<", next);
  }
}

const tagName = /<(\/?)([a-zA-Z][^\s/>]*)/y;
const markInTag = /[>"']/g;

/** Behind a comment, a declaration or CDATA that begins here, or -1. */
function endOfRemark(source: string, at: number): number {
  if (source.startsWith("<!--", at)) return after(source, "-->", at + 2);
  if (source.startsWith("<![CDATA[", at)) return after(source, "]]>", at);
  return source.startsWith("<!", at) || source.startsWith("<?", at) ? after(source, ">", at) : -1;
}

/** Where the `>` stands that ends a tag; one in a quoted value does not. */
function endOfTag(source: string, from: number): number {
  markInTag.lastIndex = from;
  for (let found = markInTag.exec(source); found !== null; found = markInTag.exec(source)) {
    if (found[0] === ">") return found.index;
    if (/=\s{0,20}$/.test(source.slice(Math.max(from, found.index - 20), found.index)))
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
