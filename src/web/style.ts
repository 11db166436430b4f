import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sheets = (...names: readonly string[]): string =>
  names.map((name) => readFileSync(new URL(name, import.meta.url), "utf8")).join("\n");

/** What a page that stands alone brings along: a redline, a digest. */
export const fileStyle = sheets("style.css", "reading.css");

const text = [fileStyle, sheets("search.css", "deadlines.css")].join("\n");
const hash = createHash("sha256").update(text).digest("base64url").slice(0, 12);

/** The one style sheet. Its address changes with its content, so it may be cached for ever. */
export const style = { path: `/assets/style.${hash}.css`, text } as const;

export const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f91"/>' +
  '<path d="M8 10h16M8 16h10M8 22h13" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/>' +
  '<path d="M6 16h14" stroke="#f2a3a0" stroke-width="2"/></svg>';
