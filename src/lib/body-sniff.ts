import { visibleText } from "./visible-text.ts";

/** What a body looks like at a glance: enough to tell a page from data and a block page from the real one. */
export interface Sniff {
  /** The first 64 KB as text, white space and byte order mark removed in front. */
  readonly head: string;
  /** The last 64 KB as text, white space removed at the end. */
  readonly tail: string;
  /** Behind XML declaration, comments and document type: where the root element begins. */
  readonly root: string;
  readonly isHtml: boolean;
  /** The title of a page, or "". */
  readonly title: string;
  /** What a reader of a page sees. Null where that is too much for an error page. */
  readonly visible: string | null;
}

const window = 64 * 1024;
const smallPage = 256 * 1024;
const littleText = 4096;

/** Decodes lossily: only words and brackets count here, the real decoding comes later. */
export function sniffBody(body: Uint8Array): Sniff {
  const decode = lossyDecoder(body);
  const first = decode(body.subarray(0, window));
  const isWhole = body.byteLength <= window;
  const head = first.trimStart();
  // An even start keeps the halves of UTF-16 together.
  const tail = (isWhole ? first : decode(body.subarray((body.byteLength - window) & ~1))).trimEnd();
  const root = skipProlog(head);
  const isHtml = htmlStart.test(root);
  return {
    head,
    tail,
    root,
    isHtml,
    title: isHtml ? titleOf(head) : "",
    visible: isHtml && body.byteLength <= smallPage ? littleOf(isWhole ? first : decode(body)) : null,
  };
}

function littleOf(html: string): string | null {
  const visible = visibleText(html, littleText);
  return visible.length > littleText ? null : visible;
}

const htmlStart =
  /^<(!doctype\s+html|html|head|body|title|meta|link|script|style|noscript|center|div|h1|p|table|span)\b/i;

function lossyDecoder(body: Uint8Array): (bytes: Uint8Array) => string {
  const label = utf16Label(body);
  if (label !== null) return (bytes) => new TextDecoder(label).decode(bytes);
  return (bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (!text.includes("\ufffd")) return text;
    // Largely unreadable as UTF-8: Chinese pages are the ones we meet.
    const wide = text.match(/[^ -~\s]/g) ?? [];
    const broken = wide.filter((character) => character === "\ufffd");
    return broken.length > wide.length / 5 ? new TextDecoder("gb18030").decode(bytes) : text;
  };
}

// By its mark, or by a "<" with a zero beside it.
function utf16Label([first, second, third, fourth]: Uint8Array): string | null {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0 && fourth === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c && third === 0)) return "utf-16be";
  return null;
}

function skipProlog(text: string): string {
  let rest = text;
  for (let end = prologEnd(rest); end > 0; end = prologEnd(rest)) rest = rest.slice(end).trimStart();
  return rest;
}

function prologEnd(text: string): number {
  if (text.startsWith("<?")) return after(text, "?>");
  if (text.startsWith("<!--")) return after(text, "-->");
  if (!/^<!doctype\s+(?!html\b)/i.test(text)) return 0;
  return after(text, /^[^>]*\[/.test(text) ? "]>" : ">");
}

function after(text: string, mark: string): number {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at + mark.length;
}

function titleOf(head: string): string {
  const start = /<title[^<>]{0,200}>/i.exec(head);
  if (start === null) return "";
  const from = start.index + start[0].length;
  const end = head.indexOf("<", from);
  return tidy(head.slice(from, end < 0 ? from + 200 : end));
}

function tidy(text: string): string {
  return text
    .replaceAll(/&nbsp;|&#160;/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
