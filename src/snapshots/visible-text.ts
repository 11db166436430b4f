/**
 * What a reader sees of a piece of HTML, on one line: a quick look without a DOM, for telling whether anything changed. Scripts, styles,
 * comments and attributes are no part of it.
 */
export function visibleText(html: string): string {
  const bare = html.includes("<") ? withoutTags(html) : html;
  return decoded(bare).replaceAll(invisible, "").replaceAll(/\s+/g, " ").trim();
}

const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

// One pass from left to right: foreign markup must not be able to make this slow.
function withoutTags(html: string): string {
  let text = "";
  let at = 0;
  for (;;) {
    const tag = html.indexOf("<", at);
    if (tag < 0) return text + html.slice(at);
    text += html.slice(at, tag);
    if (!/[a-z!/?]/i.test(html.charAt(tag + 1))) {
      text += "<";
      at = tag + 1;
      continue;
    }
    const name = /^<\/?([a-z][a-z\d]*)/i.exec(html.slice(tag, tag + 14))?.[1]?.toLowerCase() ?? "";
    const until = html.startsWith("<!--", tag)
      ? "-->"
      : hidden.has(name) && html.charAt(tag + 1) !== "/"
        ? `</${name}`
        : ">";
    const end = indexOf(html, until, tag + 1);
    if (end < 0) return text;
    if (!inline.has(name)) text += " ";
    at = until.startsWith("</") ? end : end + until.length;
  }
}

const hidden = new Set(["script", "style", "template", "svg", "noscript"]);
const inline = new Set([
  "a",
  "abbr",
  "b",
  "code",
  "em",
  "font",
  "i",
  "mark",
  "small",
  "span",
  "strong",
  "sub",
  "sup",
  "u",
]);

function indexOf(html: string, mark: string, from: number): number {
  const exact = html.indexOf(mark, from);
  return exact >= 0 || !mark.startsWith("</") ? exact : html.indexOf(mark.toUpperCase(), from);
}

const named: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
  bull: "•",
  middot: "·",
  sect: "§",
  copy: "©",
  reg: "®",
};

function decoded(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === "string") return named[name.toLowerCase()] ?? whole;
    const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0x10_ffff || code === 0 ? "" : String.fromCodePoint(code);
  });
}
