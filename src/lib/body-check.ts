import { sniffBody, type Sniff } from "./body-sniff.ts";
import { findSoftError, type SoftError } from "./soft-errors.ts";

export type Expected = "json" | "xml" | "html" | "text";

/** Says what came instead of the expected body, or null if it looks right. With nothing expected, only block pages count. */
export function checkBody(
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  expected: Expected | undefined,
): SoftError | null {
  const page = sniffBody(body);
  const soft = findSoftError(page, headers);
  if (soft !== null) return soft;
  if (expected === undefined) return null;
  if (page.head === "") return wrong("an empty answer");
  return checks[expected](page, body);
}

/** Says whether an answer with an error status is a block page, and of what kind. */
export function findBlockPage(body: Uint8Array, headers: Readonly<Record<string, string>>): SoftError | null {
  const soft = findSoftError(sniffBody(body), headers);
  return soft?.blocked === true ? soft : null;
}

const checks: Readonly<Record<Expected, (page: Sniff, body: Uint8Array) => SoftError | null>> = {
  json(page, body) {
    if (page.isHtml) return wrong(htmlPage(page));
    if (!/^[{[]/.test(page.head)) return wrong(page.head.startsWith("<") ? "XML" : "something that is not JSON");
    return closesAtTheEnd(body) ? null : wrong("JSON that breaks off before its end");
  },
  xml(page) {
    if (page.isHtml) return wrong(htmlPage(page));
    const name = /^<([^\s<>/!?="'&]+)/.exec(page.root)?.[1];
    if (name === undefined) return wrong("something that is not XML");
    return closesRoot(page, name)
      ? null
      : wrong(`XML that breaks off before its end (</${name.slice(0, 40)}> is missing)`);
  },
  html(page) {
    if (/^[{[]/.test(page.head)) return wrong("data that is not a page");
    if (!/<[a-z!]/i.test(page.head)) return wrong("text that is not a page");
    const hollow = page.visible === "" && page.title === "" && !/<(script|i?frame|meta)\b/i.test(page.head);
    return hollow ? wrong("a page with nothing on it") : null;
  },
  text() {
    return null;
  },
};

function wrong(what: string): SoftError {
  return { what, blocked: false };
}

function htmlPage(page: Sniff): string {
  return page.title === "" ? "an HTML page" : `an HTML page ("${page.title.slice(0, 80)}")`;
}

// Counts brackets instead of parsing: a body may be 50 MB, and the source parses it anyway.
function closesAtTheEnd(body: Uint8Array): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (quoted) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return depth === 0 && !quoted;
}

function closesRoot(page: Sniff, name: string): boolean {
  if (page.tail.includes(`</${name}`)) return true;
  const firstTag = page.root.slice(0, page.root.indexOf(">") + 1);
  return firstTag.endsWith("/>");
}
