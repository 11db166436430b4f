/** What a list of entities says in one cell: `Name, a.k.a., the following two aliases: —One; and —Two. Address.` */
export interface EntityCell {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Addresses and whatever else follows the names. */
  readonly rest: string;
}

/** Reads the entity column of Supplements No. 4, 6 and 7 to 15 CFR part 744. */
export function readEntityCell(cell: string): EntityCell {
  const text = cell.replaceAll(/\s+/g, " ").trim();
  const marked =
    /^(.*?),?\s*\(?(?:a\.k\.a|f\.k\.a|d\.b\.a|also known as)\.?,?(?: the following [\w-]+ alias(?:es)?)?:?\s*/i.exec(
      text,
    );
  if (marked === null) {
    const [name = text, ...rest] = text.split(addressBegins);
    return { name: name.trim(), aliases: [], rest: rest.join(" ").trim() };
  }
  const items = text
    .slice(marked[0].length)
    .split(/;? ?(?:\band )?[—–] ?|; (?:and )?/)
    .filter((item) => item.trim() !== "");
  const [last = "", ...rest] = (items.at(-1) ?? "").split(aliasEnds);
  const aliases = [...items.slice(0, -1), last].map((alias) => alias.replace(/(?<![.,;)\s])[.,;)\s]+$/, "").trim());
  return { name: (marked[1] ?? "").trim(), aliases, rest: rest.join(" ").trim() };
}

const forms = "Co|Ltd|Inc|Corp|LLC|No|St|Rd|Bldg|Pte|Pvt|Bhd|Jr|Dr";
/** The last alias ends where a sentence does, or where a number begins an address. */
const aliasEnds = new RegExp(
  `(?<!\\bNo)[.,)]\\s+(?=\\d|(?:No|Room|Rm|Flat|Unit|Suite|Building|Block|Floor)\\b)|(?<!\\b(?:${forms}|[A-Z]))\\.\\s+(?=[A-Z])`,
);
const addressBegins = / (?=\(See\b)|[,;.]\s+(?=\d|(?:No|Room|Rm|Flat|Unit|Suite|Building|Block|Floor|P\.O)\b)|;\s+/;
