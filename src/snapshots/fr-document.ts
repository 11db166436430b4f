import { readFrBodyHtml } from "./fr-body-html.ts";
import { readFrRawText } from "./fr-raw-text.ts";
import type { FrText } from "./fr-text.ts";
import { readFrXml } from "./fr-xml.ts";

/** Reads a Federal Register text in whichever of its forms it came: XML, raw text in a page, raw text, HTML fragment. */
export function readFrText(source: string): FrText {
  const head = source.slice(0, 2000);
  if (/<(?:RULE|PRORULE|NOTICE|PRESDOCU|CORRECT|UNKNOWN|SUNSHINE)\b/.test(head)) return readFrXml(source);
  if (/<pre[\s>]/i.test(head)) return readFrRawText(source);
  if (/^\s*<\?xml/.test(head)) return readFrXml(source);
  return /<(?:p|div|h[1-6])[\s>]/i.test(head) ? readFrBodyHtml(source) : readFrRawText(source);
}
