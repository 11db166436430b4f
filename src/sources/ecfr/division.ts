/** A section or an appendix within the XML of its part, as it stands there. */
export interface Division {
  readonly type: "section" | "appendix";
  /** `744.23`, `Supplement No. 4 to Part 744`. */
  readonly identifier: string;
  readonly xml: string;
}

/**
 * The sections and appendices of a part's XML (DIV8 and DIV9, which do not nest). Found as text, because parts have up to 10 MB and one
 * section of them is read at a time.
 */
export function* divisionsIn(xml: string): Generator<Division, void, void> {
  for (const match of xml.matchAll(/<DIV([89])\b([^<>]*)>/g)) {
    const [tag, level = "", attributes = ""] = match;
    const identifier = identifierOf(attributes);
    const end = xml.indexOf(`</DIV${level}>`, match.index + tag.length);
    if (identifier === "" || end < 0) continue;
    yield {
      type: level === "8" ? "section" : "appendix",
      identifier,
      xml: xml.slice(match.index, end + `</DIV${level}>`.length),
    };
  }
}

/** Whether nothing stands there: `§§ 744.25-744.29 [Reserved]`. */
export function isReserved({ xml }: Division): boolean {
  return /\[Reserved\]\.?\s*<\/HEAD>/i.test(xml) && !/<(?:P|FP|TABLE)\b/.test(xml);
}

function identifierOf(attributes: string): string {
  const value = /\bN="([^"]*)"/.exec(attributes)?.[1] ?? "";
  return value
    .replaceAll("&#xA7;", "§")
    .replaceAll("&amp;", "&")
    .replaceAll("&quot;", '"')
    .replace(/^§+\s*/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}
