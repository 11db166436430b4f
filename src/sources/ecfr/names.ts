/** What a section is called: `15 CFR 744.23`, `15 CFR Supplement No. 4 to Part 744`. */
export function keyOf(title: number, identifier: string): string {
  return `${title} CFR ${identifier}`;
}

/** The number of the title and the identifier in it. */
export function readKey(key: string): { readonly title: number; readonly identifier: string } {
  const [, title = "0", identifier = key] = /^(\d+) CFR (.*)$/.exec(key) ?? [];
  return { title: Number(title), identifier };
}

export function isSection(identifier: string): boolean {
  return /^\d/.test(identifier);
}

/** The part of `744.23` or of `Supplement No. 4 to Part 744`. */
export function partOf(identifier: string): string {
  return (/^(\d+[a-z]?)\./.exec(identifier) ?? /\bParts? (\d+[a-z]?)\b/i.exec(identifier))?.[1] ?? "";
}

/** As lawyers cite it: `15 CFR 744.23`, `Supplement No. 4 to 15 CFR part 744`. */
export function citationOf(title: number, identifier: string): string {
  if (isSection(identifier)) return keyOf(title, identifier);
  return identifier.replace(/\bto Part (\d+\w?)/i, `to ${title} CFR part $1`);
}

/** The page for people. */
export function pageOf(title: number, part: string, identifier: string): string {
  const kind = isSection(identifier) ? "section" : "appendix";
  return `https://www.ecfr.gov/current/title-${title}/part-${part}/${kind}-${encodeURIComponent(identifier)}`;
}
