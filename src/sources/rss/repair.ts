/**
 * A feed's text as strict parsers take it: no white space or document type in front (a document type can hold entities that grow without
 * bound), no control characters, no bare `&`. What stands in CDATA is left alone.
 */
export function repairedXml(text: string): string {
  return text
    .replace(/^[\s\uFEFF]+/, "")
    .replace(doctype, "")
    .replaceAll(controls, "")
    .replaceAll(cdataOrAmpersand, (found) => (found === "&" ? "&amp;" : found));
}

const doctype = /<!DOCTYPE[^[<>]*(?:\[(?:(?!<!DOCTYPE)[^])*?\]\s*)?>/i;
const controls = new RegExp(
  String.raw`[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));`,
  "gi",
);
const cdataOrAmpersand = /<!\[CDATA\[[^]*?(?:\]\]>|$)|&(?!#\d+;|#x[\da-f]+;|[a-z][a-z\d]*;)/gi;
