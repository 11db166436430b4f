/**
 * What a reader of a page sees, nearly: the text outside tags, scripts and styles, on one line. One pass from left to right without a
 * document tree, so that foreign markup cannot make it slow. Character references stay as they are written. With `enough`, the rest is
 * left out once there are more characters than that.
 */
export function visibleText(html: string, enough = Infinity): string {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let taken = 0;
  let at = 0;
  while (at < html.length) {
    const tag = html.indexOf("<", at);
    if (tag < 0) {
      parts.push(html.slice(at));
      break;
    }
    if (tag > at) {
      const part = html.slice(at, tag);
      parts.push(part);
      if (enough < Infinity) taken += solidIn(part);
      if (taken > enough) break;
    }
    const end = endOfTag(lower, tag);
    if (end < 0) break;
    at = end;
  }
  return onOneLine(parts);
}

function onOneLine(parts: readonly string[]): string {
  return withoutReferences(parts.join(" "), " ")
    .replaceAll(/\s{2,}|[^\S ]/g, " ")
    .trim();
}

/** How many characters are no white space, which counts for little on one line. */
function solidIn(part: string): number {
  const text = withoutReferences(part, "");
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x20 && (code < 0x7f || !/\s/.test(text.charAt(at)))) count += 1;
  }
  return count;
}

function withoutReferences(text: string, instead: string): string {
  return text.includes("&") ? text.replaceAll(/&nbsp;|&#160;/g, instead) : text;
}

function endOfTag(lower: string, tag: number): number {
  if (lower.startsWith("<!--", tag)) return after(lower, "-->", tag + 4);
  const hidden = hiddenElement(lower, tag);
  const closing = hidden === null ? tag : lower.indexOf(`</${hidden}`, tag);
  return closing < 0 ? -1 : after(lower, ">", closing);
}

function after(lower: string, mark: string, from: number): number {
  const at = lower.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

function hiddenElement(lower: string, tag: number): string | null {
  for (const name of ["script", "style", "title", "template", "svg"]) {
    if (lower.startsWith(name, tag + 1) && !/[a-z0-9-]/.test(lower.charAt(tag + 1 + name.length))) return name;
  }
  return null;
}
