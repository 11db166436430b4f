/** The levels of bills and statutes, as both dialects name them. */
export const levelNames: ReadonlySet<string> = new Set([
  "division",
  "title",
  "subtitle",
  "part",
  "subpart",
  "chapter",
  "subchapter",
  "article",
  "subarticle",
  "section",
  "subsection",
  "paragraph",
  "subparagraph",
  "clause",
  "subclause",
  "item",
  "subitem",
  "level",
]);

const named = /^(?:division|title|subtitle|part|subpart|chapter|subchapter|article|subarticle)$/;

/** A level's label in a path: `Sec. 2`, `§ 1758A` in quoted law, `Title I`, `(a)`; null for a level without number. */
export function levelLabel(name: string, number: string, quoted: boolean): string | null {
  const bare = bareNumber(number);
  if (bare === "") return null;
  if (name === "section") return quoted || number.includes("§") ? `§ ${bare}` : `Sec. ${bare}`;
  if (named.test(name)) return `${capital(name)} ${bare}`;
  return bare;
}

/** A level's number as its text begins with it: `Sec. 2.`, `Title I—`, `(a)`. */
export function levelMark(name: string, number: string, quoted: boolean): string {
  const bare = bareNumber(number);
  if (bare === "") return openingQuote(number);
  const quote = openingQuote(number);
  if (name === "section")
    return number.includes("§") ? `${quote}§ ${bare}.` : `${quote}${quoted ? "Sec." : "Sec."} ${bare}.`;
  if (named.test(name)) return `${quote}${capital(name)} ${bare}—`;
  return quote + bare;
}

function bareNumber(number: string): string {
  return number
    .replaceAll(/[“”‘’"]/g, "")
    .replace(
      /^\s*(?:sections?|secs?\.?|§+|division|subtitle|title|subpart|part|subchapter|chapter|subarticle|article)\s+/i,
      "",
    )
    .replace(/(?<![\s.—–-])[\s.—–-]+$/, "")
    .trim();
}

function openingQuote(number: string): string {
  return /^\s*([“‘"]+)/.exec(number)?.[1] ?? "";
}

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
