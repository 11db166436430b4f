import { load } from "cheerio";
import type { BlockKind } from "../model/text.ts";
import { refuseTooLarge } from "./too-large.ts";
import { frHead, itemOrParagraph, numberedBlocks, type DraftBlock, type FrText } from "./fr-text.ts";

/** A document from the site's own HTML fragment, the last resort where neither XML nor raw text is offered. */
export function readFrBodyHtml(source: string): FrText {
  refuseTooLarge(source);
  const page = load(source);
  page(".printed-page-inline, .printed-page, .unprinted-element, script, style, .footnote-reference").remove();
  const drafts: DraftBlock[] = [];
  let path: readonly string[] = [];
  page("h1, h2, h3, h4, h5, h6, p, li, tr, pre").each((_index, element) => {
    const node = page(element);
    const name = element.tagName.toLowerCase();
    const cells = name === "tr" ? node.children("th, td").toArray() : [element];
    const text = cells
      .map((cell) =>
        page(cell)
          .text()
          .replaceAll(/[\s\u00A0]+/g, " ")
          .trim(),
      )
      .join(" | ");
    if (text === "" || (name === "p" && node.closest("li, td, th").length > 0)) return;
    if (/^h\d$/.test(name)) {
      path = [...path.slice(0, Number(name[1]) - 1), text.replace(/:$/, "")];
      drafts.push({ kind: "heading", path, text });
    } else if (name === "p") drafts.push({ ...itemOrParagraph(text), path });
    else drafts.push({ kind: kinds[name] ?? "paragraph", path, text });
  });
  const nothing = { subject: null, action: null, cfr: [], dockets: [], rins: [], citation: null, filing: null };
  return { head: frHead(nothing), blocks: numberedBlocks(drafts) };
}

const kinds: Readonly<Record<string, BlockKind>> = { li: "item", tr: "row", pre: "preformatted" };
