const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  sect: "§",
  mdash: "—",
  ndash: "–",
};

/** A field of the API as plain text on one line: markup such as `SO<INF>2</INF>` and entities resolved. Null for nothing. */
export function plainTitle(text: string | null | undefined): string | null {
  const plain = (text ?? "")
    .replaceAll(/<\/?[a-z][^<>]{0,100}>/gi, "")
    .replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, entity)
    .replaceAll(/[\s\u00A0]+/g, " ")
    .trim();
  return plain === "" ? null : plain;
}

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
