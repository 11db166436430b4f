/**
 * What a reader of a page sees, nearly: the text outside tags, scripts and styles, on one line. One pass from left to right without a
 * document tree, so that foreign markup cannot make it slow. Character references stay as they are written. With `enough`, the rest is
 * left out once there are more characters than that.
 */
export function visibleText(html: string, enough = Infinity): string {
  const lower = html.toLowerCase();
  const parts: string[] = [];
  let taken = 0;
  let nextCount = enough;
  let at = 0;
  while (at < html.length) {
    const tag = html.indexOf("<", at);
    if (tag < 0) {
      parts.push(html.slice(at));
      break;
    }
    if (tag > at) parts.push(html.slice(at, tag));
    taken += tag - at;
    // White space does not count, and is only counted out now and then.
    if (taken > nextCount) {
      if (onOneLine(parts).length > enough) break;
      nextCount = taken * 2;
    }
    const end = endOfTag(lower, tag);
    if (end < 0) break;
    at = end;
  }
  return onOneLine(parts);
}

function onOneLine(parts: readonly string[]): string {
  return parts
    .join(" ")
    .replaceAll(/&nbsp;|&#160;/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
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
